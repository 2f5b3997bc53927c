import {openTargets, targetSettingNames} from '../../alerting/targets/registry.js';
import type {AlertTarget} from '../../alerting/targets/target.js';
import {readTimeMs} from '../../config/time-text.js';
import {hourMs, minuteMs} from '../../detect/minute.js';
import type {Severity} from '../../detect/types.js';
import type {PassBudget} from '../../monitor/once/read-pieces.js';
import type {SessionOptions} from '../shared/session-settings.js';
import {SettingsError} from '../shared/settings-error.js';

export type CheckFormat = 'text' | 'json' | 'ndjson';

/** What a look without a screen needs beside the settings. */
export type CheckOptions = {
	readonly session: SessionOptions;
	readonly format: CheckFormat;
	readonly analyze: 'none' | 'rules' | 'claude';
	/** Where alerts go; none where nothing is set, or with `--no-alerts`. */
	readonly targets: readonly AlertTarget[];
	readonly failOn: Severity | undefined;
	readonly budget: PassBudget;
	readonly remindMs: number;
	readonly maxDollarsPerDay: number;
	readonly journal: 'none' | 'loki';
	/** Undefined for one pass. */
	readonly everyMs: number | undefined;
	/** Where metrics are served; undefined for nowhere. */
	readonly metricsPort: number | undefined;
};

type Flags = Readonly<Record<string, unknown>>;

const byteUnits: Readonly<Record<string, number>> = {
	'': 1, b: 1, kb: 1000, kib: 1024, mb: 1000 ** 2, mib: 1024 ** 2, gb: 1000 ** 3, gib: 1024 ** 3, tb: 1000 ** 4, tib: 1024 ** 4,
};
const minEveryMs = minuteMs;
const maxEveryMs = hourMs;

/** Reads the options of the check. Throws SettingsError for a value that cannot be used. */
export function readCheckOptions(flags: Flags, session: SessionOptions): CheckOptions {
	if (flags.json === true && flags.ndjson === true) {
		throw new SettingsError('--json and --ndjson exclude each other: choose one document or one event a line.');
	}

	const hasKey = session.model.apiKey !== undefined || session.model.authToken !== undefined;
	const analyze = (flags.analyze ?? (hasKey ? 'claude' : 'rules')) as CheckOptions['analyze'];
	if (analyze === 'claude' && !hasKey) {
		throw new SettingsError('--analyze claude needs a key: set ANTHROPIC_API_KEY, or choose rules.');
	}

	const wantsAlerts = (flags.alerts ?? flags.slack) as boolean | undefined;
	const targets = wantsAlerts === false ? [] : openTargets(session.alerts.targets, {now: session.now});
	if (wantsAlerts === true && targets.length === 0) {
		throw new SettingsError(`--alerts needs a place to send them to: set ${targetSettingNames()}.`);
	}

	if (flags.metricsPort !== undefined && flags.every === undefined) {
		throw new SettingsError('--metrics-port needs --every: a single look ends before anybody could ask for its numbers.');
	}

	return {
		session,
		format: formatOf(flags),
		analyze,
		targets,
		failOn: flags.failOn as Severity | undefined,
		budget: {
			maxBytes: readBytes('--max-bytes', flags.maxBytes),
			maxMs: readNumber('--max-seconds', flags.maxSeconds, {low: 1, high: 3600}) * 1000,
		},
		remindMs: readNumber('--remind-hours', flags.remindHours, {low: 0.01, high: 168}) * hourMs,
		maxDollarsPerDay: readNumber('--max-dollars-per-day', flags.maxDollarsPerDay, {low: 0, high: 10_000}),
		journal: session.journal,
		everyMs: flags.every === undefined ? undefined : readEvery(text(flags.every)),
		metricsPort: flags.metricsPort === undefined ? undefined : Math.floor(readNumber('--metrics-port', flags.metricsPort, {low: 0, high: 65_535})),
	};
}

const text = (value: unknown): string => typeof value === 'string' ? value.trim() : '';

function formatOf(flags: Flags): CheckFormat {
	if (flags.json === true) {
		return 'json';
	}

	return flags.ndjson === true ? 'ndjson' : 'text';
}

function readNumber(flag: string, value: unknown, {low, high}: {readonly low: number; readonly high: number}): number {
	const number = Number(text(value));
	if (text(value) === '' || !(number >= low && number <= high)) {
		throw new SettingsError(`${flag}: ${JSON.stringify(value)} is invalid, expected a number from ${low} to ${high}.`);
	}

	return number;
}

function readBytes(flag: string, value: unknown): number {
	const [, digits = '', unit = ''] = /^(\d+(?:\.\d+)?) ?([a-z]*)$/i.exec(text(value)) ?? [];
	const factor = byteUnits[unit.toLowerCase()];
	if (digits === '' || factor === undefined) {
		throw new SettingsError(`${flag}: ${JSON.stringify(value)} is invalid, expected a size such as 500MiB or 2GiB.`);
	}

	return Number(digits) * factor;
}

function readEvery(value: string): number {
	const ms = readTimeMs(value);
	if (ms === undefined || ms < minEveryMs || ms > maxEveryMs) {
		throw new SettingsError(`--every: ${JSON.stringify(value)} is invalid, expected a time from 1m to 1h, such as 1m or 5m.`);
	}

	return ms;
}
