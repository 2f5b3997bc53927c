import {Buffer} from 'node:buffer';
import {LokiError} from '../../loki/http/errors/index.js';
import {linkAbort} from '../../loki/http/linked-abort.js';
import {scopeClient} from '../../loki/scoped-client.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {untilAborted} from '../../loki/http/until-aborted.js';
import type {PatternMiner} from '../../patterns/types.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {formatExact, formatTime} from '../../words/numbers.js';
import {encodeJson, type Json} from '../evidence/evidence-json.js';
import {redactValue} from '../redaction/redact-evidence.js';
import {withShown} from '../redaction/shown-as.js';
import type {Evidence, EvidenceLine} from '../../facts/evidence.js';
import type {RestoringRedactor} from '../types.js';
import {compareWindows} from './compare-windows.js';
import {contextAround} from './context-around.js';
import {errorRates} from './error-rates.js';
import {labelValues} from './label-values.js';
import {fixedLabels} from './line-rows.js';
import {present} from './present.js';
import {queryLogs} from './query-logs.js';
import {reserveScan, type ScanLimits} from './scan-estimate.js';
import {createShownLines} from './shown-lines.js';
import {ToolInputError, ToolRefusal} from './tool-errors.js';
import {topPatterns} from './top-patterns.js';
import {trace} from './trace.js';
import type {
	CallPlan,
	Tool,
	ToolContext,
	ToolDefinition,
} from './types.js';

const tools: readonly Tool[] = [labelValues, errorRates, topPatterns, queryLogs, contextAround, compareWindows, trace];

const maxLineLength = 120;
const maxErrorLength = 400;

/** A call as the model made it; `input` may be anything. */
export type RequestedCall = {readonly id: string; readonly name: string; readonly input: unknown};

export type ToolResult = {
	readonly state: 'ok' | 'refused' | 'failed';
	/** JSON, redacted: what the model is given. */
	readonly content: string;
	/** `37 of 1,204 lines`, for the screen. */
	readonly summary: string;
	/** Of the content. */
	readonly bytes: number;
	/** What the call made Loki read, and what was set aside for it. */
	readonly scannedBytes: number;
	readonly reservedBytes: number;
};

export type CallLimits = {
	readonly signal: AbortSignal;
	readonly maxResultBytes: number;
	readonly scan: ScanLimits & {
		/** Whether a call that has read so much must not read on. */
		readonly isSpent: (scannedBytes: number) => boolean;
	};
};

export type PreparedCall = {
	/** The arguments in one short line for a person. */
	readonly line: string;
	/** Never rejects. */
	readonly run: (limits: CallLimits) => Promise<ToolResult>;
};

/** The read-only tools of one conversation. */
export type Toolbox = {
	readonly definitions: readonly ToolDefinition[];
	/** Reads a call's arguments; what is wrong with them is the result of running it. */
	readonly prepare: (call: RequestedCall) => PreparedCall;
	/** The lines that tools have shown and that still stand before the model, as they really are and as they were shown. */
	readonly shownLines: () => readonly EvidenceLine[];
	/** The results of these calls are no longer before the model: what only they showed does not count as shown, and the same may be asked again. */
	readonly forget: (callIds: readonly string[]) => void;
};

export type ToolboxOptions = {
	readonly client: LokiClient;
	readonly scope: Scope;
	readonly evidence: Evidence;
	readonly redactor: Pick<RestoringRedactor, 'redact' | 'redactLines' | 'redactEach' | 'restoreForLoki' | 'hideKnown'>;
	readonly createMiner: () => PatternMiner;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
	/** In which a person reads clock times; UTC where not given. */
	readonly timeZone?: string | undefined;
};

/** A call that can be run, and whether a placeholder in it became a real value for Loki. */
type Planned = {readonly plan: CallPlan; readonly hasRestored: boolean};

/** A result that is no answer: what is wrong, and what to do instead. */
export const refuse = (state: 'refused' | 'failed', {why, instead, summary}: {readonly why: string; readonly instead: string; readonly summary: string}): ToolResult => {
	const content = encodeJson({error: why.slice(0, maxErrorLength), instead: instead.slice(0, maxErrorLength)});
	return {
		state, content, summary, bytes: Buffer.byteLength(content), scannedBytes: 0, reservedBytes: 0,
	};
};

