import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createFindings, noSpending} from '../../source/alerting/findings.js';
import {matchIncidents} from '../../source/alerting/match-incidents.js';
import {createAlertMemory} from '../../source/alerting/memory/alert-memory.js';
import {groupIncidents} from '../../source/detect/incidents/incident.js';
import type {Analyses} from '../../source/investigate/analyses.js';
import {createStore} from '../../source/store/store.js';
import {analysisOf, turnOf} from '../helpers/reports.js';
import {
	anomaly,
	evidenceOf,
	nowMs,
	stateAfter,
} from '../helpers/states.js';
import {verdictOf} from '../helpers/verdicts.js';

test('an analysis that did not begin is not answered with that of an earlier incident, nor paid again', async () => {
	const signal = AbortSignal.timeout(10_000);
	const service = 'payment';
	const redact = (text: string): string => text;
	const earlier = {...analysisOf(turnOf('{}')), startedMs: nowMs - (5 * 3_600_000), usage: {inputTokens: 9000, outputTokens: 500, costDollars: 0.05}};
	const store = createStore(stateAfter(
		{type: 'analysis-opened', analysis: earlier},
		{type: 'report-read', service, report: {headline: 'the disk was full', command: undefined, slackLine: undefined}},
	));
	const memory = createAlertMemory({logs: [], scope: 's', now: () => nowMs});
	// As where the lines could be read for the verdict, and not once more for the model.
	const analyses = {analyse: async () => undefined, stop: () => undefined} as unknown as Analyses;
	const findings = createFindings({
		store,
		details: {load: async () => ({evidence: evidenceOf(service, []), verdict: verdictOf()})},
		analyses,
		memory,
		model: {
			apiKey: 'key', authToken: undefined, baseUrl: undefined, model: 'claude-sonnet-5-5', isScripted: false,
		},
		analyze: 'claude',
		maxDollarsPerDay: 1,
		redact,
		now: () => nowMs,
	});
	const remembered = await memory.remember(signal);
	const [incident] = matchIncidents({
		incidents: groupIncidents([anomaly({service})]), remembered, nowMs, redact, fleet: {isPreliminary: false, services: 40},
	}, []);
	const {finding, notes} = await findings.find(incident!, remembered, {forceRefresh: true, isModelAllowed: true, signal});
	assert.equal(finding?.source, 'rules');
	assert.equal(finding?.told, undefined);
	assert.equal(notes.length, 1);
	assert.match(notes[0]!, /Claude did not analyse payment/);
	assert.deepEqual(findings.takeSpending(), noSpending);
	const {dollars} = await memory.remember(signal);
	assert.equal(dollars.size, 0);
	store.close();
});

test('where the lines cannot be read again, a reminder says the cause that is known', async () => {
	const signal = AbortSignal.timeout(10_000);
	const service = 'payment';
	const redact = (text: string): string => text;
	const store = createStore(stateAfter());
	const memory = createAlertMemory({logs: [], scope: 's', now: () => nowMs});
	const answers = [{evidence: evidenceOf(service, []), verdict: verdictOf()}, undefined];
	const findings = createFindings({
		store,
		details: {load: async () => answers.shift()},
		analyses: {analyse: async () => undefined, stop: () => undefined} as unknown as Analyses,
		memory,
		model: {
			apiKey: undefined, authToken: undefined, baseUrl: undefined, model: 'claude-sonnet-5-5', isScripted: false,
		},
		analyze: 'rules',
		maxDollarsPerDay: 1,
		redact,
		now: () => nowMs,
	});
	const remembered = await memory.remember(signal);
	const [incident] = matchIncidents({
		incidents: groupIncidents([anomaly({service})]), remembered, nowMs, redact, fleet: {isPreliminary: false, services: 40},
	}, []);
	const opened = await findings.find(incident!, remembered, {forceRefresh: true, isModelAllowed: true, signal});
	assert.equal(opened.finding?.source, 'rules');
	const reminder = await findings.find(incident!, remembered, {forceRefresh: true, isModelAllowed: true, signal});
	assert.equal(reminder.finding, opened.finding);
	assert.match(reminder.notes.join('\n'), /^No new verdict for payment: its lines could not be read/);
	store.close();
});
