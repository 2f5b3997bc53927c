import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {fleetVerdict} from '../store/selectors/verdict-line.js';
import type {State} from '../store/state.js';
import {formatDuration, formatTime} from '../terminal/times.js';
import {createSession, type Session, type SessionOptions} from './session.js';
import {anomalyLines, detailLines, overviewLines} from './text-report.js';

/** How long the baseline may take before the report is written with what there is. */
const maxBaselineMs = 15_000;
const lookEveryMs = 50;

const print = (...lines: readonly string[]): void => {
	process.stdout.write(`${lines.join('\n')}\n`);
};

/**
The journey of the screen as text: overview, anomalies, the evidence of the first service to break, its analysis as it streams,
the Slack message. Gives false where Loki could not be read or Slack did not take the message.
*/
export async function runText(options: SessionOptions): Promise<boolean> {
	const session = createSession({
		...options, onText(text) {
			process.stdout.write(text);
		},
	});
	const watching = session.monitor.run(session.signal);
	try {
		return await tell(session, options);
	} finally {
		session.close();
		await watching;
	}
}

async function tell(session: Session, {now, timeZone}: SessionOptions): Promise<boolean> {
	const {store} = session;
	const startMs = now();
	await until(() => isRead(store.getState()) || now() - startMs > maxBaselineMs);
	const state = store.getState();
	if (state.connection.status === 'failing' || state.connection.lastAnswerMs === undefined) {
		const {what, why, nextStep} = state.connection.trouble ?? {what: 'no answer from Loki', why: 'it took too long', nextStep: 'Check the address.'};
		console.error(`${what}: ${why}. ${nextStep}`);
		return false;
	}

	print(...overviewLines(state), '', ...anomalyLines(state));
	const [first] = fleetVerdict(state).first;
	if (!first) {
		return true;
	}

	await session.details.load(first.service);
	print('', ...detailLines(store.getState(), first.service));
	print('', `ANALYSIS of ${first.service}${state.isDemo ? ' (scripted answer, no model was called)' : ''}`, '');
	await session.analyses.analyse(first.service);
	const failed = store.getState().analyses.get(first.service)?.turns.at(-1)?.trouble;
	print('', '', ...failed ? [`${failed.what}: ${failed.why} ${failed.nextStep}`, ''] : []);
	await session.alerter.send(first.service);
	const alert = store.getState().alerts.at(-1);
	if (alert?.delivery) {
		const at = formatTime(alert.delivery.atMs, {timeZone, withSeconds: true});
		print(`SLACK  ${alert.destination}: ${alert.delivery.state} ${at}`, '', ...alert.preview.map(line => `  ${line}`));
	}

	print('', `done in ${formatDuration(now() - startMs)}`);
	return alert?.delivery?.state === 'delivered';
}

/** The baseline is whole, or nothing more is to come for now. */
function isRead({connection, backfill, nothingMatches}: State): boolean {
	return connection.status === 'failing' || nothingMatches ? true : connection.status === 'live' && backfill.doneHours >= backfill.wantedHours && !backfill.isRunning;
}

async function until(isThere: () => boolean): Promise<void> {
	while (!isThere()) {
		await delay(lookEveryMs);
	}
}
