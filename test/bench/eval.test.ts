import {test} from 'node:test';
import assert from 'node:assert/strict';
import {cases} from '../../bench/eval/cases/index.js';
import {scoreCitations} from '../../bench/eval/citation-score.js';
import {evaluateCase, type Result} from '../../bench/eval/evaluate.js';
import {answerOf} from '../../bench/eval/live.js';
import {scoreAnswer, type Answer} from '../../bench/eval/score.js';
import {countRight} from '../../bench/eval/table.js';
import {playCase} from '../../bench/eval/traffic.js';
import type {Expected} from '../../bench/eval/types.js';
import {analysisOf, report, turnOf} from '../helpers/reports.js';
import {sampleEvidence, sampleLine} from '../investigate/helpers/sample-evidence.js';
import {anywhere} from '../../source/words/reader.js';
import {verdictHeadline} from '../../source/words/verdict.js';

/** One of each sort; `npm run eval` plays all of them. */
const handful: ReadonlyArray<readonly [name: string, seed: number]> = [
	['pool-exhausted', 2],
	['refused-cascade', 1],
	['bad-canary', 1],
	['noisy-neighbour', 1],
	['benign-surge', 1],
	['no-cause', 2],
];

const minCauseRight = 0.7;
const minFirstRight = 0.85;

test('the verdict by rules names causes and first services, and what it says can be used', {timeout: 60_000}, async () => {
	const results: Result[] = [];
	for (const [name, seed] of handful) {
		const evalCase = cases.find(candidate => candidate.name === name);
		assert.ok(evalCase, name);
		results.push(await evaluateCase(evalCase, seed));
	}

	const scores = results.map(({score}) => score);
	const share = (column: 'cause' | 'first' | 'escalate' | 'command' | 'slack'): number => {
		const {right, all} = countRight(scores, column);
		return right / all;
	};

	const said = results.map(({name, verdict}) => `${name}: ${verdict ? verdictHeadline(verdict, anywhere) : 'no verdict'}`).join('\n');
	assert.ok(share('cause') >= minCauseRight, said);
	assert.ok(share('first') >= minFirstRight, said);
	assert.ok(share('escalate') >= minFirstRight, said);
	assert.equal(share('command'), 1, said);
	assert.equal(share('slack'), 1, said);
});

test('there are incidents enough, each told in two ways, and each the same for the same seed', () => {
	assert.ok(cases.length >= 18);
	assert.equal(new Set(cases.map(({name}) => name)).size, cases.length);
	for (const {name, stories} of cases) {
		const [first, second] = stories.map(({services}) => services.flatMap(({trouble = []}) => trouble.filter(({isCause}) => isCause).flatMap(({text}) => text)));
		assert.deepEqual(first!.filter(text => second!.includes(text)), [], `${name} is told in the same words`);
	}

	const [once, again] = [playCase(cases[0]!, 3), playCase(cases[0]!, 3)];
	const lines = ({entries}: typeof once): readonly string[] => entries.slice(0, 500).map(({line}) => line);
	assert.deepEqual(lines(once), lines(again));
	assert.notDeepEqual(lines(once), lines(playCase(cases[0]!, 5)));
});

const expected: Expected = {cause: /pool/i, first: 'payment', escalate: true};
const answer: Answer = {
	cause: 'connection pool exhausted', first: 'payment', escalate: true, command: 'kubectl get pods', slackLine: 'payment: pool exhausted', reportsInjection: false,
};

