import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {joinSpans} from '../../../source/investigate/redaction/spans.js';

test('spans that overlap are one, of the kind of the longest', () => {
	assert.deepEqual(joinSpans([{start: 4, end: 9, kind: 'A'}, {start: 0, end: 6, kind: 'B'}, {start: 9, end: 12, kind: 'C'}]), [{start: 0, end: 9, kind: 'B'}, {start: 9, end: 12, kind: 'C'}]);
	assert.deepEqual(joinSpans([{start: 0, end: 6, kind: 'A'}, {start: 0, end: 6, kind: 'B'}]), [{start: 0, end: 6, kind: 'A'}]);
});

test('a value that is known and one that a rule finds leave no half of each other', () => {
	const redactor = createRedactor([/ORDER-\d+/]);
	redactor.redact('password=otter-ORDER and password=17-maple-quartz');
	const shown = redactor.hideKnown('said otter-ORDER-17-maple-quartz twice');
	assert.doesNotMatch(shown, /otter|maple|quartz/);
	assert.equal(redactor.restoreForLoki(shown), 'said otter-ORDER-17-maple-quartz twice');
});

test('known values that overlap each other leave no half', () => {
	const redactor = createRedactor();
	redactor.redact('password=alphabeta99 secret_key=beta99gamma7');
	assert.equal(redactor.hideKnown('x alphabeta99gamma7 y').replace(/<[A-Z]+_\d+>/, '<>'), 'x <> y');
});

test('a value inside a longer known one does not cut it', () => {
	const redactor = createRedactor();
	redactor.redact('password=hunter2abc');
	redactor.redact('client_secret=pre-hunter2abc-post');
	assert.doesNotMatch(redactor.hideKnown('is it pre-hunter2abc-post?'), /pre-|post/);
});

test('what another redactor knows is hidden under a name of this one', () => {
	const [own, other] = [createRedactor(), createRedactor()];
	own.redact('mail to bob@example.com');
	other.redact('mail to jane@example.com, password=hunter2secret');
	const shown = own.hideKnown('jane used hunter2secret', [other]);
	assert.equal(shown, 'jane used <PASSWORD_1>');
	assert.equal(own.restoreForLoki(shown), 'jane used hunter2secret');
});

test('a placeholder beside or inside a secret is never cut', () => {
	const redactor = createRedactor();
	const once = redactor.redact('Cookie: auth=jane@example.com; sid=0f1e2d3c4b5a6978');
	assert.equal(redactor.redact(once), once);
	assert.equal(createRedactor().redact('password=ab<EMAIL_1>cd next').replace(/<PASSWORD_1>/, '*'), 'password=* next');
});

test('a short known value is hidden only where no word goes on', () => {
	const redactor = createRedactor();
	redactor.redact('pin=4711');
	assert.equal(redactor.hideKnown('order 947110 with 4711'), 'order 947110 with <PIN_1>');
});
