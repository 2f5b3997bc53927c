// The check that goes on: a pass a minute, its state and its memory of alerts on disk.
import {createHeadless, type Headless} from '../../../source/commands/check/headless.js';
import type {CheckOptions} from '../../../source/commands/check/options.js';
import {openTargets} from '../../../source/alerting/targets/registry.js';
import {sessionOptions} from './options.js';
import type {PartOptions} from './part.js';
import {firstMs} from './play.js';

const minuteMs = 60_000;

/** Passes until the time is over. */
export async function watchByChecks({fleet, stateDir, untilMs, pass, onTurn, signal}: PartOptions): Promise<void> {
	let clockMs = firstMs;
	const now = (): number => clockMs;
	const session = sessionOptions(fleet, {
		stateDir, now, hasRecords: false, baselineHours: 24,
	});
	const options: CheckOptions = {
		session,
		format: 'json',
		analyze: 'rules',
		targets: openTargets(session.alerts.targets, {now}),
		failOn: undefined,
		budget: {maxBytes: 2 ** 31, maxMs: 60_000},
		remindMs: 240 * minuteMs,
		maxDollarsPerDay: 0,
		journal: 'none',
		everyMs: minuteMs,
		metricsPort: undefined,
	};
	/** A second look in a pass, or a question that is asked again. */
	const wait = async (ms: number): Promise<void> => {
		clockMs += ms;
		await pass(clockMs);
	};

	const headless: Headless = await createHeadless(options, {wait});
	try {
		for (let dueMs = firstMs; dueMs < untilMs && !signal.aborted; dueMs += minuteMs) {
			clockMs = Math.max(clockMs, dueMs);
			await pass(clockMs);
			await headless.pass(signal);
			await onTurn(clockMs);
		}
	} finally {
		await headless.close();
	}
}
