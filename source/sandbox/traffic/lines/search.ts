import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {isoTime} from '../times.js';

const words = ['desk lamp', 'running shoes', 'canvas bag', 'kettle', 'wool scarf', 'usb c cable', 'puzzle 1000', 'garden chair'];
const index = (timeMs: number): string => `products-${isoTime(timeMs).slice(0, 10)}`;

export const queryLine = (random: Random, timeMs: number, traceId: string): Written => {
	const tookMs = random.durationMs(38);
	const isSlow = random.chance(0.03);
	const level = isSlow ? 'warn' : 'info';
	return {
		level,
		line: JSON.stringify({
			ts: isoTime(timeMs),
			level,
			msg: isSlow ? 'slow query' : 'query served',
			query: {text: random.pick(words), page: random.int(1, 4), filters: {in_stock: random.chance(0.5)}},
			result: {hits: random.int(0, 1800), took_ms: isSlow ? tookMs * 30 : tookMs, index: index(timeMs)},
			trace_id: traceId,
		}),
	};
};

export const searchTrouble = (random: Random, timeMs: number): Written => {
	const kind = random.chance(0.6)
		? {type: 'search_phase_execution_exception', reason: 'all shards failed'}
		: {type: 'circuit_breaking_exception', reason: `[parent] data too large, data for [<http_request>] would be [${random.int(980, 1010)}mb]`};
	return {
		level: 'error',
		line: JSON.stringify({
			ts: isoTime(timeMs),
			level: 'error',
			msg: 'query failed',
			error: kind,
			query: {text: random.pick(words)},
			result: {index: index(timeMs), node: `es-data-${random.int(0, 4)}`},
		}),
	};
};

export const searchChore = (random: Random, timeMs: number): Written => ({
	level: 'info',
	line: JSON.stringify({
		ts: isoTime(timeMs),
		level: 'info',
		msg: 'documents indexed',
		batch: {size: random.int(20, 200), took_ms: random.durationMs(90), index: index(timeMs)},
	}),
});
