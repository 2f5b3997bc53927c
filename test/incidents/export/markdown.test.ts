import assert from 'node:assert/strict';
import {
	mkdtemp,
	readFile,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {
	afterEach,
	beforeEach,
	test,
} from 'node:test';
import {exportName, exportText} from '../../../source/incidents/export/export-file.js';
import {block, span} from '../../../source/incidents/export/markdown-inert.js';
import {buildMarkdown} from '../../../source/incidents/export/markdown.js';
import type {IncidentRecord} from '../../../source/store/incident-record.js';
import {incidentRecord} from '../../../source/store/selectors/incident-record.js';
import {sessionIncidents} from '../../../source/store/selectors/session-incidents.js';
import type {DataAction} from '../../../source/store/actions.js';
import {connected} from '../../helpers/connected.js';
import {report} from '../../helpers/reports.js';
import {anomaly, nowMs, stateAfter} from '../../helpers/states.js';
import {analysisOf, evidence, verdict} from '../records/helpers.js';

let directory: string;

beforeEach(async () => {
	directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-export-'));
});

afterEach(async () => {
	await rm(directory, {recursive: true, force: true});
});

const turn = {
	question: undefined, text: '## Root causes\n1. a leak', tools: [], thinking: '', status: 'ended', startedMs: nowMs, endedMs: nowMs, trouble: undefined, retryAtMs: undefined,
} as const;

function recordAfter(...actions: readonly DataAction[]): IncidentRecord {
	const state = stateAfter(
		{type: 'connection-changed', change: {errorSource: 'detected_level'}},
		{type: 'detected', anomalies: connected([anomaly({service: 'payment'}), anomaly({service: 'checkout', onsetMs: Date.UTC(2026, 10, 23, 2, 58, 40)})]), expectations: new Map()},
		{
			type: 'detail-changed', service: 'payment', detail: {
				status: 'ready', evidence, verdict, trouble: undefined,
			},
		},
		...actions,
	);
	const record = incidentRecord(state, sessionIncidents(state)[0]?.id ?? '');
	assert.ok(record);
	return record;
}

test('a handoff says when, who was first, the numbers with their queries, what was found and what was done', () => {
	const record = recordAfter(
		{
			type: 'analysis-opened', analysis: analysisOf({
				turns: [turn, {
					...turn, question: 'which pod?', text: 'half an', status: 'stopped',
				}],
				report: {headline: 'a leak in 1.42.0', command: {text: 'kubectl rollout undo deploy/payment'}, slackLine: undefined},
				usage: {inputTokens: 21_000, outputTokens: 400, costDollars: 0.06},
			}),
		},
		{
			type: 'alert-started', alert: {
				id: 'a1', service: 'payment', target: 'slack', destination: 'hooks.slack.com/.../****', alert: undefined, written: ['🔴 payment'], startedMs: nowMs, delivery: {state: 'delivered', atMs: nowMs},
			},
		},
	);
	const text = buildMarkdown(record, {nowMs, exploreUrl: () => 'https://grafana.example/explore?panes=%7B%7D'});
	for (const part of [
		'# Incident: `payment`, `checkout`',
		'**critical**, since 2026-11-23 02:58 (UTC)',
		'First: `unclear: payment or checkout, at 02:58`, `checkout` +40 s.',
		'- 02:58:00 onset `payment`: `trouble begins here`',
		'- 03:12:30 analysed `payment`: `by claude-sonnet-5-5`',
		'sum(count_over_time({app="payment"} | detected_level=~"(?i)(critical|crit|alert|emerg|emergency|fatal|fata|ftl|panic|pani|dpanic|error|err|erro|eror|fail|severe)([+-][0-9]+)?" [1m]))',
		'Loki counted 100 lines, 10 of them errors',
		'[The same in Grafana](<https://grafana.example/explore?panes=%7B%7D>)',
		'connection pool exhausted: requests wait',
		'21,400 tokens, $0.06. Hypotheses of a model, not facts.',
		'Asked 03:12:30: `which pod?`',
		'The answer is not whole.',
		'### Command suggested, not run\n\n```sh\nkubectl rollout undo deploy/payment\n```',
		'By the rules of this program: `changes things: changes the cluster`.',
		'NEW 30 lines, 60 %: `pool ran out after <*> ms`',
		'1 distinct lines of the sample, 50 of 100 lines:',
		'03:12:30 to Slack, `hooks.slack.com/.../****`: delivered.',
		'No command was run.',
	]) {
		assert.ok(text.includes(part), `${part}\nin\n${text}`);
	}
});

test('the query of the errors counts what Loki counted: by the service\'s own filter where it has one', () => {
	const stage = '|~ "^E[0-9]{4} " !~ "try again"';
	const text = buildMarkdown(recordAfter({
		type: 'detail-changed', service: 'payment', detail: {
			status: 'ready', evidence: {...evidence, errorStage: stage}, verdict, trouble: undefined,
		},
	}), {nowMs});
	assert.ok(text.includes(`sum(count_over_time({app="payment"} ${stage} [1m]))`), text);
	assert.ok(!text.includes('detected_level'), text);
});

test('a structured answer is handed over with its look-ups, hypotheses, what was ruled out and what is not known', () => {
	const call = {
		id: 't1', name: 'query_logs', arguments: 'payment "pool"', state: 'ok', summary: '3 of 40 lines', durationMs: 88, bytes: 900, result: '{}',
	} as const;
	const record = recordAfter({type: 'analysis-opened', analysis: analysisOf({turns: [{...turn, text: JSON.stringify(report), tools: [call]}]})});
	const text = buildMarkdown(record, {nowMs});
	for (const part of [
		'- `query_logs payment "pool"`: `3 of 40 lines`',
		'1. `Connections leak in 1.42.0`, confidence medium (said high, fewer than 2 cited lines)',
		'   - for `L2` (unverified): `first on a pod of the new version`',
		'   - next check: `compare active connections on an old and a new pod`',
		'Ruled out:\n\n- `the retries of checkout: as frequent before`',
		'Escalate: yes, `18 % of charges fail and the share is rising`',
		'Not known:\n\n- `nothing of db-primary itself was seen`',
	]) {
		assert.ok(text.includes(part), `${part}\nin\n${text}`);
	}
});

/** What GitHub and others would make of a text: everything outside code, with the code taken out. */
const outsideCode = (markdown: string): string => markdown
	.replaceAll(/^(`{3,})\w*\n[\s\S]*?\n\1$/gm, '')
	.replaceAll(/(?<!`)(`+)(?!`).+?(?<!`)\1(?!`)/g, '');

test('what an answer cites and nobody can verify is listed, of a report and of Markdown', () => {
	const written = (text: string) => buildMarkdown(recordAfter({type: 'analysis-opened', analysis: analysisOf({turns: [{...turn, text}]})}), {nowMs});
	assert.match(written(JSON.stringify({...report, gaps: ['what L77 means']})), /Unverified citations:\n\n(?:- `L\d`\n)+- `L77`/);
	const plain = written('The pool ran out [L77]. Confidence: high');
	assert.ok(plain.includes('Unverified citations:\n\n- `L77`'));
	assert.ok(plain.includes('Confidence medium (said high, fewer than 2 cited lines).'));
});

test('hostile text stays inside code, whatever it holds', () => {
	const hostile = '```\n````\n</details><script>alert(1)</script> [click](https://evil.example) ![x](https://evil.example/p.png) @everyone `` ` | # h\n\u{1B}[2J\u{202E}';
	const line = {...evidence.lines[0]!, line: hostile};
	const record = recordAfter({
		type: 'analysis-opened', analysis: analysisOf({
			evidence: {
				...evidence,
				lines: [line],
				patterns: [{...evidence.patterns[0]!, template: hostile}],
				changes: [{
					name: 'pod', value: hostile, badShare: 1, baselineShare: 0, badLines: 1, baselineLines: 0, lift: 3,
				}],
			},
			verdict: {
				...verdict,
				command: {text: hostile, purpose: hostile},
				written: {
					headline: hostile, findings: [hostile], cause: {name: hostile, reason: hostile}, escalationReason: hostile, slackSummary: hostile,
				},
			},
			turns: [{...turn, text: hostile, question: hostile}],
		}),
	}, {
		type: 'detected', anomalies: [anomaly({
			service: 'payment', kind: 'pattern-storm', pattern: {id: 'p', template: hostile}, severity: 'critical',
		})], expectations: new Map(),
	});
	const outside = outsideCode(buildMarkdown(record, {nowMs}));
	assert.doesNotMatch(outside, /script|evil|everyone|details|alert\(/);
	for (const hidden of ['\u{1B}', '\u{202E}']) {
		assert.ok(!buildMarkdown(record, {nowMs}).includes(hidden));
	}
});

test('a fence and a span are longer than any run of backticks inside', () => {
	assert.equal(block('a\n```\nb\n`````'), '``````text\na\n```\nb\n`````\n``````');
	assert.equal(span('a `b` c'), '``a `b` c``');
	assert.equal(span('`x`'), '`` `x` ``');
	assert.equal(span('  '), '(empty)');
	assert.equal(span('a\nb'), '`a⏎b`');
});

test('an export is a new file for this user alone, and never replaces one', async () => {
	const options = {service: 'payment', onsetMs: Date.UTC(2026, 10, 23, 2, 58), directories: [directory]};
	assert.deepEqual(await exportText('one', options), {file: path.join(directory, 'loki-sentinel-payment-20261123-0258.md')});
	const second = path.join(directory, 'loki-sentinel-payment-20261123-0258-2.md');
	assert.deepEqual(await exportText('two', options), {file: second});
	assert.equal(await readFile(second, 'utf8'), 'two');
	const {mode} = await stat(second);
	assert.equal(mode & 0o777, 0o600);
});

test('where the working directory cannot be written the file goes elsewhere, and where nothing can it says so', async () => {
	const blocked = path.join(directory, 'a-file');
	await writeFile(blocked, '');
	const options = {service: 'payment', onsetMs: 0};
	assert.deepEqual(await exportText('x', {...options, directories: [path.join(directory, 'gone'), path.join(directory, 'state', 'exports')]}), {file: path.join(directory, 'state', 'exports', 'loki-sentinel-payment-19700101-0000.md')});
	const nowhere = await exportText('x', {...options, directories: [path.join(directory, 'gone'), path.join(blocked, 'exports')]});
	assert.match('trouble' in nowhere ? nowhere.trouble : '', /nothing was exported: .*gone \(ENOENT\) or .*a-file\/exports \(ENOTDIR\)/);
});

test('no service name leads out of the directory or hides the file', () => {
	assert.equal(exportName('../../etc/passwd', 0), 'loki-sentinel-etc-passwd-19700101-0000');
	assert.equal(exportName('--help', 0), 'loki-sentinel-help-19700101-0000');
	assert.equal(exportName('..', 0), 'loki-sentinel-service-19700101-0000');
	assert.equal(exportName('*', 0), 'loki-sentinel-service-19700101-0000');
	assert.equal(exportName('a b\n"c"', 0), 'loki-sentinel-a-b-c-19700101-0000');
	assert.ok(exportName('x'.repeat(500), 0).length < 100);
});
