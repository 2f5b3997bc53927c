import assert from 'node:assert/strict';
import {spawn} from 'node:child_process';
import {once} from 'node:events';
import {readFileSync} from 'node:fs';
import {
	appendFile,
	mkdir,
	readFile,
	stat,
	utimes,
	writeFile,
} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {
	afterEach,
	beforeEach,
	test,
} from 'node:test';
import {alertOf} from '../../helpers/alerts.js';
import {pruneSessions} from '../../../source/incidents/records/session-directory.js';
import {openSessionFile} from '../../../source/incidents/records/session-file.js';
import {lockSession} from '../../../source/incidents/records/session-lock.js';
import {UnknownSessionError} from '../../../source/incidents/records/unknown-session-error.js';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import type {AnalysisEvent} from '../../../source/facts/analysis.js';
import type {ScreenStore} from '../../../source/ui/screens/screen-store.js';
import {anomaly, minutesOf, nowMs} from '../../helpers/states.js';
import {until} from '../../helpers/until.js';
import {verdictFindings, verdictHeadline} from '../../../source/words/verdict.js';
import {
	analysisOf,
	createBench,
	facts,
	evidence,
	hidingFrom,
	verdict,
	type Bench,
} from './helpers.js';

let bench: Bench;

beforeEach(async () => {
	bench = await createBench();
});

afterEach(async () => {
	await bench.end();
});

/** A session with trouble, evidence, half an answer, a sent alert, and somebody on the analysis. */
function live(store: ScreenStore): void {
	store.dispatch({type: 'connection-changed', change: {status: 'live', errorSource: 'detected_level'}});
	store.dispatch({type: 'detected', anomalies: [anomaly({service: 'payment', severity: 'warning'})], expectations: new Map()});
	store.dispatch({type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map()});
	store.dispatch({
		type: 'detail-changed', service: 'payment', detail: {
			status: 'ready', evidence, verdict, trouble: undefined,
		},
	});
	store.dispatch({type: 'pattern-hidden', service: 'payment', template: 'loud'});
	store.dispatch({type: 'service-selected', service: 'payment'});
	store.dispatch({type: 'screen-pushed', screen: {type: 'analysis', service: 'payment', scroll: {from: 'end', rows: 0}}});
	store.dispatch({type: 'analysis-opened', analysis: analysisOf()});
	store.dispatch({
		type: 'turn-asked', service: 'payment', question: undefined, atMs: nowMs,
	});
	for (const text of ['The pool ', 'ran out ', 'at 02:58']) {
		store.dispatch({
			type: 'analysis-event', service: 'payment', event: {type: 'text', text}, atMs: nowMs,
		});
	}

	store.dispatch({
		type: 'analysis-event', service: 'payment', event: {type: 'usage', usage: {inputTokens: 900, outputTokens: 30, costDollars: 0.04}}, atMs: nowMs,
	});
	store.dispatch({
		type: 'alert-started', alert: {
			id: 'a1', service: 'payment', target: 'slack', destination: 'hooks.slack.com/.../****', alert: alertOf(), startedMs: nowMs, delivery: undefined,
		},
	});
	store.dispatch({type: 'alert-ended', id: 'a1', delivery: {state: 'delivered', atMs: nowMs}});
}

test('what is restored is what was shown: screens, conversation, evidence, alerts, story and cost', async () => {
	const first = await bench.open();
	live(first.store);
	const before = first.store.getState();
	first.close();

	const second = await bench.open({continued: 'newest'});
	const after = second.store.getState();
	assert.equal(second.id, first.id);
	assert.match(second.news ?? '', /back in the session as it was at 2026-11-23 03:12/);
	assert.deepEqual(after.view, before.view);
	assert.deepEqual(after.timeline.map(({type}) => type), ['opened', 'worsened', 'analysed']);
	assert.equal(after.anomalies[0]?.service, 'payment');
	assert.equal(after.spentDollars, 0.04);
	assert.equal(after.alerts[0]?.delivery?.state, 'delivered');
	const restored = after.details.get('payment')?.verdict;
	assert.ok(restored);
	assert.equal(verdictHeadline(restored, {timeZone: 'UTC'}), 'payment: connection pool exhausted, errors 42/min vs 3.1/min expected since 02:58');
	assert.deepEqual(verdictFindings(restored, {timeZone: 'UTC'}), verdictFindings(verdict, {timeZone: 'UTC'}));
	const turn = after.analyses.get('payment')?.turns[0];
	assert.equal(turn?.text, 'The pool ran out at 02:58');
	assert.equal(turn?.status, 'stopped');
	assert.equal(turn?.trouble?.what, 'the program ended here');
});

