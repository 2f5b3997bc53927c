import assert from 'node:assert/strict';
import {test} from 'node:test';
import {compileGoRegex} from '../../../source/sandbox/loki/go-regex/go-regex.js';

const matching: ReadonlyArray<readonly [pattern: string, text: string, isMatching: boolean]> = [
	['(?i)error|exception', 'an EXCEPTION', true],
	['error', 'an ERROR', false],
	['(?i:err)or', 'ERRor', true],
	['(?i:err)or', 'ERROR', false],
	['a(?i)b', 'aB', true],
	['a(?i)b', 'AB', false],
	['^a.c$', 'a\nc', false],
	['(?s)^a.c$', 'a\nc', true],
	['^b$', 'a\nb', false],
	['(?m)^b$', 'a\nb\nc', true],
	[String.raw`\bfail\b`, 'did fail.', true],
	[String.raw`^\d{3}-\w+\s`, '503-GET /', true],
	['[[:alpha:]]+[[:^digit:]]', 'ab-', true],
	[String.raw`^\pL+$`, 'naïve', true],
	[String.raw`^\p{Greek}+$`, 'λόγος', true],
	[String.raw`\Qa.b\E`, 'a.b', true],
	[String.raw`\Qa.b\E`, 'axb', false],
	[String.raw`\x41\x{1F600}`, 'A😀', true],
	['[]a]+', ']a', true],
	['a{2,3}?', 'aa', true],
	['(?U)a+', 'aa', true],
	['x*', '', true],
	['.*', 'anything', true],
];

for (const [pattern, text, isMatching] of matching) {
	test(`${pattern} ${isMatching ? 'matches' : 'does not match'} ${JSON.stringify(text)}`, () => {
		assert.equal(compileGoRegex(pattern).expression.test(text), isMatching);
	});
}

const anchored: ReadonlyArray<readonly [pattern: string, text: string, isMatching: boolean]> = [
	['api.*|auth', 'api-gateway', true],
	['api.*|auth', 'my-auth', false],
	['a|b', 'ab', false],
	['.+', 'a\nb', true],
];

for (const [pattern, text, isMatching] of anchored) {
	test(`${pattern} ${isMatching ? 'is' : 'is not'} the whole of ${JSON.stringify(text)}`, () => {
		assert.equal(compileGoRegex(pattern, {isAnchored: true, isDotAll: true}).expression.test(text), isMatching);
	});
}

/** What Go says of expressions that it refuses. */
const refused: ReadonlyArray<readonly [pattern: string, message: string]> = [
	['(', 'missing closing ): `(`'],
	['a)', 'unexpected ): `a)`'],
	['[a', 'missing closing ]: `[a`'],
	['*a', 'missing argument to repetition operator: `*`'],
	['a|+', 'missing argument to repetition operator: `+`'],
	['a**', 'invalid nested repetition operator: `**`'],
	['a{2,1}', 'invalid repeat count: `{2,1}`'],
	['a{1001}', 'invalid repeat count: `{1001}`'],
	['(?<=a)b', 'invalid or unsupported Perl syntax: `(?<=`'],
	['(?=a)b', 'invalid or unsupported Perl syntax: `(?=`'],
	['[z-a]', 'invalid character class range: `z-a`'],
	[String.raw`\y`, 'invalid escape sequence: `\\y`'],
	['a\\', 'trailing backslash at end of expression: ``'],
	['(?P<n>a)(?P<n>b)', 'duplicate capture group name: `n`'],
	['(?P<n-m>a)', 'invalid named capture: `(?P<n-m>`'],
];

for (const [pattern, message] of refused) {
	test(`refuses ${pattern} as Go does`, () => {
		assert.throws(() => compileGoRegex(pattern), {message: `error parsing regexp: ${message}`});
	});
}

test('names groups in order', () => {
	assert.deepEqual(compileGoRegex('(?P<a>x)(y)(?:z)(?<b>w)').groupNames, ['a', undefined, 'b']);
});
