import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {createNameRedactor} from '../../../source/investigate/redaction/redact-names.js';

test('a name is redacted once, and the same whatever was redacted before it', () => {
	let redactors = 0;
	const create = () => createNameRedactor(() => {
		redactors++;
		return createRedactor();
	});
	const names = ['payment', 'mail-of-jane@example.com', 'mail-of-joe@example.com'];
	const [one, other] = [create(), create()];
	const redacted = names.map(name => one(name));
	assert.equal(redacted[0], 'payment');
	assert.ok(redacted.slice(1).every(name => name.includes('<EMAIL_1>')), redacted.join(', '));
	assert.deepEqual(names.toReversed().map(name => other(name)), redacted.toReversed());
	assert.deepEqual(names.map(name => one(name)), redacted);
	assert.equal(redactors, 2 * names.length);
});
