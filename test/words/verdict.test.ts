import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Verdict} from '../../source/facts/verdict.js';
import {anywhere} from '../../source/words/reader.js';
import {
	causeWords,
	escalationReason,
	verdictFindings,
	verdictHeadline,
	verdictLine,
} from '../../source/words/verdict.js';
import {causeOf, verdictOf} from '../helpers/verdicts.js';

const utc = {timeZone: 'UTC'};
const open = {
	type: 'open', severity: 'critical', observedPerMinute: 20, expectedPerMinute: 1, services: 1, trend: 'unknown',
} as const;

test('an escalation says severity, factor, spread and trend', () => {
	const cases: ReadonlyArray<readonly [escalate: Verdict['escalate'], reason: string]> = [
		[{decision: true, basis: open}, 'critical, 20x baseline; 1 service; too recent for a trend'],
		[{
			decision: true, basis: {
				...open, services: 3, trend: 'rising', expectedPerMinute: 0,
			},
		}, 'critical; 3 services; rising'],
		[{decision: false, basis: {...open, severity: 'warning', trend: 'steady'}}, 'warning, 20x baseline; 1 service; steady; look again in 10 min'],
		[{decision: true, basis: {...open, countedUntilMs: Date.UTC(2026, 10, 23, 3, 8)}}, 'critical, 20x baseline; 1 service; too recent for a trend; counted until 03:08, whether it goes on is not known'],
		[{decision: false, basis: {type: 'calm'}}, 'nothing is abnormal'],
		[{decision: false, basis: {type: 'over'}}, 'it is over'],
	];
	assert.deepEqual(cases.map(([escalate]) => escalationReason(verdictOf({escalate}), utc)), cases.map(([, reason]) => reason));
});

test('a cause is named by its signature, by who broke first, or by the rollout', () => {
	assert.deepEqual(causeWords(verdictOf({cause: causeOf('disk full', 'writes fail')}), utc), {name: 'disk full', reason: 'writes fail: 60 % of the sample, never before the onset (L1)'});
	assert.deepEqual(causeWords(verdictOf({cause: {type: 'neighbour', leader: {service: 'db', leadMs: 90_000, isNamed: true}, match: undefined}}), utc), {name: 'db broke first', reason: 'db broke 1 min 30 s earlier and the lines of payment name it'});
	assert.equal(causeWords(verdictOf({cause: {type: 'neighbour', leader: {service: 'db', leadMs: undefined, isNamed: true}, match: undefined}}), utc)?.name, 'calls to db fail, which broke at the same time');
	const rollout = {
		name: 'app_version', value: '1.42.0', badShare: 1, baselineShare: 0, leadMs: 20_000,
	};
	assert.deepEqual(causeWords(verdictOf({cause: {type: 'rollout', rollout, match: undefined}}), utc), {name: 'bad deploy of app version 1.42.0', reason: 'app version 1.42.0 is on 100 % of the bad lines and on 0 % before'});
});

test('90 s are written one way: as a lead, as an offset, before and after a rollout', () => {
	const rollout = {
		name: 'version', value: '1.42.0', badShare: 1, baselineShare: 0, leadMs: 90_000,
	};
	const verdict = verdictOf({
		cause: causeOf('disk full', 'writes fail'), rollout, leader: {service: 'db', leadMs: 90_000, isNamed: false}, followers: [{service: 'cart', delayMs: 90_000}],
	});
	const words = [verdictHeadline(verdict, utc), ...verdictFindings(verdict, utc)].join('\n');
	for (const part of ['1 min 30 s after version 1.42.0 appeared', 'db broke 1 min 30 s earlier', 'later: cart +1 min 30 s', 'version 1.42.0 appeared 1 min 30 s before']) {
		assert.ok(words.includes(part), `${part}\nin\n${words}`);
	}

	assert.doesNotMatch(words, /90 s|2 min/);
});

test('a service broke first only where nobody broke with it', () => {
	const say = (delayMs: number) => verdictFindings(verdictOf({followers: [{service: 'cart', delayMs}]}), utc).join('\n');
	assert.match(say(40_000), /payment broke first: cart \+40 s/);
	assert.match(say(3000), /at the same time: cart/);
	assert.doesNotMatch(say(3000), /broke first/);
});

test('noise is as much as before only where its shares say so', () => {
	const say = (share: number, baselineShare: number) => verdictFindings(verdictOf({noise: {template: 'push failed', share, baselineShare}}), utc).find(finding => finding.startsWith('noisy'));
	assert.equal(say(0.7, 0.72), 'noisy but not new (same share before): 70 % "push failed"');
	assert.equal(say(0.7, 0.95), 'noisy but not new (95 % before): 70 % "push failed"');
});

test('the line for a channel names its zone, what is open, and whether to escalate', () => {
	assert.equal(verdictLine(verdictOf(), anywhere), 'payment: errors 42/min vs 3.1/min expected since 02:58 UTC; cause unresolved; escalate');
	assert.equal(verdictLine(verdictOf({anomaly: undefined, anomalies: [], escalate: {decision: false, basis: {type: 'calm'}}}), anywhere), 'payment: nothing abnormal');
	assert.ok(verdictLine(verdictOf({service: 'x'.repeat(500), cause: causeOf('y'.repeat(300), 'z')}), anywhere).length <= 200);
});

test('words of that day are shown as they are', () => {
	const written = {
		headline: 'an old headline', findings: ['one'], cause: {name: 'disk full', reason: 'writes fail'}, escalationReason: 'because', slackSummary: 'a line',
	};
	const verdict = verdictOf({written});
	assert.deepEqual([verdictHeadline(verdict, utc), verdictFindings(verdict, utc), causeWords(verdict, utc), escalationReason(verdict, utc), verdictLine(verdict, utc)], ['an old headline', ['one'], written.cause, 'because', 'a line']);
});
