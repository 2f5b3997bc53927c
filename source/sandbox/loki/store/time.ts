/** A moment in nanoseconds, in two numbers, since one does not hold it exactly. */
export type Nanotime = {
	/** Whole milliseconds since the epoch. */
	readonly ms: number;
	/** Nanoseconds into that millisecond. */
	readonly subNs: number;
};

const nsPerMs = 1_000_000n;

export const fromNs = (ns: bigint): Nanotime => {
	const ms = ns / nsPerMs;
	const subNs = ns % nsPerMs;
	return subNs < 0n
		? {ms: Number(ms) - 1, subNs: Number(subNs + nsPerMs)}
		: {ms: Number(ms), subNs: Number(subNs)};
};

export const fromMs = (ms: number): Nanotime => ({ms: Math.floor(ms), subNs: Math.round((ms - Math.floor(ms)) * 1e6)});

/** Nanoseconds as Loki writes them: a decimal string. */
export const toNsText = (ms: number, subNs: number): string =>
	ms > 0 ? `${ms}${String(subNs).padStart(6, '0')}` : String((BigInt(ms) * nsPerMs) + BigInt(subNs));

export const addNs = ({ms, subNs}: Nanotime, ns: number): Nanotime => {
	const wholeMs = Math.floor(ns / 1e6);
	const sum = subNs + (ns - (wholeMs * 1e6));
	return sum >= 1e6 ? {ms: ms + wholeMs + 1, subNs: sum - 1e6} : {ms: ms + wholeMs, subNs: sum};
};

export const compareTimes = (a: Nanotime, b: Nanotime): number => a.ms - b.ms || a.subNs - b.subNs;
