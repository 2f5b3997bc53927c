import {successReply, type Reply} from '../http/reply.js';
import {labelSet} from '../labels.js';
import type {LogStream} from '../evaluate/log-query.js';
import type {ScanStats} from '../evaluate/select.js';
import {stepTimeMs, type Series, type StepGrid} from '../evaluate/series.js';
import {formatGoFloat} from '../../../logql/go-float.js';

export type QueryStats = {
	readonly scan: ScanStats;
	readonly execSeconds: number;
	readonly returnedEntries: number;
};

const chunkStats = ({lines, bytes, metadataBytes}: ScanStats): Record<string, number> => ({
	headChunkBytes: bytes,
	headChunkLines: lines,
	decompressedBytes: 0,
	decompressedLines: 0,
	compressedBytes: 0,
	totalDuplicates: 0,
	postFilterLines: lines,
	headChunkStructuredMetadataBytes: metadataBytes,
	decompressedStructuredMetadataBytes: 0,
});

/** What the query cost, in the form that Loki tells it. */
const statsJson = ({scan, execSeconds, returnedEntries}: QueryStats): string => {
	const seconds = Math.max(execSeconds, 1e-6);
	return JSON.stringify({
		summary: {
			bytesProcessedPerSecond: Math.round(scan.bytes / seconds),
			linesProcessedPerSecond: Math.round(scan.lines / seconds),
			totalBytesProcessed: scan.bytes,
			totalLinesProcessed: scan.lines,
			execTime: seconds,
			queueTime: 0,
			subqueries: 0,
			totalEntriesReturned: returnedEntries,
			splits: 1,
			shards: 1,
			totalPostFilterLines: scan.lines,
			totalStructuredMetadataBytesProcessed: scan.metadataBytes,
		},
		querier: {store: {totalChunksRef: 0, totalChunksDownloaded: 0, chunksDownloadTime: 0}},
		ingester: {
			totalReached: 1,
			totalChunksMatched: scan.streams,
			totalBatches: 1,
			totalLinesSent: returnedEntries,
			store: {
				totalChunksRef: 0, totalChunksDownloaded: 0, chunksDownloadTime: 0, chunk: chunkStats(scan),
			},
		},
	});
};

const secondsJson = (ms: number): string => String(Math.round(ms) / 1000);

const resultReply = (resultType: string, result: string, stats: QueryStats, flags = ''): Reply =>
	successReply(`{"resultType":"${resultType}",${flags}"result":${result},"stats":${statsJson(stats)}}`);

export const matrixReply = (series: readonly Series[], grid: StepGrid, stats: QueryStats): Reply => {
	const times = Array.from({length: grid.count}, (_, step) => secondsJson(stepTimeMs(grid, step)));
	const result = series.map(({labels, steps, values}) => {
		const samples = steps.map((step, index) => `[${times[step]},"${formatGoFloat(values[index]!)}"]`);
		return `{"metric":${labels.key},"values":[${samples.join(',')}]}`;
	});
	return resultReply('matrix', `[${result.join(',')}]`, stats);
};

export const vectorReply = (series: readonly Series[], grid: StepGrid, stats: QueryStats): Reply => {
	const time = secondsJson(stepTimeMs(grid, 0));
	const result = series.map(({labels, values}) => `{"metric":${labels.key},"value":[${time},"${formatGoFloat(values[0]!)}"]}`);
	return resultReply('vector', `[${result.join(',')}]`, stats);
};

export const scalarReply = (value: number, grid: StepGrid, stats: QueryStats): Reply =>
	resultReply('scalar', `[${secondsJson(stepTimeMs(grid, 0))},"${formatGoFloat(value)}"]`, stats);

export const streamsReply = (streams: readonly LogStream[], stats: QueryStats, isCategorized: boolean): Reply => {
	const result = streams.map(({labels, entries}) => {
		const values = entries.map(({
			timeNs, line, metadata, parsed,
		}) => {
			const head = `"${timeNs}",${JSON.stringify(line)}`;
			if (!isCategorized) {
				return `[${head}]`;
			}

			const categories = [
				...(metadata && metadata.length > 0 ? [`"structuredMetadata":${labelSet(metadata).key}`] : []),
				...(parsed && parsed.length > 0 ? [`"parsed":${labelSet(parsed).key}`] : []),
			];
			return `[${head},{${categories.join(',')}}]`;
		});
		return `{"stream":${labels.key},"values":[${values.join(',')}]}`;
	});
	return resultReply('streams', `[${result.join(',')}]`, stats, isCategorized ? '"encodingFlags":["categorize-labels"],' : '');
};
