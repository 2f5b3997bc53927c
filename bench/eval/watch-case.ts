import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {startRecords} from '../../source/commands/watch/records.js';
import {createSession, type Session} from '../../source/commands/shared/session.js';
import type {SessionOptions} from '../../source/commands/shared/session-settings.js';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import {initialState} from '../../source/store/initial-state.js';
import {createStore} from '../../source/store/store.js';
import {historyHours, type Played} from './traffic.js';
import {until} from './until.js';

export type WatchOptions = {
	readonly model?: SessionOptions['model'];
	readonly alerts?: SessionOptions['alerts'];
	/** Puts something between the program and its Loki; gives the address to ask. */
	readonly between?: (lokiUrl: string) => Promise<string>;
};

export type Watched = {
	readonly session: Session;
	/** `inspect` sees what the session left on disk, before it is removed. */
	readonly close: (inspect?: (stateDir: string) => Promise<void>) => Promise<void>;
};

const turnsAfterBaseline = 2;

const noModel: SessionOptions['model'] = {
	apiKey: undefined, authToken: undefined, baseUrl: undefined, model: 'claude-sonnet-5-5', isScripted: false,
};

/** The program as it runs, without a screen, on a Loki that holds the incident: it has polled, filled its baseline and looked at what is suspect. */
export const watchCase = async ({entries, before, nowMs}: Pick<Played, 'entries' | 'before' | 'nowMs'>, {model = noModel, alerts = {targets: {}}, between}: WatchOptions = {}): Promise<Watched> => {
	const now = (): number => nowMs;
	// As a Loki is without further settings: it keeps no patterns of its own.
	const loki = await startSandboxLoki({now, limits: {isPatternsOn: false}});
	loki.push(entries);
	const stateDir = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-eval-'));
	const store = createStore(initialState(nowMs));
	const options: SessionOptions = {
		loki: {url: await between?.(loki.url) ?? loki.url},
		selector: '{namespace="shop"}',
		serviceLabel: undefined,
		pollMs: 600_000,
		settleMs: 0,
		baselineHours: historyHours,
		detector: {kind: 'default'},
		model,
		alerts,
		stateDir,
		redactPatterns: [],
		isDemo: false,
		timeZone: 'UTC',
		now,
		records: {isOn: true, continued: undefined},
		journal: 'none',
	};
	const session = await createSession(store, options);
	const records = await startRecords(store, options, session.analyses.redactor);
	const stopping = new AbortController();
	// As the history on disk would be after a restart: what is missing, the monitor reads from Loki.
	store.dispatch({type: 'minutes-read', minutes: before});
	const running = session.monitor.run(AbortSignal.any([stopping.signal, session.signal]));
	const turnEnded = async (): Promise<void> => {
		const {backfill} = store.getState();
		await until(() => store.getState().connection.trouble !== undefined || (store.getState().backfill !== backfill && !store.getState().backfill.isRunning), 'the end of a poll');
	};

	const close: Watched['close'] = async inspect => {
		stopping.abort();
		await running;
		await session.close();
		records.close();
		store.close();
		await loki.close();
		await inspect?.(stateDir);
		await rm(stateDir, {recursive: true, force: true});
	};

	try {
		await turnEnded();
		// Suspects are looked at in the turn after the baseline is known, and when their patterns began in the one after that.
		for (let turn = 0; turn < turnsAfterBaseline; turn++) {
			session.monitor.pollNow();
			await turnEnded();
		}
	} catch (error) {
		await close();
		throw error;
	}

	return {
		session, close,
	};
};
