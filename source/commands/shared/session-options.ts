import process from 'node:process';
import {readGivenFilter, type GivenFilter} from '../../monitor/levels/fleet-levels.js';
import type {Config} from '../../config/config.js';
import {ConfigError} from '../../config/config-error.js';
import {loadConfig} from '../../config/load.js';
import {lokiSettings} from '../../config/loki-settings.js';
import {parseSelector} from '../../loki/logql/logql.js';
import type {LokiSettings} from '../../loki/types.js';
import {LokiError} from '../../loki/http/errors/index.js';
import {createExploreUrl} from '../../alerting/explore-url.js';
import type {TargetSettings} from '../../alerting/targets/registry.js';
import {checkWebhookUrl} from '../../alerting/targets/slack/webhook-address.js';
import type {SessionOptions} from './session-settings.js';
import {createClock} from './clock.js';
import {SettingsError} from './settings-error.js';

type Flags = Readonly<Record<string, unknown>>;

/** What log shippers usually need to deliver a minute's last lines. */
const settleMs = 5000;

/** Said where no Loki is set. */
export const whereToStart = 'No Loki is set. Say where it answers with --loki-url http://localhost:3100 or LOKI_URL, or try everything without one: loki-sentinel demo.';

/** The settings in force, with the parts that Loki's client wants. */
export type ReadSettings = {
	readonly config: Config;
	/** Undefined where no Loki is set. */
	readonly loki: LokiSettings | undefined;
	readonly selector: string | undefined;
	readonly errorFilters: readonly GivenFilter[];
};

/** Reads and checks all settings. Throws SettingsError where one of them cannot be used. */
export async function readSettings(flags: Readonly<Record<string, unknown>>): Promise<ReadSettings> {
	try {
		const profile = typeof flags.profile === 'string' ? flags.profile : undefined;
		const config = await loadConfig({
			flags, env: process.env, cwd: process.cwd(), profile, checkWebhookUrl,
		});
		return {
			config, loki: lokiSettings(config), selector: config.selector === undefined ? undefined : parseSelector(config.selector), errorFilters: config.errorFilters.map(filter => readGivenFilter(filter)),
		};
	} catch (error) {
		if (error instanceof ConfigError || error instanceof RangeError) {
			throw new SettingsError(error.message);
		}

		if (error instanceof LokiError) {
			throw new SettingsError(`${error.what}: ${error.why} ${error.nextStep}`);
		}

		throw error;
	}
}

/** The settings in force as what a session needs. Throws SettingsError where one of them cannot be used, or no Loki is set. */
export async function readSessionOptions(flags: Flags): Promise<SessionOptions> {
	const {config, loki, selector, errorFilters} = await readSettings(flags);
	if (!loki) {
		throw new SettingsError(whereToStart);
	}

	return toOptions({
		config, selector, errorFilters,
	}, loki, flags);
}

/** `-c` alone is the newest session. */
function continuedOf({continue: value}: Flags): SessionOptions['records']['continued'] {
	return value === true ? 'newest' : (typeof value === 'string' ? {id: value} : undefined);
}

function toOptions({config, selector, errorFilters}: Omit<ReadSettings, 'loki'>, loki: LokiSettings, flags: Flags): SessionOptions {
	const {grafanaUrl, grafanaDatasourceUid} = config;
	const timeZone = config.timeZone ?? new Intl.DateTimeFormat().resolvedOptions().timeZone;
	return {
		loki,
		selector,
		serviceLabel: config.serviceLabel,
		levelLabel: config.levelLabel,
		errorFilters,
		...(config.services && {services: config.services}),
		pollMs: config.pollSeconds * 1000,
		lockMs: config.lock,
		theme: config.theme,
		settleMs,
		baselineHours: config.baselineHours,
		detector: {kind: config.detector, sensitivity: config.sensitivity},
		model: {
			apiKey: config.anthropicApiKey?.reveal(),
			authToken: config.anthropicAuthToken?.reveal(),
			baseUrl: config.anthropicBaseUrl,
			model: config.model,
			...(config.aiBudget && {budget: config.aiBudget}),
			isScripted: false,
		},
		alerts: {
			targets: config satisfies TargetSettings,
			...(grafanaUrl !== undefined && {exploreUrl: createExploreUrl({grafanaUrl, datasourceUid: grafanaDatasourceUid})}),
		},
		stateDir: config.stateDir,
		journal: config.journal,
		records: {isOn: config.records, continued: continuedOf(flags)},
		redactPatterns: config.redactPatterns,
		isDemo: false,
		timeZone,
		now: createClock(process.env),
	};
}
