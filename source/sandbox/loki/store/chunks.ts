import {Buffer} from 'node:buffer';
import type {Stream} from './stream.js';

/** A run of a stream's entries, as Loki would have put them into one chunk. */
export type Chunk = {
	readonly fromMs: number;
	readonly toMs: number;
	readonly entries: number;
	readonly bytes: number;
};

/** Loki's max_chunk_age. */
const maxChunkAgeMs = 2 * 3_600_000;

/** What a chunk spends on naming one label of structured metadata of one entry. */
const bytesPerMetadataLabel = 8;

/** Cuts the entries around a range into chunks. Names and values of metadata count once a chunk. */
export const chunksBetween = (stream: Stream, startMs: number, endMs: number): Chunk[] => {
	stream.sort();
	const chunks: Chunk[] = [];
	let index = stream.from;
	while (index < stream.to && stream.timesMs[index]! <= endMs) {
		const fromMs = stream.timesMs[index]!;
		const end = Math.min(stream.to, stream.search({ms: fromMs + maxChunkAgeMs, subNs: 0}));
		const toMs = stream.timesMs[end - 1]!;
		if (toMs >= startMs) {
			chunks.push({
				fromMs, toMs, entries: end - index, bytes: chunkBytes(stream, index, end),
			});
		}

		index = end;
	}

	return chunks;
};

const chunkBytes = (stream: Stream, from: number, to: number): number => {
	const symbols = new Set(['detected_level']);
	let bytes = 0;
	for (let index = from; index < to; index++) {
		bytes += stream.sizes[index]! + bytesPerMetadataLabel;
		symbols.add(stream.levels[stream.levelIds[index]!]!);
		for (const [name, value] of stream.metadata[index] ?? []) {
			bytes += bytesPerMetadataLabel;
			symbols.add(name);
			symbols.add(value);
		}
	}

	for (const symbol of symbols) {
		bytes += Buffer.byteLength(symbol);
	}

	return bytes;
};

/** The part of a chunk's time that a range covers, from 0 to 1. */
export const coveredPart = ({fromMs, toMs}: Chunk, startMs: number, endMs: number): number => {
	if (startMs > toMs || endMs < fromMs) {
		return 0;
	}

	return startMs <= fromMs && endMs >= toMs
		? 1
		: (Math.min(toMs, endMs) - Math.max(fromMs, startMs)) / (toMs - fromMs);
};
