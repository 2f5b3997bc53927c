import assert from 'node:assert/strict';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxEntry, SandboxLoki, SandboxLokiOptions} from '../../../source/sandbox/types.js';

/** The time of all data in these tests: a whole hour. */
export const nowMs = Date.parse('2026-11-23T10:00:00Z');

/** A line so many seconds before now. */
export const entry = (secondsAgo: number, labels: Readonly<Record<string, string>>, line: string, metadata?: Readonly<Record<string, string>>): SandboxEntry => ({
	labels, timeNs: BigInt(nowMs - (secondsAgo * 1000)) * 1_000_000n, line, ...(metadata && {metadata}),
});

export const startLoki = async (options: SandboxLokiOptions = {}): Promise<SandboxLoki> => startSandboxLoki({now: () => nowMs, ...options});

type Parameters = Readonly<Record<string, string>>;

export const get = async (loki: SandboxLoki, path: string, parameters: Parameters = {}, headers: Readonly<Record<string, string>> = {}): Promise<{status: number; text: string}> => {
	const response = await fetch(`${loki.url}${path}?${new URLSearchParams(parameters).toString()}`, {headers});
	return {status: response.status, text: await response.text()};
};

const labelText = (labels: Readonly<Record<string, string>>): string =>
	Object.entries(labels).toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([name, value]) => `${name}=${value}`).join(' ');

type Result = {readonly data: {readonly resultType: string; readonly result: ReadonlyArray<Record<string, unknown>>}};

const ask = async (loki: SandboxLoki, path: string, parameters: Parameters, headers?: Readonly<Record<string, string>>): Promise<Result> => {
	const {status, text} = await get(loki, path, parameters, headers);
	assert.equal(status, 200, text);
	return JSON.parse(text) as Result;
};

/** The answer to an instant query at the time of the tests: labels and value, sorted. */
export const instant = async (loki: SandboxLoki, query: string, headers?: Readonly<Record<string, string>>): Promise<string[]> => {
	const {data} = await ask(loki, '/loki/api/v1/query', {query, time: String(nowMs / 1000)}, headers);
	return data.resultType === 'scalar'
		? [(data.result as unknown as [number, string])[1]]
		: data.result.map(({metric, value}) => `{${labelText(metric as Record<string, string>)}} ${(value as [number, string])[1]}`).toSorted();
};

/** The answer to a range query over the last minutes: labels, then the samples from the oldest on, `-` where there is none. */
export const range = async (loki: SandboxLoki, query: string, {minutes = 5, stepSeconds = 60} = {}): Promise<string[]> => {
	const startSeconds = (nowMs / 1000) - (minutes * 60);
	const {data} = await ask(loki, '/loki/api/v1/query_range', {
		query, start: String(startSeconds), end: String(nowMs / 1000), step: String(stepSeconds),
	});
	return data.result.map(({metric, values}) => {
		const byTime = new Map(values as Array<[number, string]>);
		const samples = Array.from({length: ((minutes * 60) / stepSeconds) + 1}, (_, step) => byTime.get(startSeconds + (step * stepSeconds)) ?? '-');
		return `{${labelText(metric as Record<string, string>)}} ${samples.join(' ')}`;
	}).toSorted();
};

/** The lines that a query finds in the last hour, newest first, with their labels before them where asked for. */
export const lines = async (loki: SandboxLoki, query: string, {isWithLabels = false, headers = {}} = {}): Promise<string[]> => {
	const {data} = await ask(loki, '/loki/api/v1/query_range', {
		query, start: String((nowMs / 1000) - 3600), end: String((nowMs / 1000) + 1), limit: '1000',
	}, headers);
	const found = data.result.flatMap(({stream, values}) => (values as Array<[string, string]>).map(([time, line]) => ({
		time: BigInt(time), text: isWithLabels ? `{${labelText(stream as Record<string, string>)}} ${line}` : line,
	})));
	return found.toSorted((a, b) => Number(b.time - a.time)).map(({text}) => text);
};

/** Loki's refusal of a query. */
export const refusal = async (loki: SandboxLoki, query: string, parameters: Parameters = {}): Promise<string> => {
	const {status, text} = await get(loki, '/loki/api/v1/query_range', {
		query, start: String((nowMs / 1000) - 3600), end: String(nowMs / 1000), ...parameters,
	});
	assert.equal(status, 400, text);
	return text;
};
