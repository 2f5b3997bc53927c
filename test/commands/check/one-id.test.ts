import assert from 'node:assert/strict';
import path from 'node:path';
import {readFile} from 'node:fs/promises';
import {afterEach, test} from 'node:test';
import {createSession} from '../../../source/commands/shared/session.js';
import type {SessionOptions} from '../../../source/commands/shared/session-settings.js';
import {startRecords} from '../../../source/commands/watch/records.js';
import {decodeOpenToken} from '../../../source/incidents/open-token.js';
import {sessionSummaries} from '../../../source/store/selectors/session-incidents.js';
import {currentIncidents, openIncidents} from '../../../source/store/selectors/incidents.js';
import {initialState} from '../../../source/store/initial-state.js';
import {createStore} from '../../../source/store/store.js';
import {runWarm} from '../../helpers/run-warm.js';
import {until} from '../../helpers/until.js';
import {readDocument} from '../helpers/check-schema.js';
import {
	breakPayment,
	closeWorlds,
	openWorld,
	type CheckWorld,
} from '../helpers/check-world.js';

afterEach(closeWorlds);

/** What the screen of another start of the program would see: it polls until it has found the incident, and is recorded. */
async function watch(here: CheckWorld, stateDir: string): Promise<{readonly screen: readonly string[]; readonly token: string}> {
	const options: SessionOptions = {
		loki: {url: here.loki.url},
		selector: '{namespace="production"}',
		serviceLabel: undefined,
		pollMs: 600_000,
		settleMs: 0,
		baselineHours: 2,
		detector: {kind: 'default'},
		model: {
			apiKey: undefined, authToken: undefined, baseUrl: undefined, model: 'none', isScripted: false,
		},
		alerts: {targets: {}},
		stateDir,
		redactPatterns: [],
		isDemo: false,
		timeZone: 'UTC',
		now: here.nowMs,
		records: {isOn: true, continued: undefined},
		journal: 'none',
	};
	const store = createStore(initialState(here.nowMs()));
	const session = await createSession(store, options);
	const records = await startRecords(store, options, session.analyses.redactor);
	session.shared.start();
	const running = session.monitor.run(session.signal);
	try {
		await until(() => !store.getState().backfill.isRunning && store.getState().backfill.doneHours > 0 && openIncidents(store.getState()).length > 0, 'the incident on the screen');
		await session.shared.look();
		const lines = await session.alerter.preview('payment');
		const token = lines.map(line => /open (ls1_\S+)/.exec(line)?.[1]).find(found => found !== undefined) ?? '';
		const state = store.getState();
		return {screen: [openIncidents(state)[0]?.id ?? '', currentIncidents(state)[0]?.id ?? '', sessionSummaries(state)[0]?.id ?? ''], token};
	} finally {
		await session.close();
		await running;
		records.close();
		store.close();
	}
}

const incidentsOf = async (here: CheckWorld, stateDir: string, ...args: readonly string[]): Promise<string> => {
	const {stdout, exitCode, stderr} = await runWarm(['incidents', ...args], {env: {HOME: here.home, LOKI_SENTINEL_STATE_DIR: stateDir}});
	assert.equal(exitCode, 0, stderr);
	return stdout;
};

for (const [name, isShared] of [['one that shares its state directory', true], ['one that knows nothing of the check', false]] as const) {
	test(`an incident has one id in the check, its journal and its token, on the screen of ${name}, and in that session's record and export`, async () => {
		const here = await openWorld({hours: 2});
		breakPayment(here);
		const {stdout} = await here.check(['--json']);
		const [incident] = readDocument(stdout).incidents;
		const id = incident?.id ?? '';
		assert.match(id, /^i[\da-f]{10}$/);
		assert.deepEqual(readDocument(stdout).alerts.map(alert => alert.incident), [id]);
		const journal = await readFile(path.join(here.stateDir, 'alerts.jsonl'), 'utf8');
		const named = journal.trim().split('\n').map(line => (JSON.parse(line) as {readonly incident?: string}).incident);
		assert.deepEqual(new Set(named), new Set([id]));
		const body = here.slack.deliveries()[0]?.body ?? '';
		assert.equal(decodeOpenToken(/ls1_[\w-]+/.exec(body)?.[0] ?? '').incident, id);

		const stateDir = isShared ? here.stateDir : path.join(here.home, 'own');
		const {screen, token} = await watch(here, stateDir);
		assert.deepEqual(screen, [id, id, id]);
		assert.equal(decodeOpenToken(token).incident, id);
		assert.match(await incidentsOf(here, stateDir), new RegExp(`^${id} `, 'm'));
		assert.match(await incidentsOf(here, stateDir, '--export', id), new RegExp(`Incident \`${id}\``));
	});
}
