import pLimit from 'p-limit';
import {linkAbort} from '../../../loki/http/linked-abort.js';
import {sanitizeLine} from '../../../terminal/sanitize.js';
import type {BudgetMeter} from '../budget/budget-meter.js';
import {budgetWords} from '../budget/budget.js';
import type {AskedCall} from '../request/message-blocks.js';
import {maxResultBytes} from '../../tools/present.js';
import {
	refuse,
	type PreparedCall,
	type Toolbox,
	type ToolResult,
} from '../../tools/toolbox.js';
import type {StepResult} from '../turns.js';
import type {AnalysisEvent} from '../../../facts/analysis.js';
import {EventQueue} from './event-queue.js';

export type RunCallsOptions = {
	readonly toolbox: Toolbox;
	readonly meter: BudgetMeter;
	readonly signal: AbortSignal;
	/** Of one call. */
	readonly timeoutMs: number;
	readonly now: () => number;
};

const maxNameLength = 60;
const maxArgumentsLength = 120;

const budgetSpent = (meter: BudgetMeter): ToolResult | undefined => {
	const spent = meter.spent();
	return spent && refuse('refused', {why: `budget spent: ${budgetWords[spent]}`, instead: 'Report now, list the gaps.', summary: 'budget spent'});
};

const stopped = (): ToolResult => refuse('failed', {why: 'stopped by the engineer', instead: 'Wait for the next question.', summary: 'stopped'});

const prepare = (toolbox: Toolbox, call: AskedCall): PreparedCall => call.malformed === undefined
	? toolbox.prepare(call)
	: {line: sanitizeLine(call.malformed, {maxLength: maxArgumentsLength}), run: async () => refuse('failed', {why: 'the arguments are not a JSON object', instead: 'Fix the arguments and call again.', summary: 'the arguments are no JSON'})};

/** Runs one call within the budget, the time and the signal. Never rejects. */
const runOne = async (prepared: PreparedCall, {meter, signal, timeoutMs}: RunCallsOptions): Promise<ToolResult> => {
	const without = signal.aborted ? stopped() : budgetSpent(meter);
	if (without) {
		return without;
	}

	const call = meter.beginCall(maxResultBytes);
	const link = linkAbort(signal);
	const timer = setTimeout(() => {
		link.abort(new DOMException('the call took too long', 'TimeoutError'));
	}, Math.min(timeoutMs, meter.timeLeftMs()));
	const {scanBytesPerCall} = meter.budget().limits;
	const result = await prepared.run({
		signal: link.signal, maxResultBytes: call.maxResultBytes, scan: {maxBytes: scanBytesPerCall, reserve: call.reserveScan, isSpent: call.isScanSpent},
	});
	clearTimeout(timer);
	link.unlink();
	call.end({resultBytes: result.bytes, scanBytes: result.scannedBytes});
	return result;
};

/**
Runs the calls of one message, a few at a time, and tells how they go. What the budget has no room for gets a result that says so.
Returns one result a call, in the order of the calls; whoever stops listening stops them.
*/
export async function * runCalls(calls: readonly AskedCall[], options: RunCallsOptions): AsyncGenerator<AnalysisEvent, readonly StepResult[]> {
	const {toolbox, meter, now} = options;
	const link = linkAbort(options.signal);
	const limit = pLimit(meter.budget().limits.concurrent);
	const events = new EventQueue<AnalysisEvent>();

	const run = async (call: AskedCall): Promise<StepResult> => {
		const prepared = prepare(toolbox, call);
		const startedMs = now();
		const name = sanitizeLine(call.name, {maxLength: maxNameLength});
		events.push({
			type: 'tool-started', id: call.id, name, arguments: prepared.line,
		});
		const result = await runOne(prepared, {...options, signal: link.signal});
		const {state, summary, bytes, content} = result;
		events.push({
			type: 'tool-ended', id: call.id, state, summary, durationMs: Math.max(0, now() - startedMs), bytes, result: content,
		}, {type: 'budget', budget: meter.use()});
		return {
			callId: call.id, name, content, isError: state !== 'ok', summary, isElided: false,
		};
	};

	const working = (async () => {
		try {
			return await Promise.all(calls.map(async call => limit(async () => run(call))));
		} finally {
			events.end();
		}
	})();
	let isWhole = false;
	try {
		yield * events.read();
		isWhole = true;
		return await working;
	} finally {
		link.abort();
		link.unlink();
		if (!isWhole) {
			await working;
			// Nobody has seen these results.
			toolbox.forget(calls.map(({id}) => id));
		}
	}
}
