import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {stateDirectory} from '../../config/directories.js';
import {describeConfig} from '../../config/describe.js';
import {detectTerminal} from '../../terminal/capabilities.js';
import {applyColor} from '../shared/color.js';
import {failureExitCode} from '../shared/exit-codes.js';
import {
	print,
	printColored,
	printJson,
	printPassing,
	wipeLine,
} from '../shared/print.js';
import {readSettings, whereToStart, type ReadSettings} from '../shared/session-options.js';
import {claudeCheck} from './claude-check.js';
import {failureOf} from './failure.js';
import {judgeSettings} from './judgements/settings.js';
import {connectionChecks, contentChecks} from './loki-checks.js';
import {programCheck, stateDirectoryCheck, terminalCheck} from './machine-checks.js';
import {
	hasFailed,
	resultLines,
	summaryLine,
	toDocument,
	type ReportOptions,
} from './report.js';
import {runChecks} from './run-checks.js';
import {slackCheck} from './slack-check.js';
import type {Check, CheckResult, Judgement} from './types.js';

type Flags = Readonly<Record<string, unknown>>;

/** Checks all that this program needs and says what to fix. Gives the exit code: 1 where something failed. */
export async function doctor(flags: Flags): Promise<number> {
	const startMs = Date.now();
	const started = performance.now();
	const settings = await tryReadSettings(flags);
	const checks = allChecks(settings, flags.sendTest === true);
	const isDocument = flags.json === true;
	const results = await runChecks(checks, isDocument ? {} : {onResult: createPrinter(checks)});
	if (isDocument) {
		const document = toDocument(results, {startMs, endMs: startMs + performance.now() - started});
		await printJson([document], '\t');
	} else {
		print('', summaryLine(results));
	}

	return hasFailed(results) ? failureExitCode : 0;
}

/** The settings, or what is wrong with them in the words that watch would use. */
async function tryReadSettings(flags: Flags): Promise<ReadSettings | Judgement> {
	try {
		return await readSettings(flags);
	} catch (error) {
		return failureOf(error);
	}
}

function allChecks(settings: ReadSettings | Judgement, sendsTest: boolean): readonly Check[] {
	const here = [terminalCheck(process), stateDirectoryCheck('config' in settings ? settings.config.stateDir : stateDirectory(process.env))];
	if (!('config' in settings)) {
		return [programCheck(process), settingsCheck(settings), ...afterSettings('loki', 'Loki'), ...afterSettings('claude', 'Claude'), ...afterSettings('slack', 'Slack'), ...here];
	}

	const {config, loki, selector, errorFilters} = settings;
	const {now} = Date;
	const found = judgeSettings({described: describeConfig(config), profile: config.profile, notes: config.notes});
	return [
		programCheck(process),
		settingsCheck(found),
		...loki
			? [
				...connectionChecks({loki, now}),
				...contentChecks({
					loki, selector, services: config.services, serviceLabel: config.serviceLabel, levelLabel: config.levelLabel, errorFilters, baselineHours: config.baselineHours, now,
				}),
			]
			: [{id: 'loki', title: 'Loki', run: (): Judgement => ({state: 'fail', detail: whereToStart})}],
		claudeCheck(config, process.env, now),
		slackCheck({
			webhookUrl: config.slackWebhookUrl?.reveal(), allowedHosts: config.slackAllowedHosts, sendsTest, now,
		}),
		...here,
	];
}

function settingsCheck(judgement: Judgement): Check {
	return {id: 'settings', title: 'settings', run: () => judgement};
}

/** What cannot be looked at, because the settings are wrong. */
function afterSettings(id: string, title: string): readonly Check[] {
	return [{
		id, title, needs: ['settings'], run: () => ({state: 'skip', detail: ''}),
	}];
}

/** Writes each result when it and all before it are known; on a terminal, below them the one that is waited for. */
function createPrinter(checks: readonly Check[]): (result: CheckResult) => void {
	const {stdout, env} = process;
	applyColor(env);
	const options: ReportOptions = {
		hasColor: detectTerminal(env, stdout).hasColor,
		columns: stdout.isTTY ? detectTerminal(env, stdout).columns : Infinity,
	};
	const canErase = stdout.isTTY && env.TERM !== 'dumb';
	let printed = 0;
	const showWaiting = () => {
		const next = checks[printed];
		if (canErase && next) {
			printPassing(`...   ${next.title}`);
		}
	};

	showWaiting();
	return result => {
		printed++;
		if (canErase) {
			wipeLine();
		}

		printColored(...resultLines(result, options));
		showWaiting();
	};
}