/** Tools over one Loki that cannot leave the watched scope, show no secret, and number each line that they show. */
export const createToolbox = ({client, scope, evidence, redactor, createMiner, now, timeZone = 'UTC'}: ToolboxOptions): Toolbox => {
	const {redact} = redactor;
	/** For what is asked of Loki with real values: in its answer they are hidden again, whatever stands around them. */
	const hide = (text: string): string => redactor.hideKnown(text);
	const hiding = {
		redact: hide,
		* redactEach(texts: readonly string[]): Iterable<string> {
			for (const text of redactor.redactEach(texts)) {
				yield hide(text);
			}
		},
	};
	const lines = createShownLines({evidenceLines: evidence.lines, serviceLabel: scope.capabilities.serviceLabel, ignoredLabels: fixedLabels(scope)});
	const clock = (timeMs: number): string => formatTime(timeMs, {timeZone});
	/** Which call first asked each question. */
	const asked = new Map<string, string>();

	/** All lines that were ever shown, redacted together: a key that is split over them is known by its neighbours. As they were when so many had been shown. */
	let shownSoFar: readonly EvidenceLine[] = [];
	const shownLines = (): readonly EvidenceLine[] => {
		const list = lines.list();
		if (list.length !== shownSoFar.length) {
			const texts = redactor.redactLines(list.map(({line}) => line));
			shownSoFar = list.map((line, index) => withShown(line, texts[index] ?? redact(line.line)));
		}

		const standing = lines.standing();
		return shownSoFar.filter(({id}) => standing.has(id));
	};

	const contextNow = (onRestored: () => void): ToolContext => ({
		scope,
		nowMs: now(),
		window: {startMs: evidence.startMs, endMs: evidence.endMs},
		clock,
		restore(text) {
			const real = redactor.restoreForLoki(text);
			if (real !== text) {
				onRestored();
			}

			return real;
		},
		redactValue: (name, value) => redactValue(name, value, redact),
		createMiner,
		shownLine: lines.find,
	});

	/** What went wrong, in words that hold no secret: Loki repeats the query in its own. */
	const describeError = (error: unknown, signal: AbortSignal): ToolResult => {
		if (error instanceof ToolRefusal) {
			return refuse('refused', {why: hide(error.message), instead: hide(error.instead), summary: error.short});
		}

		if (error instanceof ToolInputError) {
			return refuse('failed', {why: hide(`the arguments cannot be used: ${error.message}`), instead: 'Fix the arguments and call again.', summary: 'the arguments cannot be used'});
		}

		if (signal.aborted) {
			const isLate = signal.reason instanceof Error && signal.reason.name === 'TimeoutError';
			return refuse('failed', {why: isLate ? 'Loki did not answer in time' : 'the call was stopped', instead: isLate ? 'Ask for less time or fewer streams.' : 'Report with what is known.', summary: isLate ? 'took too long' : 'stopped'});
		}

		return error instanceof LokiError ? refuse('failed', {why: hide(`${error.what}: ${error.why}`), instead: 'Ask in another way, or report with what is known.', summary: sanitizeLine(hide(error.what), {maxLength: maxLineLength})}) : refuse('failed', {why: 'the tool failed', instead: 'Report with what is known.', summary: 'the tool failed'});
	};

	const runPlan = async (callId: string, {plan, hasRestored}: Planned, {signal, maxResultBytes, scan}: CallLimits): Promise<ToolResult> => {
		let scannedBytes = 0;
		let reservedBytes = 0;
		// Where one question of a call fails, its sisters need not go on.
		const link = linkAbort(signal);
		const scoped = scopeClient({
			client,
			scope,
			onCost({bytesScanned}) {
				scannedBytes += bytesScanned;
			},
			beforeScan() {
				if (scan.isSpent(scannedBytes)) {
					throw new ToolRefusal({why: 'Loki has read as much as this investigation may make it read', instead: 'Report with what is known.', short: 'the scan budget is spent'});
				}
			},
		});
		try {
			reservedBytes = await untilAborted(reserveScan(scoped, plan.scans, {limits: scan, signal: link.signal}), link.signal);
			const answer = await untilAborted(plan.run(scoped, link.signal), link.signal);
			const presented = await present(answer, {
				lines, callId, redactor: hasRestored ? hiding : redactor, maxBytes: maxResultBytes,
			});
			if (!presented) {
				throw new ToolRefusal({why: 'there is no room left for a result', instead: 'Report with what is known.', short: 'no room for a result'});
			}

			const {content, shown} = presented;
			const total = answer.total === undefined ? undefined : Math.max(answer.total, shown);
			return {
				state: 'ok',
				content,
				summary: total === undefined ? `${formatExact(shown)} ${answer.unit}, more were not counted` : `${formatExact(shown)} of ${formatExact(total)} ${answer.unit}`,
				bytes: Buffer.byteLength(content),
				scannedBytes,
				reservedBytes,
			};
		} catch (error) {
			const result = describeError(error, signal);
			// What a broken call had read is not known: what was set aside for it counts.
			return {...result, scannedBytes: result.state === 'failed' ? Math.max(scannedBytes, reservedBytes) : scannedBytes, reservedBytes};
		} finally {
			link.abort();
			link.unlink();
		}
	};

	const planOf = ({name, input}: RequestedCall): Planned | ToolResult => {
		const tool = tools.find(({definition}) => definition.name === name);
		if (!tool) {
			return refuse('failed', {why: 'there is no tool of that name', instead: `The tools are ${tools.map(({definition}) => definition.name).join(', ')}.`, summary: 'no such tool'});
		}

		try {
			let hasRestored = false;
			const plan = tool.plan(input, contextNow(() => {
				hasRestored = true;
			}));
			return {plan, hasRestored};
		} catch (error) {
			return describeError(error, new AbortController().signal);
		}
	};

	return {
		definitions: tools.map(({definition}) => definition),
		prepare(call) {
			const planned = planOf(call);
			if ('state' in planned) {
				return {line: sanitizeLine(encodeJson(call.input as Json), {maxLength: maxLineLength}), run: async () => planned};
			}

			const {plan} = planned;
			const key = JSON.stringify([call.name, plan.key]);
			return {
				line: sanitizeLine(plan.line, {maxLength: maxLineLength}),
				async run(limits) {
					if (asked.has(key)) {
						return refuse('refused', {why: 'this very question was asked before in this conversation', instead: 'Look at the earlier result, or ask something else.', summary: 'asked before'});
					}

					if (lines.isFull()) {
						return refuse('refused', {why: 'this conversation has shown as many lines as it can number', instead: 'Report with what is known.', summary: 'no more lines'});
					}

					asked.set(key, call.id);
					const result = await runPlan(call.id, planned, limits);
					if (result.state !== 'ok') {
						asked.delete(key);
					}

					return result;
				},
			};
		},
		shownLines,
		forget(callIds) {
			lines.drop(callIds);
			for (const [key, id] of asked) {
				if (callIds.includes(id)) {
					asked.delete(key);
				}
			}
		},
	};
};
