import type {Minute, MinuteCounts} from '../../source/detect/types.js';
import {hashText} from '../../source/patterns/mining/hash.js';
import {createRandom, type Random} from '../../source/sandbox/traffic/random.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {fill} from './fill.js';
import {formats} from './formats.js';
import type {
	EvalCase,
	Format,
	Service,
	Speech,
	Story,
} from './types.js';

const minuteMs = 60_000;
/** Lines are in Loki for so long before the onset; what was before, the detector knows as counts alone. */
const linesBeforeMinutes = 40;
export const historyHours = 8;
const historyMinutes = historyHours * 60;
/** Wednesday, 4 March 2026, 02:40 UTC, and some minutes more. */
const firstNowMs = Date.UTC(2026, 2, 4, 2, 40);
const nsPerMs = 1_000_000n;

/** Formats in which Loki finds no level: the agent puts it into a label. */
const labelled: ReadonlySet<Format> = new Set(['event', 'klog']);
const errorLevels: ReadonlySet<string> = new Set(['error', 'fatal']);

export type Played = {
	readonly story: Story;
	readonly nowMs: number;
	readonly onsetMs: number;
	/** Oldest first. */
	readonly entries: readonly SandboxEntry[];
	/** The minutes of the hours before for which there are no lines. */
	readonly before: readonly Minute[];
	/** Texts of the lines that are of what was planted. */
	readonly causeLines: ReadonlySet<string>;
};

type Pod = {readonly name: string; readonly version: string};

const version = (random: Random): string => `${random.int(1, 4)}.${random.int(0, 30)}.${random.int(0, 9)}`;

/** Which pods speak at a moment. */
const createPods = ({name, rollout}: Service, random: Random, onsetMs: number) => {
	const pod = (podVersion: string): Pod => ({name: `${name}-${random.hex(9)}-${random.hex(5)}`, version: podVersion});
	const oldVersion = rollout?.from ?? version(random);
	const old = [pod(oldVersion), pod(oldVersion), pod(oldVersion)];
	const fresh = rollout ? [pod(rollout.to), pod(rollout.to), pod(rollout.to)] : [];
	return (timeMs: number, isOfNewVersion: boolean): Pod => {
		const share = rollout && timeMs >= onsetMs + (rollout.atS * 1000) ? rollout.share : 0;
		return random.pick(isOfNewVersion || random.chance(share) ? fresh : old);
	};
};

/** `text ;; key=value` apart. */
const readSpeech = (text: string): {readonly message: string; readonly stack: string | undefined; readonly fields: Readonly<Record<string, string>>} => {
	const [said = '', ...pairs] = text.split(' ;; ');
	const end = said.indexOf('\n');
	return {
		message: end === -1 ? said : said.slice(0, end),
		stack: end === -1 ? undefined : said.slice(end + 1),
		fields: Object.fromEntries(pairs.map(pair => [pair.slice(0, pair.indexOf('=')), pair.slice(pair.indexOf('=') + 1)])),
	};
};

