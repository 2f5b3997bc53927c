import {minuteMs} from '../minute.js';
import {isRecord} from '../saved.js';
import {judgeShares, judgeSlice} from './judge.js';
import {joinPast, type Past} from './past.js';
import {withKeys} from './with-keys.js';
import type {
	Finding,
	Sample,
	SenseName,
	Slice,
} from './types.js';

/** Slices remembered: six hours, one in a quarter of an hour. */
const maxSlices = 24;
const sliceEveryMs = 15 * minuteMs;
/** What is younger is not the past: it may be the trouble. */
const quarantineMs = 15 * minuteMs;
const maxAgeMs = 49 * 60 * minuteMs;
/** What a service stopped to do on purpose is not missed until the past has forgotten it. */
const switchedForMs = maxSlices * sliceEveryMs;
const maxSwitched = 1000;
/** Slices from which on it is known how calm times score. */
const minSlices = 4;
/** Something opens when it scores so much above the calmest times' highest. */
const aboveCalm = 1.25;

/** The least that opens anything: doublings, times the logarithm of the milliseconds for times. */
const floors: Readonly<Record<SenseName, number>> = {
	'new-error': 1, 'new-warning': 2, vanished: 1.5, 'own-time': 4, 'call-time': 4, 'told-time': 4, 'ends-early': 1.5,
};

type Peaks = Partial<Record<SenseName, number>>;
type Known = {readonly slice: Slice; readonly peaks: Peaks};

export type Judgement = {
	/** What is abnormal, most to blame first. */
	readonly opened: readonly Finding[];
	/** All that changed, whether or not it is more than in calm times. */
	readonly all: readonly Finding[];
};

/** What the senses know of calm times: a bounded ring of slices, and the scores that each of them got. */
export type SenseMemory = {
	/** Takes slices of the past that were read at the start; each is judged by the others, a step a slice, so that others get their turn. It is learnt when the last step is done. */
	readonly learnPast: (samples: readonly Sample[]) => Iterable<undefined>;
	readonly size: () => number;
	/** Judges a slice by the past, and the newest part of it alone, where what began within it stands out. `openSinceMs` is when the oldest open trouble began: nothing from then on is calm. */
	readonly judge: (sample: Sample, openSinceMs: number | undefined) => Judgement;
	/** What `createSenseMemory` takes: plain JSON. */
	readonly save: () => unknown;
};

const peaksOf = (findings: readonly Finding[]): Peaks => {
	const peaks: Peaks = {};
	for (const {sense, score} of findings) {
		peaks[sense] = Math.max(peaks[sense] ?? 0, score);
	}

	return peaks;
};

/** Of what was found twice, the surer one. */
const best = (findings: readonly Finding[]): readonly Finding[] => {
	const kept = new Map<string, Finding>();
	for (const finding of findings.toSorted((a, b) => b.blame - a.blame)) {
		const id = `${finding.sense}\n${finding.service}\n${finding.key}`;
		if (!kept.has(id)) {
			kept.set(id, finding);
		}
	}

	return [...kept.values()];
};

const judgeSample = ({slice, newest}: Sample, past: Past): readonly Finding[] => newest ? best([...judgeSlice(slice, past), ...judgeShares(newest, past)]) : judgeSlice(slice, past);

const isSlice = (value: unknown): value is Slice => isRecord(value)
	&& ['startMs', 'endMs', 'lines', 'errorLines'].every(name => typeof value[name] === 'number')
	&& ['usual', 'errors', 'times', 'ends', 'switched'].every(name => Array.isArray(value[name]));

const readSwitched = (saved: unknown): ReadonlyArray<readonly [string, number]> => (Array.isArray(saved) ? saved : []).filter((pair): pair is readonly [string, number] => Array.isArray(pair) && typeof pair[0] === 'string' && typeof pair[1] === 'number').slice(-maxSwitched);

