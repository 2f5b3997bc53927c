// Random sequences of checks against a Loki whose answers lie: what is told to the team is held against what is true.
import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {createHeadless, type Headless} from '../../source/commands/check/headless.js';
import type {CheckOptions} from '../../source/commands/check/options.js';
import {startSandboxLoki} from '../../source/sandbox/loki/server.js';
import type {SlackMessage} from '../../source/alerting/targets/slack/slack-message.js';
import {openTargets} from '../../source/alerting/targets/registry.js';
import {Secret} from '../../source/config/secret.js';
import {startSlackSink} from '../../source/sandbox/slack-sink.js';
import {startLiar, type AskedFor, type Lie} from '../../test/helpers/liar.js';
import {createRandom} from '../../test/helpers/traffic.js';
import {headerOf, keyOf} from './message-header.js';

const minuteMs = 60_000;
const firstMs = Date.UTC(2026, 2, 2, 3, 0, 10);
const historyMinutes = 300;
const services = ['cart', 'checkout', 'payment', 'search', 'shipping', 'users', 'web'] as const;
const linesPerMinute = 6;
/** Passes of one sequence; in the last ones no answer lies. */
const passes = 18;
const honestPasses = 6;
/** Longer ones after that, so that what is over is told as over. */
const latePasses = 3;
/** Passes with honest answers within which what is true has to be told. */
const patience = 5;
const lies: readonly Lie[] = ['empty', 'null', 'cut-and-told', 'cut', 'stale', 'nan', 'infinite', 'refused', 'broken'];

/** What is true while answers lie. */
export const truths = ['calm', 'incident', 'incident-ends', 'outage', 'silent-service', 'incident-and-outage'] as const;
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

type Times = {readonly minute: number; readonly startMinute: number; readonly endMinute: number};

const isQuiet = (truth: Truth, service: string, {minute, startMinute}: Times): boolean => minute >= startMinute
	&& ((truth === 'silent-service' && service === 'cart') || truth === 'outage' || (truth === 'incident-and-outage' && minute >= startMinute + 12));

