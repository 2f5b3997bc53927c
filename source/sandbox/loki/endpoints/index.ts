import type {SandboxContext} from '../context.js';
import {selectStreams} from '../evaluate/select.js';
import {LokiError} from '../http/loki-error.js';
import {jsonReply, successReply, type Reply} from '../http/reply.js';
import {labelSet, type LabelSet} from '../labels.js';
import type {Matcher} from '../../../logql/ast.js';
import {chunksBetween, coveredPart} from '../store/chunks.js';
import {readSelector} from './read-query.js';
import type {QueryRequest} from './query.js';
import {
	readInteger,
	readStep,
	readTimeRange,
	type TimeRange,
} from './query-parameters.js';

const defaultVolumeLimit = 100;

type MsRange = {readonly startMs: number; readonly endMs: number};

type Volume = {readonly labels: LabelSet; readonly bytes: number};

const toMs = ({start, end}: TimeRange): MsRange => ({startMs: start.ms, endMs: end.ms});

const volumeMatchers = (parameters: URLSearchParams): readonly Matcher[] => {
	const query = parameters.get('query') ?? '';
	return query === '' || /^\s*\{\s*\}\s*$/.test(query) ? [] : readSelector(query);
};

/** /loki/api/v1/index/stats */
export const handleIndexStats = ({parameters, tenants}: QueryRequest, {now, stores}: SandboxContext): Reply => {
	const {startMs, endMs} = toMs(readTimeRange(parameters, now()));
	const source = stores.source(tenants);
	const totals = {
		streams: 0, chunks: 0, bytes: 0, entries: 0,
	};
	for (const {stream} of selectStreams(source, volumeMatchers(parameters))) {
		const chunks = chunksBetween(stream, startMs, endMs);
		totals.streams += chunks.length > 0 ? 1 : 0;
		totals.chunks += chunks.length;
		for (const chunk of chunks) {
			const part = coveredPart(chunk, startMs, endMs);
			totals.bytes += Math.floor(chunk.bytes * part);
			totals.entries += Math.floor(chunk.entries * part);
		}
	}

	return jsonReply(JSON.stringify(totals));
};

/** What volumes are summed by. */
type VolumeRequest = {
	readonly matchers: readonly Matcher[];
	/** The labels that a series keeps; undefined for all. */
	readonly names: ReadonlySet<string> | undefined;
	readonly isByLabel: boolean;
	readonly limit: number;
};

const readVolumeRequest = (parameters: URLSearchParams): VolumeRequest => {
	const matchers = volumeMatchers(parameters);
	const targets = (parameters.get('targetLabels') ?? '').split(',').map(name => name.trim()).filter(name => name !== '');
	const matched = matchers.map(({name}) => name);
	const names = targets.length > 0 ? targets : matched;
	const required = targets.filter(name => !matched.includes(name)).map((name): Matcher => ({name, operator: '=~', value: '.+'}));
	return {
		matchers: [...matchers, ...required],
		names: names.length > 0 ? new Set(names) : undefined,
		isByLabel: parameters.get('aggregateBy') === 'labels',
		limit: readInteger(parameters.get('limit') ?? undefined, defaultVolumeLimit),
	};
};

const keysOf = (labels: LabelSet, {names, isByLabel}: VolumeRequest): LabelSet[] => {
	const kept = labels.labels.filter(([name]) => names?.has(name) ?? true);
	return isByLabel ? kept.map(([name]) => labelSet([[name, '']])) : [labelSet(kept)];
};

/** Bytes by series, the largest first. */
const volumesIn = ({startMs, endMs}: MsRange, request: VolumeRequest, sandbox: SandboxContext, tenants: readonly string[]): Volume[] => {
	const bytesByKey = new Map<string, Volume>();
	for (const {stream, labels} of selectStreams(sandbox.stores.source(tenants), request.matchers)) {
		let bytes = 0;
		for (const chunk of chunksBetween(stream, startMs, endMs)) {
			bytes += Math.floor(chunk.bytes * coveredPart(chunk, startMs, endMs));
		}

		for (const key of bytes > 0 ? keysOf(labels, request) : []) {
			bytesByKey.set(key.key, {labels: key, bytes: (bytesByKey.get(key.key)?.bytes ?? 0) + bytes});
		}
	}

	return [...bytesByKey].map(([, volume]) => volume)
		.toSorted((a, b) => b.bytes - a.bytes || a.labels.key.localeCompare(b.labels.key))
		.slice(0, request.limit);
};

const requireVolume = ({limits}: SandboxContext): void => {
	if (!limits.isVolumeOn) {
		throw new LokiError(404, '');
	}
};

/** /loki/api/v1/index/volume */
export const handleVolume = ({parameters, tenants}: QueryRequest, sandbox: SandboxContext): Reply => {
	requireVolume(sandbox);
	const range = toMs(readTimeRange(parameters, sandbox.now()));
	const volumes = volumesIn(range, readVolumeRequest(parameters), sandbox, tenants);
	const result = volumes.map(({labels, bytes}) => `{"metric":${labels.key},"value":[${range.endMs / 1000},"${bytes}"]}`);
	return successReply(`{"resultType":"vector","result":[${result.join(',')}]}`);
};

/** Whole steps, with the first cut at the start and the last at the end. */
const splitByStep = ({startMs, endMs}: MsRange, stepMs: number): MsRange[] => {
	const parts: MsRange[] = [];
	for (let fromMs = Math.floor(startMs / stepMs) * stepMs; fromMs < endMs; fromMs += stepMs) {
		const toEndMs = fromMs + stepMs;
		parts.push({startMs: Math.max(fromMs, startMs), endMs: toEndMs < endMs ? toEndMs - 1 : endMs});
	}

	return parts;
};

/** /loki/api/v1/index/volume_range */
export const handleVolumeRange = ({parameters, tenants}: QueryRequest, sandbox: SandboxContext): Reply => {
	requireVolume(sandbox);
	const range = readTimeRange(parameters, sandbox.now());
	const request = readVolumeRequest(parameters);
	const samples = new Map<string, string[]>();
	for (const part of splitByStep(toMs(range), readStep(parameters, range))) {
		// Loki passes the parts on in whole seconds.
		const wholeSeconds = {startMs: part.startMs, endMs: Math.floor(part.endMs / 1000) * 1000};
		for (const {labels, bytes} of volumesIn(wholeSeconds, request, sandbox, tenants)) {
			const found = samples.get(labels.key) ?? [];
			found.push(`[${part.endMs / 1000},"${bytes}"]`);
			samples.set(labels.key, found);
		}
	}

	const result = [...samples].map(([key, values]) => `{"metric":${key},"values":[${values.join(',')}]}`);
	return successReply(`{"resultType":"matrix","result":[${result.join(',')}]}`);
};