const readKnown = (saved: unknown): Known[] => (Array.isArray(saved) ? saved : []).filter((known): known is Known => isRecord(known) && isSlice(known.slice) && isRecord(known.peaks)).slice(-maxSlices);

export type SenseMemoryOptions = {
	/** What `save` gave. */
	readonly saved?: unknown;
	/** Patterns merge: the key that stands for one now. */
	readonly keyNow?: (key: string) => string;
};

/** Keeps what is usual and judges by it. What is learnt is at least 15 minutes old and not from an open trouble. What of `saved` cannot be used is passed over. */
export function createSenseMemory({saved, keyNow = key => key}: SenseMemoryOptions = {}): SenseMemory {
	let ring: Known[] = isRecord(saved) ? readKnown(saved.ring) : [];
	/** When a service last announced a change made on purpose. */
	let switchedMs = new Map<string, number>(isRecord(saved) ? readSwitched(saved.switched) : []);
	/** Too young to be the past. */
	let held: Known[] = isRecord(saved) ? readKnown(saved.held) : [];

	const rekeyed = (known: Known): Known => {
		const slice = withKeys(known.slice, keyNow);
		return slice === known.slice ? known : {...known, slice};
	};

	const rekeyedSample = ({slice, newest}: Sample): Sample => ({slice: withKeys(slice, keyNow), newest: newest && withKeys(newest, keyNow)});

	const limitOf = (sense: SenseName): number => {
		const floor = floors[sense] * (ring.length < minSlices ? 2 : 1);
		return Math.max(floor, aboveCalm * Math.max(0, ...ring.map(({peaks}) => peaks[sense] ?? 0)));
	};

	const admit = (nowMs: number, openSinceMs: number | undefined): void => {
		// What was written while something was wrong is never learnt.
		held = held.filter(({slice}) => openSinceMs === undefined || slice.endMs < openSinceMs - quarantineMs);
		const old = held.filter(({slice}) => nowMs - slice.endMs >= quarantineMs);
		held = held.filter(known => !old.includes(known));
		ring = [...ring, ...old].filter(({slice}) => nowMs - slice.endMs <= maxAgeMs).toSorted((a, b) => a.slice.startMs - b.slice.startMs).slice(-maxSlices).map(known => rekeyed(known));
	};

	return {
		size: () => ring.length,
		* learnPast(samples) {
			const all = samples.filter(({slice}) => slice.lines > 0).slice(-maxSlices).map(sample => rekeyedSample(sample));
			const learnt: Known[] = [];
			for (const sample of all) {
				const others = all.filter(other => other !== sample).map(({slice}) => slice);
				learnt.push({slice: sample.slice, peaks: peaksOf(judgeSample(sample, joinPast(others)))});
				yield undefined;
			}

			ring = learnt.toSorted((a, b) => a.slice.startMs - b.slice.startMs);
		},
		judge(sample, openSinceMs) {
			const {slice: read, newest: readNewest} = rekeyedSample(sample);
			admit(read.endMs, openSinceMs);
			for (const service of read.switched) {
				switchedMs.set(service, read.endMs);
			}

			switchedMs = new Map([...switchedMs].filter(([, timeMs]) => read.endMs - timeMs < switchedForMs).slice(-maxSwitched));
			const slice = {...read, switched: [...switchedMs.keys()]};
			const newest = readNewest && {...readNewest, switched: slice.switched};
			const past = joinPast(ring.map(known => known.slice));
			const all = judgeSample({slice, newest}, past);
			const opened = all.filter(({sense, score, isOver: hasEnded}) => !hasEnded && score >= limitOf(sense));
			const learntMs = [...ring, ...held].reduce((latest, known) => Math.max(latest, known.slice.endMs), 0);
			if (opened.length === 0 && openSinceMs === undefined && slice.endMs - learntMs >= sliceEveryMs) {
				held.push({slice: read, peaks: peaksOf(all)});
			}

			return {opened, all};
		},
		save: () => ({ring, held, switched: [...switchedMs]}),
	};
}
