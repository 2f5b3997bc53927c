import process from 'node:process';
import {setFlagsFromString} from 'node:v8';
import {LokiError} from '../../loki/http/errors/index.js';
import {
	failureExitCode,
	foundExitCode,
	usageExitCode,
	withheldExitCode,
} from '../shared/exit-codes.js';
import {lostStdoutSentence, onLostStdout} from '../shared/lost-stdout.js';
import {printError} from '../shared/print.js';
import {SettingsError} from '../shared/settings-error.js';
import type {CheckOptions} from './options.js';
import type {CheckReport} from './report.js';
import type {Metrics} from './metrics.js';

/** One look at a Loki without a screen, or one every so often. stdout carries results only. Gives the exit code. */
export async function check(flags: Readonly<Record<string, unknown>>): Promise<number> {
	// What lives for a moment is kept in a small space: the memory limit of a pod counts the peak.
	setFlagsFromString('--semi-space-growth-factor=1');
	try {
		const [{readSessionOptions}, {readCheckOptions}] = await Promise.all([import('../shared/session-options.js'), import('./options.js')]);
		const options = readCheckOptions(flags, await readSessionOptions(flags));
		const {everyMs} = options;
		return await (everyMs === undefined ? checkOnce(options) : checkAgainAndAgain({...options, everyMs}));
	} catch (error) {
		if (error instanceof SettingsError) {
			printError(error.message);
			return usageExitCode;
		}

		if (error instanceof LokiError) {
			printError(`${error.what}: ${error.why} ${error.nextStep}`);
			return usageExitCode;
		}

		throw error;
	}
}

/** With the numbers of its passes served where a port is given. */
async function checkAgainAndAgain(options: CheckOptions & {readonly everyMs: number}): Promise<number> {
	const {checkEvery} = await import('./loop.js');
	const {metricsPort: port, everyMs, session} = options;
	if (port === undefined) {
		return checkEvery(options);
	}

	const {serveMetrics} = await import('./metrics.js');
	let metrics: Metrics;
	try {
		metrics = await serveMetrics({port, everyMs, now: session.now});
	} catch (error) {
		const why = error instanceof Error && 'code' in error ? String(error.code) : String(error);
		printError(`Port ${port} is not available (${why}). Choose another one with --metrics-port, or 0 for any free port.`);
		return failureExitCode;
	}

	printError(`metrics on port ${metrics.port}: /metrics, /healthz, /readyz`);
	try {
		return await checkEvery(options, {onPass: metrics.notePass});
	} finally {
		await metrics.close();
	}
}

async function checkOnce(options: CheckOptions): Promise<number> {
	const [{createHeadless}, {writeReport}] = await Promise.all([import('./headless.js'), import('./output.js')]);
	const headless = await createHeadless(options);
	const stop = new AbortController();
	const interrupt = () => {
		stop.abort(new Error('interrupted'));
	};

	process.once('SIGINT', interrupt).once('SIGTERM', interrupt);
	let lost: NodeJS.ErrnoException | undefined;
	const forgetStdout = onLostStdout(error => {
		lost ??= error;
	});
	try {
		const report = await headless.pass(stop.signal);
		await writeReport(report, {format: options.format, timeZone: options.session.timeZone, isOne: true});
		// A reader that has read enough is no failure; a full disk is.
		if (lost !== undefined && lost.code !== 'EPIPE') {
			printError(lostStdoutSentence(lost));
			return failureExitCode;
		}

		return exitCodeOf(report, options.failOn);
	} catch (error) {
		if (stop.signal.aborted) {
			printError('The check was interrupted before it ended.');
			return failureExitCode;
		}

		throw error;
	} finally {
		process.off('SIGINT', interrupt).off('SIGTERM', interrupt);
		await headless.close();
		forgetStdout();
	}
}

/** 1 where the check could not do its work, 3 where it found what it was to fail on, 4 where it kept an alert back. */
function exitCodeOf({error, status, alerts}: CheckReport, failOn: CheckOptions['failOn']): number {
	if (error) {
		return failureExitCode;
	}

	const isFound = failOn !== undefined && (status === 'critical' || (failOn === 'warning' && status === 'warning'));
	if (isFound) {
		return foundExitCode;
	}

	return alerts.some(({result}) => result === 'withheld') ? withheldExitCode : 0;
}
