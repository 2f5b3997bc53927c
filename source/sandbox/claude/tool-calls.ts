import type {SeenEvidence} from './evidence.js';
import type {Fields} from './fields.js';

/** A tool that a script wants to call. */
export type PlannedCall = {readonly name: string; readonly input: Fields};

/** Calls that are made at the same time, and what for. */
export type Round = {
	/** In one or two sentences: the summary of the thinking before it. */
	readonly thought: string;
	readonly calls: readonly PlannedCall[];
};

type Times = {readonly from: string; readonly to: string};

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const beforeOnsetMs = 2 * minuteMs;
const afterOnsetMs = 3 * minuteMs;
const maxServices = 3;
const fewLines = 20;
const minCalls = 2;
const maxCalls = 4;

const iso = (timeMs: number): string => new Date(timeMs).toISOString();

/** When it began, as far as the evidence says. */
const onsetOf = (evidence: SeenEvidence): number =>
	Date.parse(evidence.onsets.find(({service}) => service === evidence.service)?.since ?? evidence.anomalies[0]?.since ?? '');

/** The minutes around the onset, within the evidence's window. */
const aroundOnset = (evidence: SeenEvidence, window: Times): Times => {
	const onsetMs = onsetOf(evidence);
	const fromMs = Math.max(Date.parse(window.from), onsetMs - beforeOnsetMs);
	const toMs = Math.min(Date.parse(window.to), onsetMs + afterOnsetMs);
	return fromMs < toMs ? {from: iso(fromMs), to: iso(toMs)} : window;
};

/** The calls that a script can make, with the evidence's own times; undefined where it has none. */
export type CallMaker = {
	readonly errorRates: (services: readonly string[], by?: string) => PlannedCall;
	readonly topPatterns: (service: string, isErrorsOnly?: boolean) => PlannedCall;
	/** Of the minutes around the onset. */
	readonly linesAtOnset: (filter: Fields) => PlannedCall;
	/** Of the whole window. */
	readonly lines: (filter: Fields) => PlannedCall;
	/** With the hour before. */
	readonly compared: (service: string) => PlannedCall;
	readonly contextOf: (lineId: string) => PlannedCall;
	readonly traced: (traceId: string) => PlannedCall;
	readonly podsOf: (selector: string | undefined) => PlannedCall;
};

export const callMaker = (evidence: SeenEvidence): CallMaker | undefined => {
	const {window} = evidence;
	if (window === undefined) {
		return undefined;
	}

	const hourBefore = {before_from: iso(Date.parse(window.from) - hourMs), before_to: window.from};
	return {
		errorRates: (services, by) => ({name: 'error_rates', input: {services: [...new Set(services)].slice(0, maxServices), ...window, ...(by !== undefined && {by})}}),
		topPatterns: (service, isErrorsOnly = false) => ({name: 'top_patterns', input: {service, ...window, ...(isErrorsOnly && {errors_only: true})}}),
		linesAtOnset: filter => ({name: 'query_logs', input: {...filter, ...aroundOnset(evidence, window), limit: fewLines}}),
		lines: filter => ({name: 'query_logs', input: {...filter, ...window, limit: fewLines}}),
		compared: service => ({name: 'compare_windows', input: {service, ...window, ...hourBefore}}),
		contextOf: lineId => ({name: 'context_around', input: {line_id: lineId, before: 5, after: 5}}),
		traced: traceId => ({name: 'trace', input: {trace_id: traceId, ...window}}),
		podsOf: selector => ({name: 'label_values', input: {label: 'pod', ...(selector !== undefined && {selector}), ...window}}),
	};
};

/** The rounds with what is offered only, filled up to two calls and no more than four; empty ones are left out. */
export const offeredRounds = (rounds: readonly Round[], evidence: SeenEvidence, offered: ReadonlySet<string>): readonly Round[] => {
	const make = callMaker(evidence);
	const planned = rounds.map(({thought, calls}) => ({thought, calls: calls.filter(({name}) => offered.has(name))}));
	const used = new Set(planned.flatMap(({calls}) => calls.map(({name}) => name)));
	const spare = make === undefined
		? []
		: [
			make.errorRates([evidence.service], 'pod'),
			make.topPatterns(evidence.service),
			make.lines({service: evidence.service, level: 'error'}),
			make.compared(evidence.service),
			make.podsOf(evidence.selector),
		].filter(({name}) => offered.has(name) && !used.has(name));
	const count = planned.reduce((sum, {calls}) => sum + calls.length, 0);
	const [first = {thought: `First a second look at ${evidence.service}.`, calls: []}, ...rest] = planned;
	const filled = [{...first, calls: [...first.calls, ...spare.slice(0, Math.max(0, minCalls - count))]}, ...rest];
	let left = maxCalls;
	return filled.map(({thought, calls}) => {
		const kept = calls.slice(0, left);
		left -= kept.length;
		return {thought, calls: kept};
	}).filter(({calls}) => calls.length > 0);
};