test('what a model looked up, what is left of its budget and the lines that it may cite are restored, on the screens that show them', async () => {
	const first = await bench.open();
	live(first.store);
	const service = 'payment';
	const event = (change: AnalysisEvent): void => {
		first.store.dispatch({
			type: 'analysis-event', service, event: change, atMs: nowMs,
		});
	};

	event({
		type: 'tool-started', id: 't1', name: 'query_logs', arguments: 'payment "pool"',
	});
	event({
		type: 'tool-ended', id: 't1', state: 'ok', summary: '3 of 40 lines', durationMs: 88, bytes: 900, result: '{"shown": 3}',
	});
	const spent = {used: 1, limit: 12};
	event({
		type: 'budget', budget: {
			calls: spent, seconds: spent, resultBytes: spent, scanBytes: spent, inputTokens: spent, dollars: spent, spent: undefined,
		},
	});
	first.store.dispatch({type: 'lines-shown', service, lines: [...evidence.lines, {...evidence.lines[0]!, id: 'L2', line: 'pool is full'}]});
	first.store.dispatch({type: 'screen-acted', screen: 'analysis', action: {type: 'citation-selected', citation: 0}});
	first.store.dispatch({type: 'screen-acted', screen: 'analysis', action: {type: 'tools-toggled'}});
	first.store.dispatch({
		type: 'screen-pushed', screen: {
			type: 'lines', service, template: undefined, around: {timeMs: nowMs, line: 'pool is full', labels: {pod: 'a'}}, selected: 3,
		},
	});
	const before = first.store.getState();
	first.close();

	const second = await bench.open({continued: 'newest'});
	const after = second.store.getState();
	// A field that is undefined is no field on the disk.
	assert.equal(JSON.stringify(after.view.screens), JSON.stringify(before.view.screens));
	const analysis = after.analyses.get(service);
	assert.deepEqual(analysis?.turns[0]?.tools, before.analyses.get(service)?.turns[0]?.tools);
	assert.deepEqual(analysis?.budget?.calls, spent);
	assert.deepEqual(analysis?.shownLines.map(({id, line}) => [id, line.includes('hunter2')]), [['L1', false], ['L2', false]]);
});

test('what goes on after a restart is part of the same record, and an answer that was cut stays cut', async () => {
	const first = await bench.open();
	live(first.store);
	first.close();
	const second = await bench.open({continued: 'newest'});
	second.store.dispatch({
		type: 'turn-asked', service: 'payment', question: 'and now?', atMs: nowMs,
	});
	second.store.dispatch({
		type: 'analysis-event', service: 'payment', event: {type: 'text', text: 'Better.'}, atMs: nowMs,
	});
	second.store.dispatch({
		type: 'analysis-event', service: 'payment', event: {type: 'ended', stopReason: 'end_turn', trouble: undefined}, atMs: nowMs,
	});
	second.close();
	const third = await bench.open({continued: {id: second.id ?? ''}});
	assert.deepEqual(third.store.getState().analyses.get('payment')?.turns.map(({status, text}) => [status, text]), [['stopped', 'The pool ran out at 02:58'], ['ended', 'Better.']]);
	const names = await bench.names();
	assert.equal(names.filter(name => name.endsWith('.jsonl')).length, 1);
});

