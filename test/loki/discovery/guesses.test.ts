import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	areCountsAlike,
	askAgainAfterMs,
	guessSentence,
	settle,
} from '../../../source/loki/discovery/guesses.js';
import type {Capabilities, Scope} from '../../../source/loki/types.js';

const scope = (change: Partial<Capabilities> = {}): Scope => {
	const capabilities = {
		version: '3.7.6', serviceLabel: 'app', errorSource: 'line' as const, hasPatterns: true, hasVolume: true, ...change,
	};
	return {selector: `{${capabilities.serviceLabel}=~".+"}`, capabilities};
};

const levelGuess = {about: 'errorSource', why: 'too many requests'} as const;
const labelGuess = {about: 'serviceLabel', why: 'lines have the label app too'} as const;

test('what is known now replaces a guess, and a guess replaces nothing that was known', () => {
	const guessed = scope({errorSource: 'detected_level', guesses: [levelGuess]});
	assert.deepEqual(settle(guessed, scope()), scope());
	assert.deepEqual(settle(scope(), guessed), scope());
	assert.deepEqual(settle(guessed, guessed), guessed);
});

test('a label that is found twice is known; another one is still a guess', () => {
	const guessed = scope({serviceLabel: 'namespace', guesses: [labelGuess]});
	assert.equal(settle(guessed, guessed).capabilities.guesses, undefined);
	assert.equal(settle(guessed, scope()).selector, '{app=~".+"}');
	assert.equal(settle(scope(), guessed).selector, '{app=~".+"}');
	assert.deepEqual(settle(guessed, scope({guesses: [labelGuess]})).capabilities.guesses, [labelGuess]);
});

test('counts by another label or another source of errors mean something else', () => {
	assert.equal(areCountsAlike(scope(), scope({hasVolume: false, version: undefined})), true);
	assert.equal(areCountsAlike(scope(), scope({errorSource: 'level'})), false);
	assert.equal(areCountsAlike(scope(), scope({serviceLabel: 'namespace'})), false);
});

test('it is asked again soon, then less often, and what counts depend on more often than the rest', () => {
	const waits = (guesses: Capabilities['guesses']) => [0, 1, 20].map(tries => askAgainAfterMs(scope({...guesses && {guesses}}).capabilities, tries));
	assert.deepEqual(waits(undefined), [Infinity, Infinity, Infinity]);
	assert.deepEqual(waits([levelGuess]), [30_000, 60_000, 600_000]);
	assert.deepEqual(waits([{about: 'volume', why: 'x'}]), [30_000, 60_000, 3_600_000]);
});

test('a guess that counts depend on is said, others are not', () => {
	assert.match(guessSentence(scope({guesses: [levelGuess]}).capabilities) ?? '', /which lines are errors \(too many requests\): assuming/);
	assert.match(guessSentence(scope({guesses: [labelGuess]}).capabilities) ?? '', /assuming app/);
	assert.equal(guessSentence(scope({guesses: [{about: 'patterns', why: 'x'}]}).capabilities), undefined);
});
