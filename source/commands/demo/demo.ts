import {rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {Secret} from '../../config/secret.js';
import {startDemoSandbox} from '../../sandbox/start-worker.js';
import type {DemoSandbox} from '../../sandbox/types.js';
import {applyColor} from '../shared/color.js';
import {chooseIncident} from '../shared/incident-option.js';
import {givenTheme} from '../watch/given-theme.js';
import {isScreenTerminal} from '../watch/screen-terminal.js';
import {failureExitCode, usageExitCode} from '../shared/exit-codes.js';
import {printError} from '../shared/print.js';
import type {SessionOptions} from '../shared/session-settings.js';

/** The sandbox answers in milliseconds, so the demo may ask often. */
const pollMs = 3000;
/** The sandbox writes each line as it happens. */
const settleMs = 500;
/** Between two words of the scripted analyst where nobody watches. */
const textPaceMs = 2;

type DemoFlags = {
	readonly detector?: string;
	readonly incident?: string;
	readonly sandboxServices?: string;
	readonly timeZone?: string;
	readonly theme?: string;
};

/** The whole product on embedded parts: on a terminal the screen, without one the same journey as text. Gives the exit code. */
export async function demo(flags: DemoFlags): Promise<number> {
	const serviceCount = flags.sandboxServices === undefined ? undefined : Number(flags.sandboxServices);
	if (serviceCount !== undefined && !(Number.isInteger(serviceCount) && serviceCount > 0)) {
		printError(`--sandbox-services: ${JSON.stringify(flags.sandboxServices)} is invalid, expected an integer above 0.`);
		return usageExitCode;
	}

	const chosen = chooseIncident(flags.incident);
	if (chosen.type === 'done') {
		return chosen.exitCode;
	}

	const isTerminal = isScreenTerminal(process);
	let failure: Error | undefined;
	let sandbox: DemoSandbox | undefined;
	// The record of this session, and what is sent.
	const stateDir = path.join(tmpdir(), `loki-sentinel-demo-${process.pid}`);
	const prepare = async () => {
		sandbox = await startDemoSandbox({
			...(serviceCount !== undefined && {serviceCount}),
			incident: chosen.incident,
			...(!isTerminal && {paceMs: textPaceMs}),
			onError(error) {
				failure = error;
			},
		});
		return sessionOptions(sandbox, flags, stateDir);
	};

	try {
		const exitCode = isTerminal ? await showScreen(prepare, flags) : await writeText(prepare);
		if (failure) {
			printError(`The demo's sandbox stopped: ${failure.message}. Start the demo again.`);
		}

		return failure ? failureExitCode : exitCode;
	} finally {
		await sandbox?.close();
		await rm(stateDir, {recursive: true, force: true});
	}
}

type Prepare = () => Promise<SessionOptions>;

async function showScreen(prepare: Prepare, flags: DemoFlags): Promise<number> {
	applyColor(process.env);
	const {runScreen} = await import('../watch/screen.js');
	return runScreen(prepare, {theme: givenTheme(flags, process.env)});
}

async function writeText(prepare: Prepare): Promise<number> {
	const {runText} = await import('./text.js');
	return await runText(await prepare(), {isWhole: true}) ? 0 : failureExitCode;
}

function sessionOptions(sandbox: DemoSandbox, {detector, timeZone = localTimeZone()}: DemoFlags, stateDir: string): SessionOptions {
	return {
		loki: {url: sandbox.lokiUrl},
		selector: '{namespace="production"}',
		serviceLabel: undefined,
		pollMs,
		settleMs,
		baselineHours: 24,
		historyReady: sandbox.historyStored,
		detector: {kind: detector === 'simple' ? 'simple' : 'default'},
		model: {
			apiKey: 'scripted', authToken: undefined, baseUrl: sandbox.claudeUrl, model: 'claude-sonnet-5-5', isScripted: true,
		},
		alerts: {targets: {slackWebhookUrl: new Secret(sandbox.slackUrl)}},
		stateDir,
		records: {isOn: true, continued: undefined},
		journal: 'none',
		redactPatterns: [],
		isDemo: true,
		timeZone,
		now: Date.now,
	};
}

const localTimeZone = (): string => new Intl.DateTimeFormat().resolvedOptions().timeZone;