test('pieces of an answer are joined, and are on the disk a quarter of a second later without any end', async () => {
	const {store, id} = await bench.open();
	live(store);
	store.dispatch({
		type: 'analysis-event', service: 'payment', event: {type: 'text', text: ', then '}, atMs: nowMs,
	});
	store.dispatch({
		type: 'analysis-event', service: 'payment', event: {type: 'text', text: 'came back'}, atMs: nowMs,
	});
	let text = '';
	await until(() => {
		text = readFileSync(path.join(bench.directory, `${id}.jsonl`), 'utf8');
		return text.includes('came back');
	}, 'the words of the answer in the file');
	assert.match(text, /"text":", then came back"/);
	assert.match(text, /"text":"The pool ran out at 02:58"/);
});

test('no secret of a line, of a label or of an answer is in the record', async () => {
	const redactor = createRedactor();
	const {store, id, close} = await bench.open({hiding: hidingFrom(redactor)});
	live(store);
	store.dispatch({
		type: 'analysis-event', service: 'payment', event: {type: 'text', text: 'The value hunter2secret is wrong; ask anna@acme.example'}, atMs: nowMs,
	});
	store.dispatch({
		type: 'turn-asked', service: 'payment', question: 'is sk-ant-api03-abcdefghijklmnopqrstuvwxyz0123456789 valid?', atMs: nowMs,
	});
	store.dispatch({
		type: 'report-read', service: 'payment', report: {
			headline: 'carol@acme.example cannot log in with password=swordfish99', command: undefined, slackLine: undefined,
		},
	});
	close();
	const text = await bench.read(id);
	const index = await readFile(path.join(bench.directory, `${id}.incidents.json`), 'utf8');
	assert.doesNotMatch(text + index, /hunter2secret|anna@|carol@|swordfish99|abcdefghijklmnop|9f8a7b6c5d4e/);
	assert.match(index, /"headline":"<EMAIL_\d+> cannot log in with password=<[A-Z_]+\d+>"/);
	assert.match(text, /The value <[A-Z_]+\d+> is wrong; ask <EMAIL_1>/);
});

test('counts are not in the record', async () => {
	const {store, id, close} = await bench.open();
	live(store);
	const before = await bench.read(id);
	store.dispatch({type: 'minutes-read', minutes: minutesOf({payment: [98_765, 54_321]})});
	close();
	const text = await bench.read(id);
	assert.ok(text.length >= before.length);
	assert.doesNotMatch(text, /98765|54321|minutes-read/);
});

test('a placeholder of the record is not given to another value when the session goes on', async () => {
	const first = await bench.open();
	live(first.store);
	first.close();
	const second = await bench.open({continued: 'newest'});
	second.store.dispatch({
		type: 'turn-asked', service: 'payment', question: 'who is bob@acme.example?', atMs: nowMs,
	});
	second.close();
	assert.match(await bench.read(second.id), /who is <EMAIL_2>\?/);
});

