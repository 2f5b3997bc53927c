// One simulated week of a fleet, as quickly as the processor allows: what the program holds, hour by hour, and whether what it says is so.
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {watchByChecks} from './check.js';
import {startFleet} from './fleet.js';
import {watchProcess, type GaugeName, type Gauges} from './gauges.js';
import {growthOf, type Tolerance} from './growth.js';
import {watchLive} from './live.js';
import {sayingOf} from './messages.js';
import type {Part} from './part.js';
import {
	firstMs,
	latestIncident,
	minuteOf,
	type Play,
} from './play.js';
import {createTruths, type Verdict} from './truths.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
/** What is full after it: the last hour of counts, pools of connections, compiled code. */
const settleHours = 1;
const leastSamples = 6;

export const parts = {live: watchLive, check: watchByChecks} as const satisfies Readonly<Record<string, Part>>;
export type PartName = keyof typeof parts;

/** How much more at the end is none. State on disk has caps of its own, which a week does not always reach: it is printed and not judged. */
const tolerances: Readonly<Record<Exclude<GaugeName, 'stateMb'>, Tolerance>> = {
	rssMb: {most: 30, share: 0.1},
	heapMb: {most: 5, share: 0.05},
	externalMb: {most: 5, share: 0.1},
	descriptors: {most: 2, share: 0},
	timers: {most: 2, share: 0},
	handles: {most: 3, share: 0},
	listeners: {most: 2, share: 0},
	warnings: {most: 0, share: 0},
};

export type WeekOptions = {
	readonly part: PartName;
	readonly play: Play;
	readonly hours: number;
	/** Hours between two rows. */
	readonly everyHours: number;
	readonly print: (row: string) => void;
};

export type WeekResult = {
	readonly isFlat: boolean;
	readonly verdict: Verdict;
	/** At the end of each hour. */
	readonly samples: ReadonlyArray<readonly [hour: number, gauges: Gauges]>;
	readonly lies: number;
};

/** Of this process, for the hour before; other programs do not count. */
const cpuTitle = 'CPU s an hour';

const columns: ReadonlyArray<readonly [name: GaugeName, title: string]> = [['rssMb', 'RSS MB'], ['heapMb', 'heap MB'], ['externalMb', 'ext MB'], ['descriptors', 'fds'], ['timers', 'timers'], ['handles', 'handles'], ['listeners', 'listeners'], ['warnings', 'warnings'], ['stateMb', 'disk MB']];

const figure = (name: GaugeName, value: number): string => name.endsWith('Mb') ? value.toFixed(1) : String(value);

/** Plays one part. */
export async function playWeek({part, play, hours, everyHours, print}: WeekOptions): Promise<WeekResult> {
	const stateDir = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-week-'));
	const fleet = await startFleet(play);
	const ending = new AbortController();
	const signals = [ending.signal];
	const watcher = watchProcess({signals, stateDir});
	const truths = createTruths(play);
	const samples: Array<readonly [hour: number, gauges: Gauges]> = [];
	let account = {requests: 0, lies: 0};
	let hourStart = process.cpuUsage();
	let sampledHour = 0;
	let turns = 0;

	const sample = async (hour: number): Promise<void> => {
		const {user, system} = process.cpuUsage(hourStart);
		const gauges = await watcher.read();
		samples.push([hour, gauges]);
		if (hour % everyHours === 0 || hour === 1 || hour === hours) {
			print([`${hour} h`.padStart(7), ...columns.map(([name, title]) => figure(name, gauges[name]).padStart(title.length)), ((user + system) / 1_000_000).toFixed(1).padStart(cpuTitle.length)].join('  '));
		}

		hourStart = process.cpuUsage();
	};

	print(`${part}: ${play.services} services, ${hours} h from seed ${play.seed}`);
	print([' '.repeat(7), ...columns.map(([, title]) => title), cpuTitle].join('  '));
	const startMs = performance.now();
	try {
		await parts[part]({
			play,
			fleet,
			stateDir,
			untilMs: firstMs + (hours * hourMs) + minuteMs,
			truths,
			signal: ending.signal,
			watchSignal(signal) {
				signals.push(signal);
			},
			async pass(nowMs) {
				const {messages, ...counted} = await fleet.pass(nowMs);
				account = counted;
				for (const body of messages) {
					truths.say(sayingOf(body, nowMs, String(latestIncident(minuteOf(nowMs), play)?.startMinute)));
				}
			},
			async onTurn(nowMs) {
				turns++;
				const hour = Math.floor((nowMs - firstMs) / hourMs);
				if (!(hour > sampledHour)) {
					return;
				}

				sampledHour = hour;
				await sample(hour);
			},
		});
	} finally {
		watcher.close();
		await fleet.close();
		await rm(stateDir, {recursive: true, force: true});
	}

	print(`${turns} turns, ${account.lies} lies in ${account.requests} answers, ${Math.round((performance.now() - startMs) / 1000)} s; busy with: ${watcher.kinds()}`);
	for (const warning of watcher.warned()) {
		print(`  ${warning}`);
	}

	const isFlat = printGrowth(samples.filter(([hour]) => hour > settleHours), print);
	const verdict = truths.judge(firstMs + (hours * hourMs), {endsAreSaid: part === 'check'});
	print(`${verdict.incidents} incidents, ${verdict.said} sayings: false ${verdict.falses.length}, lost ${verdict.losts.length}, double and not marked ${verdict.doubles.length}`);
	for (const [name, list] of Object.entries({false: verdict.falses, lost: verdict.losts, double: verdict.doubles})) {
		for (const each of list.slice(0, 20)) {
			print(`  ${name} ${each}`);
		}
	}

	return {
		isFlat, verdict, samples, lies: account.lies,
	};
}

/** Says of each gauge how it grew after it settled, and whether all of them are flat. */
function printGrowth(samples: ReadonlyArray<readonly [hour: number, gauges: Gauges]>, print: (row: string) => void): boolean {
	if (samples.length < leastSamples) {
		print(`too short to say whether anything grows: ${leastSamples + settleHours} h at least`);
		return true;
	}

	const grown: string[] = [];
	for (const [name, title] of columns) {
		const tolerance = name === 'stateMb' ? undefined : tolerances[name];
		const {perHour, first, last, isFlat} = growthOf(samples.map(([hour, gauges]) => [hour, gauges[name]] as const), tolerance ?? {most: Infinity, share: 0});
		print(`  ${title.padEnd(10)} ${figure(name, first).padStart(7)} to ${figure(name, last).padStart(7)}, slope ${perHour.toFixed(3)} an hour${tolerance ? (isFlat ? '' : ': grows') : ' (not judged)'}`);
		if (!isFlat) {
			grown.push(title);
		}
	}

	print(grown.length === 0 ? 'flat after the first hour' : `not flat after the first hour: ${grown.join(', ')}`);
	return grown.length === 0;
}
