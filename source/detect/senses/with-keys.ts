import type {Slice, WarningCount} from './types.js';

/** Two ways to say one thing: neither came more often than both. */
const joinWarnings = (into: WarningCount | undefined, from: WarningCount | undefined): WarningCount | undefined => into && from
	? {said: into.said, places: Math.max(into.places, from.places), writers: Math.max(into.writers, from.writers)}
	: into ?? from;

const withWarning = (warning: WarningCount | undefined): {readonly warning?: WarningCount} => warning === undefined ? {} : {warning};

/** A slice by the keys that stand for its own now; the same one where none has changed. */
export function withKeys(slice: Slice, keyNow: (key: string) => string): Slice {
	/** A time or an end may be of two statements, a line each. */
	const renew = (key: string): string => key.includes('\n') ? key.split('\n').map(part => keyNow(part)).join('\n') : keyNow(key);
	const isSame = [slice.usual, slice.ends, slice.times].every(counts => counts.every(({key}) => renew(key) === key));
	if (isSame) {
		return slice;
	}

	const rekey = <Counted extends {readonly service: string; readonly key: string}>(counts: readonly Counted[], join: (into: Counted, from: Counted) => Counted): readonly Counted[] => {
		const joined = new Map<string, Counted>();
		for (const one of counts) {
			const key = renew(one.key);
			const moved = {...one, key};
			const id = `${one.service}\n${key}`;
			const known = joined.get(id);
			joined.set(id, known ? join(known, moved) : moved);
		}

		return [...joined.values()];
	};

	return {
		...slice,
		usual: rekey(slice.usual, (into, from) => ({
			...into, ...withWarning(joinWarnings(into.warning, from.warning)), count: into.count + from.count, firstMs: Math.min(into.firstMs, from.firstMs), lastMs: Math.max(into.lastMs, from.lastMs),
		})),
		ends: rekey(slice.ends, (into, from) => ({
			...into, seen: into.seen + from.seen, ends: into.ends + from.ends, firstMs: Math.min(into.firstMs, from.firstMs),
		})),
		// Series of one key may stay apart: they are pooled.
		times: slice.times.map(series => ({...series, key: renew(series.key)})),
	};
}
