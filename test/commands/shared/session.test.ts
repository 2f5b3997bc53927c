import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {test, type TestContext} from 'node:test';
import {createSession} from '../../../source/commands/shared/session.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import {initialState} from '../../../source/store/initial-state.js';
import {logViewKey} from '../../../source/store/state.js';
import {createStore} from '../../../source/store/store.js';
import {createLateFleet} from '../../helpers/late-fleet.js';
import {startLiar, type Lie} from '../../helpers/liar.js';
import {minuteMs, nowMs} from '../../helpers/states.js';
import {until} from '../../helpers/until.js';

test('what a person asks for on the screen is asked again where Loki refuses it once', async (t: TestContext) => {
	const now = () => nowMs;
	const loki = await startSandboxLoki({now});
	const liar = await startLiar(loki.url, {now});
	const stateDir = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-session-'));
	const fleet = createLateFleet(loki);
	fleet.write(nowMs - (70 * minuteMs), nowMs);
	fleet.arrive(nowMs);
	const store = createStore(initialState(nowMs));
	const session = await createSession(store, {
		loki: {url: liar.url}, selector: '{namespace="production"}', serviceLabel: undefined, pollMs: 3_600_000, settleMs: 0, baselineHours: 1, detector: {kind: 'default'}, model: {
			apiKey: undefined, authToken: undefined, baseUrl: undefined, model: 'none', isScripted: false,
		}, alerts: {targets: {}}, stateDir, redactPatterns: [], isDemo: false, timeZone: 'UTC', now, records: {isOn: false, continued: undefined}, journal: 'none',
	});
	const running = session.monitor.run(session.signal);
	t.after(async () => {
		await session.close();
		await running;
		store.close();
		await liar.close();
		await loki.close();
		await rm(stateDir, {recursive: true, force: true});
	});
	await until(() => store.getState().connection.lastAnswerMs !== undefined && !store.getState().backfill.isRunning, 'the first screen');
	for (const lie of ['refused', 'broken'] satisfies Lie[]) {
		let refusals = 0;
		liar.lieTo = () => refusals++ === 0 ? lie : undefined;
		await session.logViews.open({service: 'payment'});
		const view = store.getState().logs.get(logViewKey({service: 'payment'}));
		t.assert.deepStrictEqual([view?.status, view?.trouble], ['ready', undefined]);
		t.assert.notStrictEqual(view?.entries.length, 0);
		t.assert.notStrictEqual(refusals, 1);
	}
});
