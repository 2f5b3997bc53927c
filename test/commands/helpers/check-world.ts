import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import {endTest} from '../../helpers/local-server.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import {startSlackSink, type SlackSink} from '../../../source/sandbox/slack-sink.js';
import type {SandboxLoki, SandboxLokiOptions} from '../../../source/sandbox/types.js';
import {runProgram, type Ended, type RunOptions} from '../../helpers/run-process.js';
import {runWarm} from '../../helpers/run-warm.js';

export const minuteMs = 60_000;

/** 2026-03-02 03:00:10 UTC: ten seconds after a full hour, so that its minutes are over. */
export const startMs = Date.UTC(2026, 2, 2, 3, 0, 10);

export type Rates = {readonly lines: number; readonly errors: number};

export type CheckRun = Pick<RunOptions, 'onStart'> & {readonly isOwnProcess?: boolean};

/** A Loki with quiet traffic up to a moment that the test moves on, a Slack, and a fresh home. */
export type CheckWorld = {
	readonly loki: SandboxLoki;
	readonly slack: SlackSink;
	readonly home: string;
	readonly stateDir: string;
	readonly nowMs: () => number;
	/** What a service writes from now on; all write 20 lines and a tenth of an error a minute where nothing is said. */
	readonly setRates: (service: string, rates: Rates) => void;
	readonly rates: (service: string) => Rates;
	/** Writes the minutes that pass. */
	readonly pass: (minutes: number) => void;
	/** Runs the built program's check at the moment that it is; in a process of its own where that is the point. */
	readonly check: (args?: readonly string[], env?: Readonly<Record<string, string>>, options?: CheckRun) => Promise<Ended>;
	/** The headers of the messages that Slack got, oldest first. */
	readonly told: () => readonly string[];
	readonly close: () => Promise<void>;
};

export const quiet: Rates = {lines: 20, errors: 2};

const worlds: CheckWorld[] = [];

/** A world that `closeWorlds` ends. */
export async function openWorld(options: WorldOptions = {}): Promise<CheckWorld> {
	const world = await startWorld(options);
	worlds.push(world);
	return world;
}

export async function closeWorlds(): Promise<void> {
	await Promise.all([...worlds.splice(0).map(async world => world.close()), endTest()]);
}

type WorldOptions = {
	readonly services?: readonly string[];
	readonly hours?: number;
	readonly loki?: SandboxLokiOptions;
	/** When the quiet hours end; the screen knows no clock but this machine's. */
	readonly quietUntilMs?: number;
};

async function startWorld({services = ['payment', 'checkout', 'cart'], hours = 6, loki: lokiOptions = {}, quietUntilMs = startMs}: WorldOptions): Promise<CheckWorld> {
	let clockMs = quietUntilMs;
	let serial = 0;
	const now = () => clockMs;
	const home = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-check-'));
	const [loki, slack] = await Promise.all([startSandboxLoki({now, ...lokiOptions}), startSlackSink({now})]);
	const rates = new Map<string, Rates>(services.map(service => [service, quiet]));

	/** One minute of every service, its lines spread evenly, its errors among them. */
	const writeMinute = (minuteStartMs: number) => {
		loki.push(Array.from(rates, ([service, {lines, errors}]) => Array.from({length: lines}, (_, index) => {
			const isError = index < errors;
			serial++;
			return {
				labels: {namespace: 'production', app: service},
				timeNs: BigInt(minuteStartMs + Math.floor((index + 0.5) * minuteMs / lines)) * 1_000_000n,
				line: isError ? `level=error msg="charge failed: ${service === 'checkout' ? 'call to payment' : 'upstream'} timed out" id=${serial}` : `level=info msg="charged" id=${serial}`,
			};
		})).flat());
	};

	const hourStartMs = quietUntilMs - (quietUntilMs % minuteMs);
	for (let at = hourStartMs - (hours * 60 * minuteMs); at < hourStartMs; at += minuteMs) {
		writeMinute(at);
	}

	return {
		loki,
		slack,
		home,
		stateDir: path.join(home, 'state'),
		nowMs: now,
		setRates(service, wanted) {
			rates.set(service, wanted);
		},
		rates: service => rates.get(service) ?? quiet,
		pass(minutes) {
			for (let minute = 0; minute < minutes; minute++) {
				writeMinute(clockMs - (clockMs % minuteMs));
				clockMs += minuteMs;
			}
		},
		async check(args = [], env = {}, {onStart, isOwnProcess = onStart !== undefined} = {}) {
			const words = ['check', ...args.includes('--selector') ? [] : ['--namespace', 'production'], '--baseline-hours', String(hours), ...args.includes('--analyze') ? [] : ['--analyze', 'none'], ...args];
			const set = {
				HOME: home, LOKI_URL: loki.url, SLACK_WEBHOOK_URL: slack.url, LOKI_SENTINEL_STATE_DIR: path.join(home, 'state'), LOKI_SENTINEL_NOW: new Date(clockMs).toISOString(), ...env,
			};
			return isOwnProcess ? runProgram(words, {env: set, onStart}) : runWarm(words, {env: set});
		},
		told: () => slack.deliveries().map(({body}) => headerOf(body)),
		async close() {
			await Promise.all([loki.close(), slack.close()]);
			await rm(home, {recursive: true, force: true});
		},
	};
}

function headerOf(body: string): string {
	const {blocks} = JSON.parse(body) as {readonly blocks: ReadonlyArray<{readonly text?: {readonly text: string}}>};
	return blocks[0]?.text?.text ?? '';
}

/** Payment fails, and a minute later what depends on it. */
export function breakPayment(world: CheckWorld): void {
	world.setRates('payment', {lines: 60, errors: 45});
	world.pass(1);
	world.setRates('checkout', {lines: 40, errors: 25});
	world.pass(7);
}
