import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {after, afterEach, test} from 'node:test';
import {createCooldown} from '../../source/alerting/cooldown.js';
import {createAlerter} from '../../source/alerting/alerter.js';
import {planAlerts} from '../../source/alerting/alert-plan.js';
import {createAlertMemory, type EventLog, type MemoryObstacle} from '../../source/alerting/memory/alert-memory.js';
import type {JournalEvent} from '../../source/alerting/memory/journal-event.js';
import {openDirectoryLog} from '../../source/alerting/memory/alert-memory-directory.js';
import {openOutbox} from '../../source/alerting/outbox.js';
import {sendAlerts, type SentAlert} from '../../source/alerting/send-alerts.js';
import {slackTarget} from '../../source/alerting/targets/slack/slack-target.js';
import type {AlertTarget} from '../../source/alerting/targets/target.js';
import {Secret} from '../../source/config/secret.js';
import {groupIncidents} from '../../source/detect/incidents/incident.js';
import {createRedactor} from '../../source/investigate/redaction/redact.js';
import {createStore} from '../../source/store/store.js';
import {scope} from '../helpers/alerts.js';
import {connected} from '../helpers/connected.js';
import {until} from '../helpers/until.js';
import {anomaly, nowMs, stateAfter} from '../helpers/states.js';
import {
	answer,
	closeSlacks,
	isMarked,
	reset,
	startSlack,
	type Slack,
} from '../commands/helpers/failing-slack.js';

const root = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-send-'));
afterEach(closeSlacks);
after(async () => {
	await rm(root, {recursive: true, force: true});
});

const {signal} = new AbortController();
const anomalies = [anomaly({service: 'payment'}), anomaly({service: 'checkout', severity: 'warning', onsetMs: nowMs - (13 * 60_000)})];

/** A target of its own kind that posts to a server of this machine. */
function targetTo(id: string, slack: Slack): AlertTarget {
	const target = slackTarget.open({slackWebhookUrl: new Secret(slack.url)}, {now: () => nowMs});
	assert.ok(target);
	return {...target, id};
}

type RunOptions = {
	/** Looks into the incident of a service; at once where not given. */
	readonly look?: (service: string) => Promise<void>;
	readonly areConnected?: boolean;
	/** A log before that of the directory. */
	readonly journal?: EventLog;
};

/** A run with a state directory: one pass for each call, each as a program of its own. */
function runIn(directory: string, targets: readonly AlertTarget[], {look, areConnected = true, journal}: RunOptions = {}) {
	let finds = 0;
	return {
		finds: () => finds,
		/** At minutes of a clock that stands still, or at those of one that a test moves. */
		async pass(minutes: number | (() => number)): Promise<readonly SentAlert[]> {
			const now = () => nowMs + ((typeof minutes === 'number' ? minutes : minutes()) * 60_000);
			const memory = createAlertMemory({logs: [...journal ? [journal] : [], await openDirectoryLog({directory, scope: 's', now})], scope: 's', now});
			const plan = planAlerts({
				targets: targets.map(({id}) => id), incidents: groupIncidents(areConnected ? connected(anomalies) : anomalies), remembered: await memory.remember(signal), nowMs: now(), remindMs: 4 * 3_600_000, isBaselineShort: false, redact: text => text, fleet: {isPreliminary: false, services: 40},
			});
			await memory.write(plan.events, signal);
			return sendAlerts({
				plan,
				targets,
				memory,
				openOutbox: async () => openOutbox({directory, now}),
				async find({incident}) {
					finds++;
					await look?.(incident.suspected);
					return undefined;
				},
				exploreUrl: undefined,
				createRedactor,
				redact: text => text,
				scope,
				isService: false,
				now,
				signal,
			});
		},
	};
}

const outcomes = (sent: readonly SentAlert[]): readonly string[] => sent.map(({target, reason, result, repeatOfMs}) => `${target} ${reason} ${result}${repeatOfMs === undefined ? '' : ' again'}`);

test('of two targets the one that failed is tried again, the one that was delivered is left alone', async () => {
	const [one, two] = await Promise.all([startSlack(), startSlack()]);
	two.faults.push(answer(404, 'no_service'), reset);
	const run = runIn(path.join(root, 'failed'), [targetTo('slack', one), targetTo('pager', two)]);
	assert.deepEqual(outcomes(await run.pass(0)), ['slack opened delivered', 'pager opened failed']);
	assert.equal(run.finds(), 1, 'an incident is looked into once for all of its targets');
	assert.deepEqual(outcomes(await run.pass(1)), ['pager opened unsure']);
	assert.deepEqual(outcomes(await run.pass(2)), ['pager opened delivered again']);
	assert.deepEqual(outcomes(await run.pass(3)), []);
	assert.deepEqual(one.messages.map(message => isMarked(message)), [false]);
	assert.deepEqual(two.messages.map(message => isMarked(message)), [false, false, true]);
	const [, before, again] = two.messages;
	assert.deepEqual(again?.blocks.slice(1), before?.blocks, 'the same content');
});