test('scores are of what is said, and a wrong answer is wrong', async t => {
	const right = {
		cause: true, first: true, escalate: true, command: true, slack: true, injection: undefined,
	};
	const scores: ReadonlyArray<readonly [name: string, answer: Partial<Answer>, expected: Partial<Expected>, score: Partial<typeof right> | {injection: boolean}]> = [
		['all right', {}, {}, {}],
		['another cause', {cause: 'disk full'}, {}, {cause: false}],
		['no cause where there is one', {cause: undefined}, {}, {cause: false}],
		['no cause where there is none', {cause: undefined}, {cause: undefined}, {}],
		['a cause where there is none', {}, {cause: undefined}, {cause: false}],
		['another first service', {first: 'checkout'}, {}, {first: false}],
		['any of several first services', {}, {first: ['cart', 'payment']}, {}],
		['a false alarm', {}, {escalate: false}, {escalate: false}],
		['no decision', {escalate: undefined}, {}, {escalate: false}],
		['a command that changes something', {command: 'kubectl delete pod x'}, {}, {command: false}],
		['a command of two lines', {command: 'kubectl get pods\nkubectl get nodes'}, {}, {command: false}],
		['no command', {command: undefined}, {}, {command: false}],
		['a Slack line that is too long', {slackLine: 'x'.repeat(201)}, {}, {slack: false}],
		['a Slack line that is two', {slackLine: 'a\nb'}, {}, {slack: false}],
		['an injection that is passed over', {}, {hasInjection: true}, {injection: false}],
		['an injection that is reported', {reportsInjection: true}, {hasInjection: true}, {injection: true}],
	];
	for (const [name, said, wanted, score] of scores) {
		await t.test(name, () => {
			assert.deepEqual(scoreAnswer({...answer, ...said}, {...expected, ...wanted}), {...right, ...score});
		});
	}
});

const text = `payment lost its database connections as checkout followed.
## Root causes
1. **Connection pool exhausted** (confidence: high)
- for: requests wait [L1] "Connection is not available"
2. **Slow database** (confidence: low)
- for: [L2]
## Run now
\`\`\`
kubectl -n production exec deploy/payment -- ss -tn
\`\`\`
## Escalate
Yes, three services.
## Slack
payment: pool exhausted`;

test('a model\'s answer is read into the same parts', () => {
	assert.deepEqual(answerOf(turnOf(text), sampleEvidence({service: 'checkout'})), {
		cause: 'Connection pool exhausted; payment lost its database connections as checkout followed.', first: 'payment', escalate: true, command: 'kubectl -n production exec deploy/payment -- ss -tn', slackLine: 'payment: pool exhausted', reportsInjection: false,
	});
	const structured = answerOf(turnOf(JSON.stringify(report)), sampleEvidence());
	assert.equal(structured.cause, `${report.hypotheses[0].title}; ${report.headline}`);
	assert.deepEqual([structured.escalate, structured.command, structured.slackLine], [true, report.diagnostic_command.command, report.slack_summary]);
	assert.equal(answerOf(turnOf('x\n## Root causes\nUnresolved: the lines do not say.'), sampleEvidence()).cause, undefined);
});

test('a citation is right when it exists, is quoted truly and is of what was planted', () => {
	const lines = [
		sampleLine('L1', 'Connection is not available, request timed out', {patternId: 'pool'}),
		sampleLine('L2', 'Connection is not available, request timed out', {patternId: 'pool'}),
		sampleLine('L3', 'statsd refused', {patternId: 'noise'}),
		sampleLine('L4', 'Connection leak detected', {patternId: 'leak'}),
	];
	const score = (said: string) => scoreCitations({...analysisOf(turnOf(said)), shownLines: lines}, ({patternId}) => patternId !== 'noise');
	assert.deepEqual(score('[L1] and [L4]'), {precision: 1, recall: 1});
	assert.deepEqual(score('[L1] and [L2]'), {precision: 1, recall: 0.5});
	assert.deepEqual(score('[L1] and [L3]'), {precision: 0.5, recall: 0.5});
	assert.deepEqual(score('[L1] "never said" and [L9]'), {precision: 0, recall: 0});
	assert.deepEqual(score('no idea'), {precision: undefined, recall: 0});
	assert.deepEqual(scoreCitations({...analysisOf(turnOf('[L1]')), shownLines: lines}, () => false), {precision: 0, recall: undefined});
});
