import type {SandboxEntry} from '../types.js';
import {playBlips} from './blips.js';
import {chores} from './chores.js';
import {playCron} from './cron.js';
import {createFleet, storyServices} from './fleet.js';
import {playGenerics, serviceNames} from './generic.js';
import {defaultIncident, type IncidentName, incidents} from './incidents/registry.js';
import type {Incident} from './incidents/types.js';
import {playIncident} from './play-incident.js';
import {playPool} from './pool.js';
import {createRandom} from './random.js';
import {requestKinds} from './requests.js';
import {dayShape} from './shape.js';
import {createStage} from './stage.js';
import {playStorm} from './storm.js';
import {createTimeline, type Timeline} from './timeline.js';

const minuteMs = 60_000;
const historyMinutes = 24 * 60;
/** One batch of history: small enough that making and storing it takes a few milliseconds. */
const batchMinutes = 5;
/** A request that begins in one minute may end in the next one. */
const spillMinutes = 1;
/** After a pause (a laptop asleep) at most this much is caught up; the rest stays a gap. */
const longestCatchUpMinutes = 15;

export type TrafficOptions = {
	/** The demo's start: the end of the history, the beginning of the live part. Milliseconds since the epoch. */
	readonly nowMs: number;
	readonly seed: number;
	/** More than the 12 of the story, for benches. */
	readonly serviceCount?: number;
	/** What goes wrong; payment's pool where not given. */
	readonly incident?: IncidentName;
};

export type Traffic = {
	readonly services: readonly string[];
	readonly timeline: Timeline;
	/** All before the start, 24 h, in batches of 5 minutes: the newest batch first, oldest line first within a batch. */
	readonly history: () => Generator<readonly SandboxEntry[], void, void>;
	/** The lines after the last tick (at first: after the start) up to `nowMs`, oldest first. */
	readonly tick: (nowMs: number) => readonly SandboxEntry[];
};

const byTime = (a: SandboxEntry, b: SandboxEntry): number => {
	if (a.timeNs === b.timeNs) {
		return 0;
	}

	return a.timeNs < b.timeNs ? -1 : 1;
};

const toNs = (timeMs: number): bigint => BigInt(Math.floor(timeMs)) * 1_000_000n;

/**
The demo's log traffic. Pure: the same options give the same lines, whatever the order in which they are asked for, since each minute draws from its own seed.
*/
export const createTraffic = ({nowMs, seed, serviceCount = storyServices.length, incident: name = defaultIncident}: TrafficOptions): Traffic => {
	const incident: Incident = incidents[name];
	const everyday = serviceNames(serviceCount);
	const services = [...everyday, ...incident.services ?? []];
	const timeline = createTimeline(nowMs, incident);
	const fleet = createFleet(services, timeline, seed);

	/** What begins in a minute; the last lines of a request may fall into the next one. */
	const playMinute = (minute: number): SandboxEntry[] => {
		const startMs = minute * minuteMs;
		const shape = dayShape(startMs);
		const random = createRandom(seed, minute);
		const {stage, entries} = createStage(random, timeline, fleet, incident);
		for (const {perMinute, play, isSteady} of requestKinds) {
			const requests = isSteady ? random.steadyCount(perMinute * shape) : random.poisson(perMinute * shape);
			for (let left = requests; left > 0; left--) {
				play(stage, startMs + (random.next() * minuteMs));
			}
		}

		for (const {service, perMinute, make} of chores) {
			for (let left = random.poisson(perMinute * shape); left > 0; left--) {
				const timeMs = startMs + (random.next() * minuteMs);
				stage.write(service, timeMs, make(random, timeMs));
			}
		}

		playCron(stage, startMs);
		playBlips(stage, startMs);
		playPool(stage, startMs);
		playStorm(stage, startMs);
		playGenerics(stage, everyday, startMs, shape);
		playIncident(stage, incident, startMs, shape);
		return entries;
	};

	/** The minute that was played last: the first one of a batch is the last one of the next batch back in time. */
	let played: {readonly minute: number; readonly entries: readonly SandboxEntry[]} | undefined;

	/** The lines in [fromMs, toMs), oldest first. */
	const between = (fromMs: number, toMs: number): SandboxEntry[] => {
		const [fromNs, untilNs] = [toNs(fromMs), toNs(toMs)];
		const found: SandboxEntry[] = [];
		const firstMinute = Math.floor(fromMs / minuteMs) - spillMinutes;
		for (let minute = Math.ceil(toMs / minuteMs) - 1; minute >= firstMinute; minute--) {
			played = played?.minute === minute ? played : {minute, entries: playMinute(minute)};
			for (const entry of played.entries) {
				if (entry.timeNs >= fromNs && entry.timeNs < untilNs) {
					found.push(entry);
				}
			}
		}

		return found.toSorted(byTime);
	};

	let tickedMs = nowMs;
	/** What was made for the live part and lies ahead, oldest first, up to `madeMs`. */
	let ahead: readonly SandboxEntry[] = [];
	let madeMs = nowMs;

	return {
		services,
		timeline,
		* history() {
			const firstMs = nowMs - (historyMinutes * minuteMs);
			for (let endMs = nowMs; endMs > firstMs;) {
				// Whole batches of minutes: the newest one is shorter.
				const batchMs = batchMinutes * minuteMs;
				const startMs = Math.max(firstMs, (Math.ceil(endMs / batchMs) - 1) * batchMs);
				yield between(startMs, endMs);
				endMs = startMs;
			}
		},
		tick(atMs) {
			if (atMs <= tickedMs) {
				return [];
			}

			const fromMs = Math.max(tickedMs, atMs - (longestCatchUpMinutes * minuteMs));
			if (atMs > madeMs) {
				const untilMs = (Math.floor(atMs / minuteMs) + 1) * minuteMs;
				ahead = [...ahead, ...between(Math.max(madeMs, fromMs), untilMs)];
				madeMs = untilMs;
			}

			const [fromNs, untilNs] = [toNs(fromMs), toNs(atMs)];
			const cut = ahead.findIndex(entry => entry.timeNs >= untilNs);
			const due = cut === -1 ? ahead : ahead.slice(0, cut);
			ahead = cut === -1 ? [] : ahead.slice(cut);
			tickedMs = atMs;
			return due.filter(entry => entry.timeNs >= fromNs);
		},
	};
};