test('a session that goes on does not promise to send again what the one before it would have', async () => {
	const first = await bench.open();
	live(first.store);
	const {id} = first.store.getState().alerts[0]!;
	first.store.dispatch({
		type: 'alert-ended', id, delivery: {
			state: 'unsure', atMs: nowMs, reason: 'No answer.', nextStep: 'Look in the channel.', retry: {by: 'session', atMs: nowMs + 120_000},
		},
	});
	first.close();
	assert.match(await bench.read(first.id), /"retry":\{"by":"session"/);
	const second = await bench.open({continued: 'newest'});
	const delivery = second.store.getState().alerts[0]?.delivery;
	assert.equal(delivery?.state, 'unsure');
	assert.deepEqual({...delivery, retry: undefined}, delivery);
	second.close();
});

test('a torn last line costs that line only, and the next one begins anew', async () => {
	const first = await bench.open();
	live(first.store);
	first.close();
	await appendFile(path.join(bench.directory, `${first.id}.jsonl`), '{"v":1,"type":"action","atMs":1,"act');
	const second = await bench.open({continued: 'newest'});
	assert.equal(second.store.getState().alerts.length, 1);
	second.store.dispatch({
		type: 'turn-asked', service: 'payment', question: 'whole', atMs: nowMs,
	});
	second.close();
	const third = await bench.open({continued: 'newest'});
	assert.equal(third.store.getState().analyses.get('payment')?.turns.at(-1)?.question, 'whole');
});

test('lines of a newer version and lines that no screen could show are skipped, and the former are reported', async () => {
	const first = await bench.open();
	live(first.store);
	first.close();
	await appendFile(path.join(bench.directory, `${first.id}.jsonl`), [
		'{"v":99,"type":"telepathy","atMs":1}',
		'{"v":1,"type":"action","atMs":1,"action":{"type":"detail-changed","service":"payment","detail":{"status":"ready","evidence":{"patterns":"none"}}}}',
		'{"v":1,"type":"action","atMs":1,"action":{"type":"view-noted","view":{"screens":[{"type":"dance"}]}}}',
		'not json',
		'',
	].join('\n'));
	const second = await bench.open({continued: 'newest'});
	assert.match(second.news ?? '', /1 lines of a newer version were passed over/);
	assert.equal(second.store.getState().details.get('payment')?.evidence?.patterns.length, 1);
});

test('escape sequences that somebody wrote into a record do not reach the terminal', async () => {
	const first = await bench.open();
	live(first.store);
	first.store.dispatch({
		type: 'turn-asked', service: 'payment', question: '\u{1B}]52;c;aGk=\u{7}\u{1B}[2Jhello', atMs: nowMs,
	});
	first.close();
	const second = await bench.open({continued: 'newest'});
	assert.equal(second.store.getState().analyses.get('payment')?.turns.at(-1)?.question, '␛]52;c;aGk=␇␛[2Jhello');
});

test('directory and files are for this user alone', async () => {
	const {store, id, close} = await bench.open();
	live(store);
	close();
	const modes = await Promise.all([bench.directory, `${bench.directory}/${id}.jsonl`, `${bench.directory}/${id}.incidents.json`].map(async file => {
		const {mode} = await stat(file);
		return (mode & 0o777).toString(8);
	}));
	assert.deepEqual(modes, ['700', '600', '600']);
});

test('a record that another process writes is copied, not shared', async () => {
	const first = await bench.open();
	live(first.store);
	const {pid} = process;
	const second = await bench.open({continued: 'newest'});
	assert.notEqual(second.id, first.id);
	assert.match(second.news ?? '', /another process still has it open/);
	assert.equal(second.store.getState().alerts.length, 1);
	assert.deepEqual(lockSession(path.join(bench.directory, `${first.id}.lock`)), {type: 'taken', by: `process ${pid}`});
	second.close();
	assert.match(await bench.read(second.id), /"type":"alert-started"/);
});

test('a process that is gone holds no record, nor does one that has got its number since', async () => {
	await mkdir(bench.directory, {recursive: true});
	const file = path.join(bench.directory, '20261123-031230-aaaa.lock');
	const child = spawn(process.execPath, ['-e', '']);
	await once(child, 'exit');
	const {hostname} = await import('node:os');
	await writeFile(file, JSON.stringify({pid: child.pid, host: hostname()}));
	assert.equal(lockSession(file).type, 'held');
	if (process.platform === 'linux') {
		await writeFile(file, JSON.stringify({pid: process.pid, host: hostname(), began: '1'}));
		assert.equal(lockSession(file).type, 'held');
	}

	await writeFile(file, JSON.stringify({pid: 1, host: 'another-bastion'}));
	assert.deepEqual(lockSession(file), {type: 'taken', by: 'process 1 on another-bastion'});
});

test('a full record ends with one sentence, and the program goes on', async () => {
	await mkdir(bench.directory, {recursive: true});
	const troubles: string[] = [];
	const file = openSessionFile({
		directory: bench.directory, id: '20261123-031230-aaaa', maxBytes: 100, onTrouble(sentence) {
			troubles.push(sentence);
		},
	});
	for (let index = 0; index < 5; index++) {
		file.append(`${'x'.repeat(39)}\n`);
	}

	file.close();
	const kept = await bench.read('20261123-031230-aaaa');
	assert.equal(kept.length, 80);
	assert.match(troubles.join(','), /^the record of this session is full .*: what comes now is not kept$/);
});

test('a directory that cannot be written costs the record and nothing else', async () => {
	await writeFile(path.join(bench.stateDir, 'sessions'), 'a file in the way');
	const {store, id, troubles} = await bench.open();
	live(store);
	assert.equal(id, undefined);
	assert.match(troubles.join(','), /nothing of this session is kept: .* cannot be written \((?:EEXIST|ENOTDIR)\)/);
	assert.equal(store.getState().alerts.length, 1);
});

test('a session is found by Loki and tenant, or by its name', async () => {
	const first = await bench.open();
	live(first.store);
	first.close();
	const elsewhere = await bench.open({continued: 'newest', lokiKey: 'elsewhere'});
	assert.match(elsewhere.news ?? '', /no earlier session of this Loki is kept/);
	elsewhere.close();
	await assert.rejects(bench.open({continued: {id: '20200101-000000-beef'}}), UnknownSessionError);
	await assert.rejects(bench.open({continued: {id: first.id ?? ''}, lokiKey: 'elsewhere'}), /is of another Loki or tenant/);
	await assert.rejects(bench.open({continued: {id: '../../etc/passwd'}}), UnknownSessionError);
});

test('old sessions go, then the oldest until all are small enough; one that is being written stays', async () => {
	await mkdir(bench.directory, {recursive: true});
	const day = 24 * 60 * 60 * 1000;
	const make = async (id: string, ageDays: number) => {
		const file = path.join(bench.directory, `${id}.jsonl`);
		await writeFile(file, 'x'.repeat(100));
		await utimes(file, new Date(nowMs - (ageDays * day)), new Date(nowMs - (ageDays * day)));
	};

	await make('20261123-000000-0001', 0);
	await make('20261122-000000-0002', 1);
	await make('20261121-000000-0003', 2);
	await make('20261001-000000-0004', 53);
	await make('20260901-000000-0005', 83);
	lockSession(path.join(bench.directory, '20260901-000000-0005.lock'));
	await pruneSessions(bench.directory, {nowMs, maxBytes: 250});
	const names = await bench.names();
	assert.deepEqual(names.toSorted(), ['20260901-000000-0005.jsonl', '20260901-000000-0005.lock', '20261122-000000-0002.jsonl', '20261123-000000-0001.jsonl']);
});

test('-c goes on with the session that was dropped, not with one that somebody has left', async () => {
	const later = (ms: number) => ({now: () => Date.now() + ms});
	const dropped = await bench.open(later(0));
	dropped.close();
	const left = await bench.open(later(60_000));
	left.close({hasLeft: true});
	assert.notEqual(left.id, dropped.id);
	const again = await bench.open({...later(120_000), continued: 'newest'});
	assert.equal(again.id, dropped.id);
	again.close({hasLeft: true});
	const third = await bench.open({...later(180_000), continued: 'newest'});
	assert.equal(third.id, left.id, 'once all were left, the newest');
	assert.doesNotMatch(third.news ?? '', /passed over/);
	third.close();
	const fourth = await bench.open({...later(2 * 24 * 60 * 60_000), continued: undefined});
	fourth.close({hasLeft: true});
	const fifth = await bench.open({...later(2 * 24 * 60 * 60_000), continued: 'newest'});
	assert.equal(fifth.id, fourth.id, 'what was dropped long ago is over');
});

test('-c does not go on with a look at an earlier time, and one in which nothing was done leaves nothing', async () => {
	const watched = await bench.open({now: () => Date.now()});
	watched.close();
	const behind = {...facts, behindMs: 3_600_000};
	const analysed = await bench.open({now: () => Date.now() + 60_000, facts: behind});
	analysed.close({hasLeft: true});
	const again = await bench.open({now: () => Date.now() + 120_000, continued: 'newest'});
	assert.equal(again.id, watched.id);
	again.close({hasLeft: true});
	const before = await bench.names();
	const mere = await bench.open({now: () => Date.now() + 180_000, facts: behind});
	assert.notDeepEqual(await bench.names(), before);
	mere.close({hasLeft: true, isDiscarded: true});
	assert.deepEqual(await bench.names(), before);
});
