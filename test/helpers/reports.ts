import type {Analysis, Turn} from '../../source/store/analysis.js';
import type {EvidenceLine} from '../../source/facts/evidence.js';
import {evidenceOf, nowMs} from './states.js';
import {verdictOf} from './verdicts.js';

export const lineOf = (id: string, line: string, change: Partial<EvidenceLine> = {}): EvidenceLine => ({
	id, service: 'payment', timeMs: nowMs - 60_000, level: 'error', line, labels: {}, ...change,
});

/** What a model writes where it is asked for a structured report. */
export const report = {
	headline: 'The database pool of payment ran out at 02:58, seconds after version 1.42.0 started.',
	hypotheses: [
		{
			title: 'Connections leak in 1.42.0',
			confidence: 'high',
			evidence: [
				{line: 'L1', why: '"Connection is not available" is new since the rollout'},
				{line: 'L2', why: 'first on a pod of the new version'},
			],
			against: [{line: 'L3', why: 'one old pod shows a single timeout'}],
			next_check: 'compare active connections on an old and a new pod',
		},
		{
			title: 'db-primary is slow',
			confidence: 'high',
			evidence: [{line: 'L9', why: 'slow statements'}, {line: 'L1', why: '"disk is full"'}],
			against: [],
			next_check: 'look at its latency',
		},
	],
	ruled_out: ['the retries of checkout: as frequent before'],
	diagnostic_command: {command: 'kubectl -n production get pods -l app=payment -o wide', purpose: 'shows which version runs', effect: 'read_only'},
	escalate: {decision: true, reason: '18 % of charges fail and the share is rising'},
	slack_summary: 'payment: DB pool exhausted since 02:58 after 1.42.0; roll back 1.42.0',
	gaps: ['nothing of db-primary itself was seen'],
} as const;

export const turnOf = (text: string, change: Partial<Turn> = {}): Turn => ({
	question: undefined, text, tools: [], thinking: '', status: 'ended', startedMs: nowMs - 20_000, endedMs: nowMs, trouble: undefined, retryAtMs: undefined, ...change,
});

/** An analysis that was shown L1, L2 and L3. */
export const analysisOf = (...turns: readonly Turn[]): Analysis => ({
	service: 'payment',
	source: 'claude',
	model: 'claude-sonnet-5-5',
	startedMs: nowMs - 20_000,
	evidence: evidenceOf('payment', []),
	verdict: verdictOf(),
	shownLines: [lineOf('L1', 'HikariPool-1 - Connection is not available, request timed out'), lineOf('L2', 'Started PaymentApplication v1.42.0'), lineOf('L3', 'request timed out')],
	turns,
	report: undefined,
	usage: {inputTokens: 0, outputTokens: 0, costDollars: undefined},
	budget: undefined,
	redactedCount: 0,
});
