// Random sequences of checks against a Loki whose answers lie: what is told to the team is held against what is true.
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createHeadless, type Headless} from '../../source/commands/check/headless.js';
import type {CheckOptions} from '../../source/commands/check/options.js';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import {startSlackSink} from '../../source/sandbox/slack-sink.js';
import {startLiar, type AskedFor, type Lie} from '../../test/helpers/liar.js';
import {createRandom} from '../../test/helpers/traffic.js';

const minuteMs = 60_000;
const firstMs = Date.UTC(2026, 2, 2, 3, 0, 10);
const historyMinutes = 300;
const services = ['cart', 'checkout', 'payment', 'search', 'shipping', 'users', 'web'] as const;
const linesPerMinute = 6;
/** Passes of one sequence; in the last ones no answer lies. */
const passes = 18;
const honestPasses = 6;
/** Passes with honest answers within which what is true has to be told. */
const patience = 5;
const lies: readonly Lie[] = ['empty', 'null', 'cut-and-told', 'cut', 'stale', 'nan', 'infinite', 'refused', 'broken'];

/** What is true while answers lie. */
const truths = ['calm', 'incident', 'incident-ends', 'outage', 'silent-service', 'incident-and-outage'] as const;
export type Truth = typeof truths[number];

export type SequenceResult = {
	readonly seed: number;
	readonly truth: Truth;
	/** Headers of the messages that the team got, each with its pass. */
	readonly told: readonly string[];
	readonly falseAlerts: readonly string[];
	readonly lostAlerts: readonly string[];
	readonly liesTold: number;
	readonly requests: number;
};

type Rates = {readonly lines: number; readonly errors: number};

const isQuiet = (truth: Truth, service: string, minute: number, startMinute: number): boolean => minute >= startMinute
	&& ((truth === 'silent-service' && service === 'cart') || truth === 'outage' || (truth === 'incident-and-outage' && minute >= startMinute + 12));

const isBroken = (truth: Truth, service: string, minute: number, {startMinute, endMinute}: {readonly startMinute: number; readonly endMinute: number}): boolean => service === 'payment' && minute >= startMinute
	&& (truth === 'incident' || truth === 'incident-and-outage' || (truth === 'incident-ends' && minute < endMinute));

/** Plays one sequence; the same seed plays the same one. */
export async function playSequence(seed: number): Promise<SequenceResult> {
	const random = createRandom(seed);
	const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
	const truth = pick(truths);
	const isLyingFromStart = random() < 0.3;
	const isOneProcess = random() < 0.5;
	const lyingShare = 0.3 + (random() * 0.6);
	const startPass = 3 + Math.floor(random() * 5);
	let clockMs = firstMs;
	let minute = 0;
	let startMinute = Infinity;
	let endMinute = Infinity;
	const now = () => clockMs;
	const home = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-lying-'));
	const [loki, slack] = await Promise.all([startSandboxLoki({now}), startSlackSink({now})]);
	const liar = await startLiar(loki.url, {now});
	const write = (minuteStartMs: number, ratesOf: (service: string) => Rates): void => {
		loki.push(services.flatMap(service => {
			const {lines, errors} = ratesOf(service);
			return Array.from({length: lines}, (_, index) => ({
				labels: {namespace: 'production', app: service},
				timeNs: BigInt(minuteStartMs + Math.floor((index + 0.5) * minuteMs / lines)) * 1_000_000n,
				line: index < errors ? `level=error msg="charge failed: upstream timed out" id=${minuteStartMs + index}` : `level=info msg="charged" id=${minuteStartMs + index}`,
			}));
		}));
	};

	const flawlessFromMs = firstMs - (firstMs % minuteMs);
	for (let back = historyMinutes; back > 0; back--) {
		write(flawlessFromMs - (back * minuteMs), () => ({lines: linesPerMinute, errors: back % 7 === 0 ? 1 : 0}));
	}

	const passTime = (minutes: number): void => {
		for (let count = 0; count < minutes; count++) {
			write(clockMs - (clockMs % minuteMs), service => {
				if (isQuiet(truth, service, minute, startMinute)) {
					return {lines: 0, errors: 0};
				}

				return isBroken(truth, service, minute, {startMinute, endMinute}) ? {lines: 40, errors: 30} : {lines: linesPerMinute, errors: minute % 7 === 0 ? 1 : 0};
			});
			clockMs += minuteMs;
			minute++;
		}
	};

	const options = optionsOf({
		lokiUrl: liar.url, slackUrl: slack.url, stateDir: home, now,
	});
	let headless: Headless | undefined;
	let liesTold = 0;
	const told: string[] = [];
	const trail: string[] = [];
	const toldBefore = () => told.length;
	const firstTold = new Map<string, number>();
	let honestSince = 0;
	const honestWhen = new Map<string, number>();
	try {
		for (let pass = 0; pass < passes; pass++) {
			const isHonest = pass >= passes - honestPasses || (pass < 2 && !isLyingFromStart) || random() < 0.3;
			liar.lieTo = isHonest ? undefined : asked => {
				const lie = random() < lyingShare ? pick(lies) : undefined;
				liesTold += lie ? 1 : 0;
				return fitting(asked, lie);
			};
			honestSince = pass >= passes - honestPasses ? honestSince + 1 : 0;
			if (pass === startPass) {
				startMinute = minute;
				endMinute = minute + 20;
			}

			passTime(1 + Math.floor(random() * 4));
			headless ??= await createHeadless(options);
			const report = await headless.pass(new AbortController().signal);
			if (!isOneProcess || random() < 0.1) {
				await headless.close();
				headless = undefined;
			}

			trail.push(`pass ${pass} minute ${minute} ${isHonest ? 'honest' : 'lying'}: ${report.status} ${report.error?.why ?? ''} ${report.anomalies.map(({fingerprint, state}) => `${fingerprint} ${state}`).join(', ')} | ${report.notes.join(' ')}`);
			for (const {body} of slack.deliveries().slice(toldBefore())) {
				const header = headerOf(body);
				told.push(`pass ${pass}: ${header}`);
				firstTold.set(keyOf(header), firstTold.get(keyOf(header)) ?? honestSince);
				honestWhen.set(keyOf(header), pass);
			}
		}
	} finally {
		await headless?.close();
		await Promise.all([liar.close(), loki.close(), slack.close()]);
		await rm(home, {recursive: true, force: true});
	}

	const falseAlerts = told.filter(each => !isTrue(truth, each));
	const lostAlerts = wantedOf(truth).filter(wanted => (firstTold.get(wanted) ?? Infinity) > patience);
	return {
		seed, truth, told: falseAlerts.length + lostAlerts.length > 0 ? [...told, ...trail] : told, falseAlerts, lostAlerts, liesTold, requests: liar.asked.length,
	};
}

