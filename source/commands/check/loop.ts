import process from 'node:process';
import {retryDelayMs} from '../../monitor/retry-delay.js';
import {createWaiter} from '../../monitor/waiter.js';
import {failureExitCode} from '../shared/exit-codes.js';
import {lostStdoutSentence, onLostStdout} from '../shared/lost-stdout.js';
import {printError} from '../shared/print.js';
import type {CheckOptions} from './options.js';
import type {CheckReport} from './report.js';
import {writeReport} from './output.js';
import {createHeadless} from './headless.js';

const signals = ['SIGINT', 'SIGTERM'] as const;

export type LoopHooks = {
	/** Called after every pass, failed ones too, before the wait for the next: what counts passes hangs here. */
	readonly onPass?: (report: CheckReport) => void;
};

/** A longer wait than this is asked for by mistake. */
const maxAskedMs = 60 * 60_000;

/** A growing wait of one period at most, or the wait that Loki asked for where that is longer. */
function waitAfterFailure({error}: CheckReport, failures: number, everyMs: number): number {
	const askedMs = Math.min(maxAskedMs, (error?.retryAfterSeconds ?? 0) * 1000);
	return Math.max(askedMs, Math.min(everyMs, retryDelayMs(failures)));
}

/**
Looks again and again until it is asked to end: then the pass under way is ended in peace, and a second signal cuts it short. Gives the exit code.
A Loki that is down is reported, and retried after a growing wait. It also ends, with 1, when stdout is lost: its supervisor must learn that alerting has stopped.
*/
export async function checkEvery(options: CheckOptions & {readonly everyMs: number}, {onPass}: LoopHooks = {}): Promise<number> {
	const {everyMs, format, session} = options;
	const headless = await createHeadless(options);
	const ending = new AbortController();
	const cut = new AbortController();
	const end = () => {
		if (ending.signal.aborted) {
			cut.abort();
		}

		ending.abort();
	};

	for (const signal of signals) {
		process.on(signal, end);
	}

	let lost: NodeJS.ErrnoException | undefined;
	const forgetStdout = onLostStdout(error => {
		lost ??= error;
		ending.abort();
	});
	const waiter = createWaiter();
	let failures = 0;
	try {
		while (!ending.signal.aborted) {
			const dueMs = Date.now() + everyMs;
			const report = await headless.pass(cut.signal);
			failures = report.error ? failures + 1 : 0;
			await writeReport(report, {format, timeZone: session.timeZone, isOne: false});
			onPass?.(report);
			await waiter.wait(failures > 0 ? waitAfterFailure(report, failures, everyMs) : dueMs - Date.now(), ending.signal);
		}

		if (lost === undefined) {
			return 0;
		}

		printError(`${lostStdoutSentence(lost)} The check has ended after its pass, and alerts nobody any more.`);
		return failureExitCode;
	} catch (error) {
		if (cut.signal.aborted) {
			return 0;
		}

		throw error;
	} finally {
		for (const signal of signals) {
			process.off(signal, end);
		}

		await headless.close();
		forgetStdout();
	}
}
