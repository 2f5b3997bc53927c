import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	decodeOpenToken,
	encodeOpenToken,
	openCommand,
	OpenTokenError,
	type OpenTarget,
} from '../../source/incidents/open-token.js';

const target: OpenTarget = {
	selector: '{namespace="production"}', serviceLabel: 'service_name', service: 'payment', kind: 'error-spike', startMs: Date.UTC(2026, 2, 2, 2, 58, 10), endMs: Date.UTC(2026, 2, 2, 3, 12), fingerprint: '0123456789abcdef', incident: 'i78b1f00b94',
};

const targets: readonly OpenTarget[] = [
	target,
	{...target, incident: undefined, kind: 'new-pattern'},
	{...target, service: 'a/b c"d', selector: '{cluster="eu-1", namespace=~"shop-.*", app!="loki-sentinel"}'},
	{...target, service: '支払い', kind: 'fleet-silence'},
];

test('a target comes back as it was, in whole seconds, and short', () => {
	for (const wanted of targets) {
		const token = encodeOpenToken(wanted);
		assert.deepEqual(decodeOpenToken(token), wanted);
		assert.match(token, /^ls1_[\w-]+$/);
		assert.ok(token.length <= 200, `${token.length} characters`);
	}

	assert.equal(openCommand(target), `npx loki-sentinel open ${encodeOpenToken(target)}`);
});

const changed = (token: string): string => token.slice(0, 20) + (token[20] === 'A' ? 'B' : 'A') + token.slice(21);
const token = encodeOpenToken(target);

const wrong: ReadonlyArray<readonly [name: string, text: string, says: RegExp]> = [
	['nothing', '', /not a token/],
	['a word', 'payment', /not a token/],
	['a cut one', token.slice(0, -8), /not whole/],
	['a changed one', changed(token), /not whole/],
	['one of a newer version', token.replace('ls1_', 'ls2_'), /newer version .*@latest/],
	['the prefix alone', 'ls1_', /not a token/],
	['one that never ends', `ls1_${'A'.repeat(5000)}`, /not a token/],
	['one with a label that is none', encodeOpenToken({...target, serviceLabel: 'a="b"} or {c'}), /does not hold what a token/],
];

for (const [name, text, says] of wrong) {
	test(`${name} is told from a token, with what to do`, () => {
		assert.throws(() => decodeOpenToken(text), (error: unknown) => {
			assert.ok(error instanceof OpenTokenError);
			assert.match(error.message, says);
			return true;
		});
	});
}