/** A stale answer is one of the cache of ranges; what is asked at one moment is not cached. */
const fitting = ({path: asked}: AskedFor, lie: Lie | undefined): Lie | undefined => lie === 'stale' && !asked.endsWith('/query_range') ? 'empty' : lie;

/** `all services: all services silent` of a header, without its sign and what follows. */
const keyOf = (header: string): string => /^\S+ (.*?: \w+)/u.exec(header)?.[1] ?? header;

const wantedOf = (truth: Truth): readonly string[] => ({
	calm: [],
	incident: ['payment: errors'],
	'incident-ends': ['payment: errors', 'payment: resolved'],
	outage: ['all services: all'],
	'silent-service': ['cart: silent'],
	'incident-and-outage': ['payment: errors', 'all services: all'],
})[truth];

/** Whether a message is about what is so. */
const isTrue = (truth: Truth, told: string): boolean => {
	const key = keyOf(told.replace(/^pass \d+: /, ''));
	return wantedOf(truth).includes(key) || (truth === 'incident' && key === 'payment: lines') || (truth.startsWith('incident') && /^payment: (?!resolved|silent)/.test(key));
};

function headerOf(body: string): string {
	const {blocks} = JSON.parse(body) as {readonly blocks: ReadonlyArray<{readonly text?: {readonly text: string}}>};
	return blocks[0]?.text?.text ?? '';
}

function optionsOf({lokiUrl, slackUrl, stateDir, now}: {readonly lokiUrl: string; readonly slackUrl: string; readonly stateDir: string; readonly now: () => number}): CheckOptions {
	return {
		session: {
			loki: {url: lokiUrl},
			selector: '{namespace="production"}',
			serviceLabel: undefined,
			pollMs: 60_000,
			settleMs: 5000,
			baselineHours: 5,
			detector: {kind: 'default', timeZone: 'UTC'},
			model: {
				apiKey: undefined, authToken: undefined, baseUrl: undefined, model: 'none', isScripted: false,
			},
			slack: {webhookUrl: slackUrl, allowedHosts: []},
			stateDir,
			journal: 'none',
			records: {isOn: false, continued: undefined},
			redactPatterns: [],
			isDemo: false,
			timeZone: 'UTC',
			now,
		},
		format: 'json',
		analyze: 'none',
		isSlackOn: true,
		failOn: undefined,
		budget: {maxBytes: 2 ** 31, maxMs: 60_000},
		remindMs: 240 * minuteMs,
		maxDollarsPerDay: 0,
		journal: 'none',
		everyMs: undefined,
		metricsPort: undefined,
	};
}
