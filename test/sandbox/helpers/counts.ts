import type {SandboxEntry} from '../../../source/sandbox/types.js';

const minuteMs = 60_000;
const nsPerMs = 1_000_000n;
const levelMarks: readonly RegExp[] = [
	/^\{"(?:level|[^{}]*"level)":"(\w+)"/,
	/\blevel=(\w+)/,
	/\[(error|warning|info)\]/i,
];

export const timeOf = (entry: SandboxEntry): number => Number(entry.timeNs / nsPerMs);

export const serviceOf = (entry: SandboxEntry): string => entry.labels.app ?? '';

/** The level as Loki would find it: label first, then the field of JSON and logfmt, then a bracketed word. */
export const levelOf = (entry: SandboxEntry): string => {
	const {level} = entry.labels;
	if (level !== undefined) {
		return level;
	}

	for (const mark of levelMarks) {
		const found = mark.exec(entry.line)?.[1];
		if (found !== undefined) {
			return found.toLowerCase();
		}
	}

	return 'unknown';
};

export const isError = (entry: SandboxEntry): boolean => levelOf(entry) === 'error';

/** Entries a minute of one service, between two times. */
export const perMinute = (entries: readonly SandboxEntry[], fromMs: number, toMs: number): number =>
	entries.filter(entry => timeOf(entry) >= fromMs && timeOf(entry) < toMs).length / ((toMs - fromMs) / minuteMs);

/** Probability of at least `count` events where `mean` are expected. */
export const poissonTail = (count: number, mean: number): number => {
	let term = Math.exp(-mean);
	let below = 0;
	for (let k = 0; k < count; k++) {
		below += term;
		term *= mean / (k + 1);
	}

	return Math.max(0, 1 - below);
};

/** The entries that do not pass, a few of them, for the message of an assertion on the whole list. */
export const failing = (entries: readonly SandboxEntry[], isFine: (entry: SandboxEntry) => boolean): readonly string[] =>
	entries.filter(entry => !isFine(entry)).slice(0, 5).map(entry => `${serviceOf(entry)} ${entry.line}`);

/** Neither before the one that came earlier. */
export const areInOrder = (entries: readonly SandboxEntry[]): boolean =>
	entries.every((entry, index) => entry.timeNs >= (entries[index - 1]?.timeNs ?? 0n));

export const between = (value: number, least: number, most: number): boolean => value >= least && value <= most;
