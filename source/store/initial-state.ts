import {minuteMs} from '../detect/minute.js';
import type {ThemeSetting} from '../terminal/theme-names.js';
import {createHistory} from './history.js';
import {noRecords} from './incident-record.js';
import {emptyPrompt} from './query.js';
import type {State} from './state.js';
import {initialView} from './view-state.js';

/** What a session watches, known once its settings are read. */
export type SessionFacts = {
	readonly host: string;
	readonly tenant: string | undefined;
	readonly selector: string;
	readonly baselineHours: number;
	readonly isDemo: boolean;
	readonly timeZone: string | undefined;
	/** Between two polls, in milliseconds; 20 s where not given. */
	readonly pollMs?: number | undefined;
	/** Without a key for so long, the screen locks; undefined for never. */
	readonly lockMs?: number | undefined;
	/** Undefined where nothing is said. */
	readonly theme?: ThemeSetting | undefined;
	/** How far its clock is behind the real time, in milliseconds, where somebody looks at an earlier one. */
	readonly behindMs?: number | undefined;
};

const defaultPollMs = 20_000;

const noSession: SessionFacts = {
	host: '', tenant: undefined, selector: '', baselineHours: 24, isDemo: false, timeZone: undefined,
};

/** The state of a program that starts before its settings are read: nothing is known and nothing is shown yet. */
export const initialState = (nowMs: number, session: SessionFacts = noSession): State<never> => ({
	nowMs,
	startedMs: nowMs,
	...sessionState(session, nowMs),
	nothingMatches: undefined,
	openMinute: undefined,
	cost: {
		requests: 0, bytes: 0, lastPollRequests: 0, lastPollBytes: 0,
	},
	anomalies: [],
	expectations: new Map(),
	calls: [],
	mutes: [],
	namedIncidents: [],
	leaders: new Map(),
	details: new Map(),
	logs: new Map(),
	answers: new Map(),
	prompt: emptyPrompt,
	namespaces: {
		status: 'unread', label: '', rates: [], watched: [], trouble: undefined,
	},
	analyses: new Map(),
	spentDollars: 0,
	alerts: [],
	timeline: [],
	records: noRecords,
	notice: undefined,
	view: initialView,
});

/** The parts of the state that a session's settings decide. */
export const sessionState = ({
	host, tenant, selector, baselineHours, isDemo, timeZone, pollMs = defaultPollMs, lockMs, theme, behindMs = 0,
}: SessionFacts, nowMs: number): Pick<State, 'behindMs' | 'isDemo' | 'timeZone' | 'pollMs' | 'lock' | 'theme' | 'connection' | 'history' | 'backfill'> => ({
	behindMs,
	isDemo,
	timeZone,
	pollMs,
	lock: lockMs === undefined ? undefined : {afterMs: lockMs, lastKeyMs: nowMs},
	theme,
	connection: {
		host,
		tenant,
		selector,
		status: 'discovering',
		lastAnswerMs: undefined,
		failingSinceMs: undefined,
		trouble: undefined,
		retryAtMs: undefined,
		errorSource: undefined,
		guess: undefined,
		doubt: undefined,
	},
	history: createHistory(Math.max(1, baselineHours) * 60, (Math.floor(nowMs / minuteMs) - 1) * minuteMs),
	backfill: {
		doneHours: 0, wantedHours: baselineHours, isRunning: false, trouble: undefined,
	},
});
