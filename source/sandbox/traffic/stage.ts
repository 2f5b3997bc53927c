import type {SandboxEntry} from '../types.js';
import type {Hit, Incident} from './incidents/types.js';
import type {Fleet, Level, Pod} from './fleet.js';
import type {Random} from './random.js';
import type {Timeline} from './timeline.js';

/** A line and the level that its author gave it. */
export type Written = {
	readonly level: Level;
	readonly line: string;
};

export type WriteOptions = {
	readonly traceId?: string;
	/** Where it matters which pod wrote it; else one that serves at that moment, in turn. */
	readonly pod?: Pod;
};

/** What a minute's play has at hand, and where its lines go. */
export type Stage = {
	readonly random: Random;
	readonly timeline: Timeline;
	readonly fleet: Fleet;
	readonly write: (service: string, timeMs: number, written: Written, options?: WriteOptions) => void;
	/** One of the pods that serve at that moment, in turn. */
	readonly podOf: (service: string, timeMs: number) => Pod;
	/** What the incident does to a request of a service at that moment; undefined where nothing. */
	readonly hitOf: (service: string, timeMs: number) => Hit | undefined;
};

const nsPerMs = 1_000_000n;

/** A stage whose lines are collected as entries. */
export const createStage = (random: Random, timeline: Timeline, fleet: Fleet, {hits = []}: Pick<Incident, 'hits'> = {}): {stage: Stage; entries: SandboxEntry[]} => {
	const entries: SandboxEntry[] = [];
	let turn = random.int(0, 11);
	const podOf = (service: string, timeMs: number): Pod => {
		const pods = fleet.podsOf(service, timeMs);
		const pod = pods[turn++ % pods.length];
		return pod ?? random.pick(pods);
	};

	const stage: Stage = {
		random,
		timeline,
		fleet,
		podOf,
		hitOf(service, timeMs) {
			const hit = timeMs < timeline.onsetMs ? undefined : hits.find(candidate => candidate.service === service);
			return hit && random.chance(hit.share) ? hit : undefined;
		},
		write(service, timeMs, {level, line}, {traceId, pod = podOf(service, timeMs)} = {}) {
			entries.push({
				labels: pod.labels(level),
				// Within the millisecond, so that lines of one millisecond keep apart.
				timeNs: (BigInt(Math.floor(timeMs)) * nsPerMs) + BigInt(random.int(0, 999_999)),
				line,
				...(traceId !== undefined && {metadata: {trace_id: traceId}}),
			});
		},
	};
	return {stage, entries};
};
