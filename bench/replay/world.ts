import {detectLevel} from '../../source/sandbox/loki/levels.js';
import {createRandom} from '../../source/sandbox/traffic/random.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import type {RecordedLine, UsualMinute} from './recording.js';

const minuteMs = 60_000;
const nsPerMs = 1_000_000n;
/** Seven hours and some, so that a baseline of seven is whole. */
const usualMinutes = 430;
const clock = /^(?:\d{4}-\d{2}-\d{2}[ T])?\d{2}:\d{2}:\d{2}(?:[,.]\d{3})?/;
const id = /\b[\da-f]{16}(?:[\da-f]{16})?\b/g;

/** What a minute counts, by service and level. */
type Counts = ReadonlyMap<string, ReadonlyMap<string, number>>;

/** Hours of usual minutes in shuffled order, and an incident at their end; made only where they are looked at. */
export type World = {
	readonly startMs: number;
	readonly endMs: number;
	readonly services: readonly string[];
	readonly counts: (minuteStartMs: number) => Counts | undefined;
	/** The lines of one service in one minute. */
	readonly entries: (minuteStartMs: number, service: string) => readonly SandboxEntry[];
};

export type WorldOptions = {
	readonly usual: readonly UsualMinute[];
	/** By the milliseconds before the end; none for a control. */
	readonly incident: readonly RecordedLine[];
	/** A whole minute. */
	readonly endMs: number;
	readonly seed: number;
};

const pad = (value: number, digits: number): string => String(value).padStart(digits, '0');

function clockAt(timeMs: number, like: string): string {
	const date = new Date(timeMs);
	const day = /^\d{4}-\d{2}-\d{2}[ T]/.test(like) ? `${date.toISOString().slice(0, 10)}${like[10]}` : '';
	const fraction = /[,.]\d{3}$/.exec(like);
	return `${day}${pad(date.getUTCHours(), 2)}:${pad(date.getUTCMinutes(), 2)}:${pad(date.getUTCSeconds(), 2)}${fraction ? `${fraction[0][0]}${pad(date.getUTCMilliseconds(), 3)}` : ''}`;
}

/** A usual line at another time: its clock is that of the time, its trace and span ids are of that minute alone. */
function retell(line: string, timeMs: number, salt: number): string {
	return line
		.replace(clock, like => clockAt(timeMs, like))
		.replaceAll(id, whole => ((Number.parseInt(whole.slice(0, 8), 16) ^ salt) >>> 0).toString(16).padStart(8, '0') + whole.slice(8));
}

function countLines(groups: ReadonlyMap<string, readonly RecordedLine[]>): Counts {
	return new Map(Array.from(groups, ([service, lines]) => {
		const levels = new Map<string, number>();
		for (const {line} of lines) {
			const level = detectLevel(line, undefined, []);
			levels.set(level, (levels.get(level) ?? 0) + 1);
		}

		return [service, levels];
	}));
}

type Template = {readonly groups: ReadonlyMap<string, readonly RecordedLine[]>; readonly counts: Counts};

const toTemplate = (lines: readonly RecordedLine[]): Template => {
	const groups = new Map([...new Set(lines.map(({service}) => service))].map(name => [name, lines.filter(({service}) => service === name)] as const));
	return {groups, counts: countLines(groups)};
};

/** A Loki's content: usual minutes in an order that the seed decides, then the incident, whose last line ends a minute. */
export function createWorld({usual, incident, endMs, seed}: WorldOptions): World {
	const random = createRandom(seed, 77);
	const templates = usual.map(({lines}) => toTemplate(lines));
	const incidentMinutes = Math.ceil(Math.max(0, ...incident.map(({ms}) => -ms)) / minuteMs);
	const startMs = endMs - ((usualMinutes + incidentMinutes) * minuteMs);
	const order = Array.from({length: usualMinutes}, () => random.int(0, templates.length - 1));
	const last = Array.from({length: incidentMinutes}, (_, index) => {
		const fromMs = (index - incidentMinutes) * minuteMs;
		const lines = incident.filter(({ms}) => Math.min(ms, -1) >= fromMs && Math.min(ms, -1) < fromMs + minuteMs);
		return toTemplate(lines.map(line => ({...line, ms: Math.min(line.ms, -1) - fromMs})));
	});
	const labels = new Map<string, SandboxEntry['labels']>();

	const templateAt = (minuteStartMs: number): {readonly template: Template | undefined; readonly index: number; readonly isUsual: boolean} => {
		const index = Math.floor((minuteStartMs - startMs) / minuteMs);
		const isUsual = index < usualMinutes;
		return {template: isUsual ? templates[order[index] ?? -1] : last[index - usualMinutes], index, isUsual};
	};

	const labelsOf = (service: string, pod: string): SandboxEntry['labels'] => {
		const key = `${service} ${pod}`;
		const known = labels.get(key) ?? {namespace: 'recorded', app: service, pod};
		labels.set(key, known);
		return known;
	};

	return {
		startMs,
		endMs,
		services: [...new Set([...templates, ...last].flatMap(({groups}) => [...groups.keys()]))],
		counts: minuteStartMs => templateAt(minuteStartMs).template?.counts,
		entries(minuteStartMs, service) {
			const {template, index, isUsual} = templateAt(minuteStartMs);
			return (template?.groups.get(service) ?? []).map(({ms, pod, line}, place) => {
				const timeMs = minuteStartMs + Math.min(minuteMs - 1, Math.max(0, Math.floor(ms)));
				return {
					labels: labelsOf(service, pod),
					// Lines of one millisecond keep their order.
					timeNs: (BigInt(timeMs) * nsPerMs) + BigInt(Math.min(place, 999_999)),
					line: isUsual ? retell(line, timeMs, (index + 1) * 2_654_435) : line,
				};
			});
		},
	};
}
