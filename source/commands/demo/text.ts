import {setTimeout as delay} from 'node:timers/promises';
import {isOpen} from '../../detect/lifecycle.js';
import {fleetVerdict} from '../../store/selectors/verdict-line.js';
import {initialState} from '../../store/initial-state.js';
import type {State} from '../../store/state.js';
import {createStore} from '../../store/store.js';
import {recordedRows} from '../../words/alert-rows.js';
import {anomalySentence} from '../../words/anomaly.js';
import {formatTime, zoneName} from '../../words/times.js';
import {print, printError} from '../shared/print.js';
import {createSession, type Session} from '../shared/session.js';
import type {SessionOptions} from '../shared/session-settings.js';
import {
	anomalyLines,
	answerLines,
	detailLines,
	overviewLines,
} from './text-report.js';

/** How long the baseline may take before the report is written with what there is. */
const maxBaselineMs = 15_000;
const lookEveryMs = 50;
/** Services that broke first of which the lines are read before anything is said. */
const lookedInto = 3;

export type TextOptions = {
	/** Analyses and alerts too, as somebody at the screen would; else nothing leaves for Claude or Slack. */
	readonly isWhole: boolean;
};

/**
What the screen shows, as text: overview, anomalies, the evidence of the first service to break with its verdict;
for the whole journey its analysis and the Slack message.
Gives false where Loki could not be read or Slack did not take the message; the reason is on stderr.
*/
export async function runText(options: SessionOptions, {isWhole}: TextOptions): Promise<boolean> {
	const store = createStore(initialState(options.now()));
	const session = await createSession(store, options);
	const watching = session.monitor.run(session.signal);
	try {
		const service = await writeOverview(session, options.now);
		return service === undefined || !isWhole ? service !== undefined : service === nothingAbnormal || await writeInvestigation(session, service, options.timeZone);
	} finally {
		await session.close();
		store.close();
		await watching;
	}
}

/** One service's evidence and verdict as text, for the time that the session is opened for. Gives false where they could not be read; the reason is on stderr. */
export async function runFocusText(options: SessionOptions, service: string): Promise<boolean> {
	const store = createStore(initialState(options.now()));
	const session = await createSession(store, options);
	const watching = session.monitor.run(session.signal);
	try {
		const startMs = options.now();
		// Whether it still goes on is known only once there is a baseline.
		await until(() => isRead(store.getState()) || hasOpen(store.getState(), service) || options.now() - startMs > maxBaselineMs);
		if (writeTrouble(store.getState())) {
			return false;
		}

		await session.details.load(service);
		const {evidence, trouble} = store.getState().details.get(service) ?? {};
		if (!evidence) {
			printError(`${service}: ${trouble?.what ?? 'failed to read its lines'}`);
			return false;
		}

		const {selector, startMs: fromMs, endMs} = evidence;
		const {timeZone} = options;
		const clock = (timeMs: number) => formatTime(timeMs, {timeZone});
		print(`${service}  ${selector}  ${clock(fromMs)} to ${clock(endMs)} ${zoneName(endMs, timeZone)}`, ...evidence.anomalies.map(anomaly => `  ${anomaly.severity.padEnd(9)} ${anomalySentence(anomaly, {timeZone})}`), '', ...detailLines(store.getState(), service));
		return true;
	} finally {
		await session.close();
		store.close();
		await watching;
	}
}

const nothingAbnormal = '';

/** Gives the first service to break, an empty name where none is abnormal, undefined where Loki could not be read. */
async function writeOverview({store, details}: Session, now: () => number): Promise<string | undefined> {
	const startMs = now();
	await until(() => isRead(store.getState()) || now() - startMs > maxBaselineMs);
	if (writeTrouble(store.getState())) {
		return undefined;
	}

	// Who was first is told by what the lines say of each other, too.
	await Promise.all(fleetVerdict(store.getState()).first.slice(0, lookedInto).map(async ({service}) => details.load(service)));
	const state = store.getState();
	print(...overviewLines(state));
	const [first] = fleetVerdict(state).first;
	if (!first) {
		return nothingAbnormal;
	}

	print('', ...anomalyLines(state));
	await details.load(first.service);
	print('', ...detailLines(store.getState(), first.service));
	return first.service;
}

/** Says on stderr why there is nothing to show; false where there is something. */
function writeTrouble({nothingMatches, connection}: State): boolean {
	if (nothingMatches) {
		const {selector, labels} = nothingMatches;
		printError(`Nothing matches ${selector}. ${labels.length === 0 ? 'Nothing has written to this Loki in the last 24 h.' : 'These labels exist; choose with --selector:'}`);
		printError(...labels.map(({label, values}) => `  ${label}=${values.join(', ')}`));
		return true;
	}

	if (connection.lastAnswerMs === undefined) {
		const {what, why, nextStep} = connection.trouble ?? {what: 'no answer from Loki', why: 'it took too long', nextStep: 'Check the address and try again.'};
		printError(`${what}: ${why}. ${nextStep}`);
		return true;
	}

	return false;
}

/** The analysis, then the alert. Gives whether Slack took it. */
async function writeInvestigation({store, analyses, alerter}: Session, service: string, timeZone: string | undefined): Promise<boolean> {
	print('', `ANALYSIS of ${service}${store.getState().isDemo ? ' (scripted answer, no model was called)' : ''}`, '');
	await analyses.analyse(service);
	const analysis = store.getState().analyses.get(service);
	const trouble = analysis?.turns.at(-1)?.trouble;
	print(...analysis ? answerLines(analysis, timeZone) : [], '', ...trouble ? [`${trouble.what}: ${trouble.why} ${trouble.nextStep}`, ''] : []);
	await alerter.send(service);
	const alert = store.getState().alerts.at(-1);
	if (!alert?.delivery) {
		return false;
	}

	const at = formatTime(alert.delivery.atMs, {timeZone, withSeconds: true});
	print(`${alert.target.toUpperCase()}  ${alert.destination}: ${alert.delivery.state} ${at}`, '', ...recordedRows(alert).map(line => `  ${line}`.trimEnd()));
	return alert.delivery.state === 'delivered';
}

/** The baseline is whole, or nothing more is to come for now. */
function isRead({connection, backfill, nothingMatches}: State): boolean {
	return connection.status === 'failing' || nothingMatches ? true : connection.status === 'live' && backfill.doneHours >= backfill.wantedHours && !backfill.isRunning;
}

const hasOpen = ({anomalies}: State, service: string): boolean => anomalies.some(anomaly => anomaly.service === service && isOpen(anomaly));

async function until(isThere: () => boolean): Promise<void> {
	while (!isThere()) {
		await delay(lookEveryMs);
	}
}