const isBroken = (truth: Truth, service: string, {minute, startMinute, endMinute}: Times): boolean => service === 'payment' && minute >= startMinute
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
	const world = {
		clockMs: firstMs, minute: 0, startMinute: Infinity, endMinute: Infinity, liesTold: 0,
	};
	const now = () => world.clockMs;
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

	const firstMinuteMs = firstMs - (firstMs % minuteMs);
	for (let back = historyMinutes; back > 0; back--) {
		write(firstMinuteMs - (back * minuteMs), () => ({lines: linesPerMinute, errors: back % 7 === 0 ? 1 : 0}));
	}

	const ratesOf = (service: string): Rates => {
		if (isQuiet(truth, service, world)) {
			return {lines: 0, errors: 0};
		}

		return isBroken(truth, service, world) ? {lines: 40, errors: 30} : {lines: linesPerMinute, errors: world.minute % 7 === 0 ? 1 : 0};
	};

	const passTime = (minutes: number): void => {
		for (let count = 0; count < minutes; count++) {
			write(firstMinuteMs + (world.minute * minuteMs), ratesOf);
			world.minute++;
			world.clockMs = firstMs + (world.minute * minuteMs);
		}
	};

	const options = optionsOf({
		lokiUrl: liar.url, slackUrl: slack.url, stateDir: home, now,
	});
	/** A second look in a pass: some seconds later. */
	const wait = async (ms: number): Promise<void> => {
		world.clockMs += ms;
	};

	let headless: Headless | undefined;
	const answer = (asked: AskedFor): Lie | undefined => {
		const lie = random() < lyingShare ? pick(lies) : undefined;
		world.liesTold += lie ? 1 : 0;
		return fitting(asked, lie);
	};

	const told: string[] = [];
	const trail: string[] = [];
	const falseAlerts: string[] = [];
	/** By what was told: the honest pass at the end in which it was first told, 0 for before. */
	const firstTold = new Map<string, number>();
	try {
		for (let pass = 0; pass < passes + latePasses; pass++) {
			const isHonest = pass >= passes - honestPasses || (pass < 2 && !isLyingFromStart) || random() < 0.3;
			liar.lieTo = isHonest ? undefined : answer;
			const honestSince = Math.max(0, pass - (passes - honestPasses) + 1);
			if (pass === startPass) {
				world.startMinute = world.minute;
				world.endMinute = world.minute + 20;
			}

			passTime(pass < passes ? 1 + Math.floor(random() * 4) : 10);
			headless ??= await createHeadless(options, {wait});
			const report = await headless.pass(new AbortController().signal);
			if (!isOneProcess || random() < 0.1) {
				await headless.close();
				headless = undefined;
			}

			trail.push(`pass ${pass} minute ${world.minute} ${isHonest ? 'honest' : 'lying'}: ${report.status} ${report.error?.why ?? ''} ${report.anomalies.map(({fingerprint, state}) => `${fingerprint} ${state}`).join(', ')} | ${report.notes.join(' ')}`);
			for (const {body} of slack.deliveries().slice(told.length)) {
				const header = headerOf(JSON.parse(body) as SlackMessage);
				told.push(`pass ${pass}: ${header}`);
				firstTold.set(keyOf(header), firstTold.get(keyOf(header)) ?? honestSince);
				if (!isTrue(truth, keyOf(header), world)) {
					falseAlerts.push(`pass ${pass}: ${header}`);
				}
			}
		}
	} finally {
		await headless?.close();
		await Promise.all([liar.close(), loki.close(), slack.close()]);
		await rm(home, {recursive: true, force: true});
	}

	const lostAlerts = wantedOf(truth).filter(wanted => (firstTold.get(wanted) ?? Infinity) > (wanted.endsWith('resolved') ? honestPasses + latePasses : patience));
	return {
		seed, truth, told: falseAlerts.length + lostAlerts.length > 0 ? [...told, ...trail] : told, falseAlerts, lostAlerts, liesTold: world.liesTold, requests: liar.asked.length,
	};
}

/** A stale answer is one of the cache of ranges; what is asked at one moment is not cached. */
const fitting = ({path: asked}: AskedFor, lie: Lie | undefined): Lie | undefined => lie === 'stale' && !asked.endsWith('/query_range') ? 'empty' : lie;

const wantedOf = (truth: Truth): readonly string[] => ({
	calm: [],
	incident: ['payment: errors'],
	'incident-ends': ['payment: errors', 'payment: resolved'],
	outage: ['all services: all'],
	'silent-service': ['cart: silent'],
	'incident-and-outage': ['payment: errors', 'all services: all'],
})[truth];

/** Whether what a message says is so; of a service that is broken more than its errors may be told. */
const isTrue = (truth: Truth, key: string, {minute, startMinute, endMinute}: Times): boolean => key === 'payment: resolved'
	? truth === 'incident-ends' && minute > endMinute
	: minute > startMinute && (wantedOf(truth).includes(key) || (truth.startsWith('incident') && /^payment: (?!silent)/.test(key)));

function optionsOf({lokiUrl, slackUrl, stateDir, now}: {readonly lokiUrl: string; readonly slackUrl: string; readonly stateDir: string; readonly now: () => number}): CheckOptions {
	const slack = {slackWebhookUrl: new Secret(slackUrl)};
	return {
		session: {
			loki: {url: lokiUrl},
			selector: '{namespace="production"}',
			serviceLabel: undefined,
			pollMs: 60_000,
			settleMs: 5000,
			baselineHours: 5,
			detector: {kind: 'default'},
			model: {
				apiKey: undefined, authToken: undefined, baseUrl: undefined, model: 'none', isScripted: false,
			},
			alerts: {targets: slack},
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
		targets: openTargets(slack, {now}),
		failOn: undefined,
		budget: {maxBytes: 2 ** 31, maxMs: 60_000},
		remindMs: 240 * minuteMs,
		maxDollarsPerDay: 0,
		journal: 'none',
		everyMs: undefined,
		metricsPort: undefined,
	};
}
