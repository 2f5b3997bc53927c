import {performance} from 'node:perf_hooks';
import {linkAbort} from '../../loki/http/linked-abort.js';
import {untilAborted} from '../../loki/http/until-aborted.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {formatDuration} from '../../words/numbers.js';
import {failureOf} from './failure.js';
import type {Check, CheckResult, Judgement} from './types.js';

export type RunOptions = {
	/** For one check. */
	readonly timeoutMs?: number;
	/** For all of them: what is not known by then has failed. */
	readonly totalTimeoutMs?: number;
	/** Called in the order of the checks, as soon as all before it are known. */
	readonly onResult?: (result: CheckResult) => void;
	readonly signal?: AbortSignal;
};

const defaultTimeoutMs = 10_000;
const defaultTotalTimeoutMs = 19_000;
const maxTextLength = 1500;

/** Runs all checks at once, but those that need others after these. Gives the results in the order of the checks; never rejects. */
export async function runChecks(checks: readonly Check[], options: RunOptions = {}): Promise<readonly CheckResult[]> {
	const {timeoutMs = defaultTimeoutMs, totalTimeoutMs = defaultTotalTimeoutMs, onResult, signal} = options;
	const total = linkAbort(signal);
	const totalTimer = setTimeout(() => {
		total.abort();
	}, totalTimeoutMs);
	const running = new Map<string, Promise<CheckResult>>();
	const runOne = async (check: Check): Promise<CheckResult> => {
		const needed = await Promise.all((check.needs ?? []).map(async id => running.get(id)));
		const missing = needed.find(result => result === undefined || result.state === 'fail' || result.state === 'skip');
		const judgement = missing ? skippedFor(missing) : await runWithin(check, timeoutMs, total.signal);
		return toResult(check, judgement);
	};

	for (const check of checks) {
		// What a check needs stands before it, and is in the map when the check begins.
		running.set(check.id, runOne(check));
	}

	const results: CheckResult[] = [];
	for (const result of running.values()) {
		results.push(await result);
		onResult?.(results.at(-1)!);
	}

	clearTimeout(totalTimer);
	total.unlink();
	return results;
}

/** Of a chain of checks that were skipped, the first one says what to fix. */
const skippedFor = ({state, title, detail}: CheckResult): Judgement => ({state: 'skip', detail: state === 'skip' ? detail : `Skipped: fix ${title} first.`});

/** A check with an end: what it waits for is aborted, and what does not listen is left behind. */
async function runWithin(check: Check, timeoutMs: number, outer: AbortSignal): Promise<Judgement> {
	const startMs = performance.now();
	const {signal, abort, unlink} = linkAbort(outer);
	const timer = setTimeout(abort, timeoutMs);
	try {
		return await untilAborted(attempt(check, signal), signal);
	} catch {
		return {state: 'fail', detail: `No answer in time: stopped after ${formatDuration(performance.now() - startMs)}.`, nextStep: check.ifSlow};
	} finally {
		clearTimeout(timer);
		unlink();
		abort();
	}
}

async function attempt({run}: Check, signal: AbortSignal): Promise<Judgement> {
	try {
		return await run(signal);
	} catch (error) {
		return failureOf(error);
	}
}

/** The border to the screen: names and words of others are in these texts. */
function toResult({id, title}: Check, {state, detail, nextStep}: Judgement): CheckResult {
	return {
		id,
		title,
		state,
		detail: sanitizeLine(detail, {maxLength: maxTextLength}),
		...(nextStep !== undefined && nextStep !== '' && {nextStep: sanitizeLine(nextStep, {maxLength: maxTextLength})}),
	};
}
