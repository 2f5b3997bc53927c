import assert from 'node:assert/strict';
import {test} from 'node:test';
import {toldBy} from '../../source/alerting/finding.js';
import {analysisOf, turnOf} from '../helpers/reports.js';

const trouble = {
	what: 'The answer is not complete', why: 'it reached the limit', nextStep: 'Ask on.', canRetry: true,
};
const report = {headline: 'the pool ran out', command: undefined, slackLine: undefined};

test('half an answer is no finding: the rule-based verdict is shown', () => {
	const told = (...turns: ReadonlyArray<ReturnType<typeof turnOf>>) => toldBy({...analysisOf(...turns), report})?.told.headline;
	assert.equal(told(turnOf('whole')), 'the pool ran out');
	assert.equal(told(turnOf('half', {trouble})), undefined);
	assert.equal(told(turnOf('half', {status: 'failed', trouble})), undefined);
	assert.equal(told(turnOf('whole'), turnOf('half', {question: 'why?', trouble})), 'the pool ran out');
});