const playService = (service: Service, {random, startMs, nowMs, onsetMs}: {readonly random: Random; readonly startMs: number; readonly nowMs: number; readonly onsetMs: number}) => {
	const podAt = createPods(service, random, onsetMs);
	const entries: SandboxEntry[] = [];
	const causeLines: string[] = [];
	const labelSets = new Map<string, SandboxEntry['labels']>();

	const labelsOf = (pod: Pod, level: string | undefined): SandboxEntry['labels'] => {
		const key = `${pod.name} ${level ?? ''}`;
		const labels = labelSets.get(key) ?? {
			cluster: 'eu-1', namespace: 'shop', service_name: service.name, pod: pod.name, ...service.labels, ...(level !== undefined && {level}), ...(service.rollout?.where === 'label' && {[service.rollout.name]: pod.version}),
		};
		labelSets.set(key, labels);
		return labels;
	};

	const say = (speech: Speech, timeMs: number): void => {
		const pod = podAt(timeMs, speech.isOfNewVersion ?? false);
		const text = fill(typeof speech.text === 'string' ? speech.text : random.pick(speech.text), {
			random, pod: pod.name, service: service.name, version: pod.version,
		});
		const {message, stack, fields} = readSpeech(text);
		const format = speech.format ?? service.format;
		const {rollout} = service;
		const written = formats[format]({
			timeMs, level: speech.level, message, stack, fields: rollout?.where === 'field' ? {...fields, [rollout.name]: pod.version} : fields, service: service.name, random,
		});
		const labels = labelsOf(pod, labelled.has(format) ? speech.level : undefined);
		const metadata = rollout?.where === 'metadata' ? {metadata: {[rollout.name]: pod.version}} : {};
		const firstNs = (BigInt(Math.floor(timeMs)) * nsPerMs) + BigInt(random.int(0, 900_000));
		for (const [index, line] of (service.isSplit ? written.split('\n') : [written]).entries()) {
			entries.push({
				labels, timeNs: firstNs + BigInt(index * 1000), line, ...metadata,
			});
			causeLines.push(...(speech.isCause ? [line] : []));
		}
	};

	const shareAt = (timeMs: number): number => timeMs >= onsetMs + ((service.usualShareFromS ?? 0) * 1000) ? service.usualShare ?? 1 : 1;

	const speak = (speech: Speech, share: (timeMs: number) => number): void => {
		const fromMs = Math.max(startMs, speech.fromS === undefined ? startMs : onsetMs + (speech.fromS * 1000));
		const untilMs = Math.min(nowMs, speech.untilS === undefined ? nowMs : onsetMs + (speech.untilS * 1000));
		// Pieces are parts of a minute where a speech or its share begins within one.
		for (let pieceMs = fromMs; pieceMs < untilMs;) {
			const nextMs = Math.min(untilMs, (Math.floor(pieceMs / minuteMs) + 1) * minuteMs, pieceMs < onsetMs ? onsetMs : Infinity);
			const count = random.poisson(speech.perMinute * share(pieceMs) * (nextMs - pieceMs) / minuteMs);
			for (let left = count; left > 0; left--) {
				say(speech, pieceMs + (random.next() * (nextMs - pieceMs)));
			}

			pieceMs = nextMs;
		}

		// What begins begins with a line.
		if (speech.fromS !== undefined && fromMs > startMs && fromMs < untilMs) {
			say(speech, fromMs);
		}
	};

	for (const speech of service.usual) {
		speak(speech, shareAt);
	}

	for (const speech of service.trouble ?? []) {
		speak(speech, () => 1);
	}

	return {entries, causeLines};
};

const countsBefore = (services: readonly Service[], random: Random, startMs: number): readonly Minute[] => {
	const rates = services.map(({name, usual}) => {
		const always = usual.filter(({fromS}) => fromS === undefined);
		const sum = (speeches: readonly Speech[]): number => speeches.reduce((total, {perMinute}) => total + perMinute, 0);
		return {name, errors: sum(always.filter(({level}) => errorLevels.has(level))), others: sum(always.filter(({level}) => !errorLevels.has(level)))};
	});
	return Array.from({length: historyMinutes - linesBeforeMinutes}, (_, index): Minute => ({
		startMs: startMs - ((historyMinutes - linesBeforeMinutes - index) * minuteMs),
		counts: new Map(rates.map(({name, errors, others}): readonly [string, MinuteCounts] => {
			const errorLines = random.poisson(errors);
			return [name, {lines: errorLines + random.poisson(others), errors: errorLines}];
		})),
	}));
};

/** One telling of an incident as a Loki holds it, seen some minutes after its onset. The same seed gives the same lines. */
export const playCase = (evalCase: EvalCase, seed: number): Played => {
	const story = evalCase.stories[(seed + 1) % 2] ?? evalCase.stories[0];
	const random = createRandom(seed, hashText(evalCase.name));
	const nowMs = firstNowMs + (random.int(0, 12) * minuteMs) + random.int(4000, 50_000);
	const onsetMs = nowMs - (evalCase.minutes * minuteMs) - random.int(0, 40_000);
	const startMs = Math.floor((onsetMs - (linesBeforeMinutes * minuteMs)) / minuteMs) * minuteMs;
	const played = story.services.map(service => playService(service, {
		random, startMs, nowMs, onsetMs,
	}));
	return {
		story,
		nowMs,
		onsetMs,
		entries: played.flatMap(({entries}) => entries).toSorted((a, b) => Number(a.timeNs - b.timeNs)),
		before: countsBefore(story.services, random, startMs),
		causeLines: new Set(played.flatMap(({causeLines}) => causeLines)),
	};
};