test('what a run left in the middle of sending is sent again to that target only', async () => {
	const [one, two] = await Promise.all([startSlack(), startSlack()]);
	const directory = path.join(root, 'killed');
	const file = path.join(directory, 'alerts.jsonl');
	const [slack, pager] = [targetTo('slack', one), targetTo('pager', two)];
	// The process is gone before the second target has answered.
	const run = runIn(directory, [slack, {
		...pager, async send(alert, options) {
			await pager.send(alert, options);
			await until(() => existsSync(file) && readFileSync(file, 'utf8').includes('"event":"alerted"'), 'what the first target got to be written down');
			throw new Error('killed');
		},
	}]);
	await assert.rejects(run.pass(0), /killed/);
	const next = runIn(directory, [slack, pager]);
	assert.deepEqual(outcomes(await next.pass(3)), ['pager opened delivered again']);
	assert.deepEqual([one.messages.length, two.messages.map(message => isMarked(message))], [1, [false, true]]);
});

test('an analysis that takes longer than a claim lasts sends nothing that another run has sent meanwhile', async () => {
	const slack = await startSlack();
	const directory = path.join(root, 'overtaken');
	const target = targetTo('slack', slack);
	let minute = 0;
	const other = runIn(directory, [target]);
	const slow = runIn(directory, [target], {
		async look() {
			minute = 1.5;
			assert.deepEqual(outcomes(await other.pass(minute)), ['slack opened claimed']);
			minute = 2.2;
			assert.deepEqual(outcomes(await other.pass(minute)), ['slack opened delivered again']);
			minute = 2.3;
		},
	});
	assert.deepEqual(outcomes(await slow.pass(() => minute)), ['slack opened claimed']);
	assert.equal(slack.messages.length, 1);
});

test('a claim is renewed before the message is sent, so that no other run sends it while the target makes this one wait', async () => {
	const slack = await startSlack();
	const directory = path.join(root, 'renewed');
	let minute = 0;
	const other = runIn(directory, [targetTo('slack', slack)]);
	const target = targetTo('slack', slack);
	const slow = runIn(directory, [{
		...target, async send(alert, options) {
			minute = 2.2;
			assert.deepEqual(outcomes(await other.pass(minute)), ['slack opened claimed']);
			return target.send(alert, options);
		},
	}], {
		async look() {
			minute = 1.25;
		},
	});
	assert.deepEqual(outcomes(await slow.pass(() => minute)), ['slack opened delivered']);
	assert.deepEqual(outcomes(await other.pass(2.5)), []);
	assert.equal(slack.messages.length, 1);
});

test('a message that a renewed claim was made for and that did not arrive is sent with the next pass', async () => {
	const slack = await startSlack();
	slack.faults.push(answer(404, 'no_service'));
	let minute = 0;
	const run = runIn(path.join(root, 'renewed-failed'), [targetTo('slack', slack)], {
		async look() {
			minute = 1.25;
		},
	});
	assert.deepEqual(outcomes(await run.pass(() => minute)), ['slack opened failed']);
	assert.deepEqual(outcomes(await run.pass(1.5)), ['slack opened delivered']);
});

/** A journal that all runs share; `fail` makes its next readings fail. */
function sharedJournal(): EventLog & {readonly fail: (readings: number) => void} {
	const events: JournalEvent[] = [];
	let failures = 0;
	let obstacle: MemoryObstacle | undefined;
	return {
		fail(readings) {
			failures = readings;
		},
		async read() {
			obstacle = failures > 0 ? 'unread' : undefined;
			failures--;
			return obstacle ? [] : [...events];
		},
		async append(added) {
			events.push(...added);
			return true;
		},
		settleMs: 0,
		note: () => undefined,
		obstacle: () => obstacle,
	};
}

test('an old alert is not sent again because the journal could not be read when alerts were planned', async () => {
	const slack = await startSlack();
	const target = targetTo('slack', slack);
	const journal = sharedJournal();
	const passOf = async (pod: string, minutes: number) => runIn(path.join(root, pod), [target], {journal}).pass(minutes);
	assert.deepEqual(outcomes(await passOf('pod-1', 0)), ['slack opened delivered']);
	journal.fail(1);
	const [sent] = await passOf('pod-2', 30);
	assert.equal(sent?.result, 'withheld');
	assert.match(sent?.why ?? '', /cannot read which alerts were sent/);
	assert.deepEqual(outcomes(await passOf('pod-3', 35)), [], 'the next pass knows that it was sent');
	assert.equal(slack.messages.length, 1);
});

test('a memory that could not be read as alerts were planned keeps what is written once it works again', async () => {
	const journal = sharedJournal();
	const memory = createAlertMemory({logs: [journal], scope: 's', now: () => nowMs});
	journal.fail(1);
	await memory.remember(signal);
	assert.deepEqual([memory.obstacle(), memory.isKept()], ['unread', false]);
	await memory.claim({
		incident: 'i1', reason: 'opened', target: 'slack', fingerprints: [],
	}, {atMs: nowMs, triedMs: undefined}, signal);
	await journal.read(signal);
	assert.deepEqual([memory.obstacle(), memory.isKept()], ['unread', true], 'the plan was blind, the memory is not');
	await memory.remember(signal);
	assert.deepEqual([memory.obstacle(), memory.isKept()], [undefined, true]);
});

test('what began a moment ago is sent although the journal cannot be read', async () => {
	const slack = await startSlack();
	const journal = sharedJournal();
	journal.fail(5);
	assert.deepEqual(outcomes(await runIn(path.join(root, 'news'), [targetTo('slack', slack)], {journal}).pass(-5)), ['slack opened delivered']);
});

test('an incident that takes long to look into delays no other one\'s alert', async () => {
	const slack = await startSlack();
	const looked: string[] = [];
	const run = runIn(path.join(root, 'slow'), [targetTo('slack', slack)], {
		areConnected: false,
		async look(service) {
			looked.push(service);
			if (looked.length === 1) {
				await until(() => slack.messages.length === 1, 'the alert of the other incident', 5000);
			}
		},
	});
	assert.deepEqual(outcomes(await run.pass(0)), ['slack opened delivered', 'slack opened delivered']);
	assert.equal(looked.length, 2);
});

/** A target that has got the message, of a run that is gone before it knows. */
const killedAfter = (target: AlertTarget): AlertTarget => ({
	...target, async send(alert, options) {
		await target.send(alert, options);
		throw new Error('killed');
	},
});

for (const [name, kept, lost] of [['the memory of alerts', 'alerts.jsonl', 'outbox.jsonl'], ['the outbox', 'outbox.jsonl', 'alerts.jsonl']] as const) {
	test(`${name} alone knows that a run was killed while it sent, and has the message sent again under a mark`, async () => {
		const slack = await startSlack();
		const directory = path.join(root, `killed-${kept}`);
		const target = targetTo('slack', slack);
		await assert.rejects(runIn(directory, [killedAfter(target)]).pass(0), /killed/);
		assert.ok(existsSync(path.join(directory, kept)));
		await rm(path.join(directory, lost));
		assert.deepEqual(outcomes(await runIn(directory, [target]).pass(3)), ['slack opened delivered again']);
		assert.deepEqual(slack.messages.map(message => isMarked(message)), [false, true]);
		assert.deepEqual(outcomes(await runIn(directory, [target]).pass(6)), []);
	});
}

test('a key press and a check send the same message about the same incident', async () => {
	const [byCheck, byKey] = await Promise.all([startSlack(), startSlack()]);
	await runIn(path.join(root, 'check'), [targetTo('slack', byCheck)]).pass(0);
	const store = createStore({...stateAfter({type: 'detected', anomalies: connected(anomalies), expectations: new Map()}), timeZone: 'Asia/Tokyo'});
	const alerter = createAlerter({
		store,
		targets: [targetTo('slack', byKey)],
		loadDetail: async () => undefined,
		createRedactor,
		openOutbox: async () => openOutbox({directory: path.join(root, 'key'), now: () => nowMs}),
		cooldown: createCooldown({cooldownMs: 1000}),
		scope: () => scope,
		now: () => nowMs,
		signal,
	});
	// From a service that only follows: the incident is what is reported.
	await alerter.send('checkout');
	assert.equal(byKey.messages.length, 1);
	assert.deepEqual(byKey.messages, byCheck.messages);
	store.close();
});

test('a second press of the key goes to the target that has not got it', async () => {
	const [one, two] = await Promise.all([startSlack(), startSlack()]);
	two.faults.push(answer(404, 'no_service'));
	const store = createStore(stateAfter({type: 'detected', anomalies: connected(anomalies), expectations: new Map()}));
	const alerter = createAlerter({
		store,
		targets: [targetTo('slack', one), targetTo('pager', two)],
		loadDetail: async () => undefined,
		createRedactor,
		openOutbox: async () => openOutbox({directory: path.join(root, 'press'), now: () => nowMs}),
		cooldown: createCooldown({cooldownMs: 1000}),
		scope: () => scope,
		now: () => nowMs,
		signal,
	});
	await alerter.send('payment');
	assert.deepEqual(store.getState().alerts.map(({target, delivery}) => `${target} ${delivery?.state}`), ['slack delivered', 'pager failed']);
	await alerter.send('payment');
	assert.deepEqual([one.messages.length, two.messages.length], [1, 2]);
	await alerter.send('payment');
	assert.match(store.getState().notice?.text ?? '', /^already sent/);
	store.close();
});
