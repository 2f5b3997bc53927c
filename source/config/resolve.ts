import type * as z from 'zod';
import type {Settings} from './config.js';
import {ConfigError} from './config-error.js';
import {stateDirectory, type Environment} from './directories.js';
import {findProxy} from './proxy.js';
import {schemas} from './schema.js';
import {namespaceSelector} from './selector.js';
import {settingInfo, settingNames, type SettingName} from './settings.js';
import {showValue} from './show-value.js';
import {isSet, type Found} from './sources.js';

/** What is wrong with a webhook URL, as half a sentence that does not repeat it. */
export type CheckWebhookUrl = (url: string, allowedHosts: readonly string[]) => string | undefined;

export type Resolved = {
	readonly settings: Settings;
	readonly sources: Readonly<Record<SettingName, string>>;
};

type FoundSettings = ReadonlyMap<SettingName, Found>;

const defaultModel = 'claude-sonnet-5-5';
const defaultPollSeconds = 20;
const defaultBaselineHours = 24;

/** Checks every raw value and fills in the defaults. Throws ConfigError. */
export function resolve(found: FoundSettings, env: Environment, checkWebhookUrl: CheckWebhookUrl | undefined): Resolved {
	const read = <Output>(name: SettingName, schema: z.ZodType<Output>): Output | undefined => {
		const setting = found.get(name);
		const parsed = setting && schema.safeParse(setting.value);
		if (parsed && !parsed.success) {
			throw invalid(name, setting, `, ${settingInfo(name).allowed}`);
		}

		return parsed?.data;
	};

	const lokiUrl = read('lokiUrl', schemas.lokiUrl);
	const proxy = lokiUrl === undefined ? undefined : findProxy(lokiUrl, env);
	const namespace = read('namespace', schemas.namespace);
	const services = read('services', schemas.services);
	const selectorSource = scopeSource(found);
	const isBuilt = selectorSource !== undefined && selectorSource !== found.get('selector')?.source;
	const selector = read('selector', schemas.selector);
	const plain = plainColor(env);
	const settings: Settings = {
		lokiUrl,
		tenant: read('tenant', schemas.tenant),
		username: read('username', schemas.username),
		password: read('password', schemas.password),
		bearerToken: read('bearerToken', schemas.bearerToken),
		bearerTokenFile: read('bearerTokenFile', schemas.bearerTokenFile),
		headers: read('headers', schemas.headers),
		caCertPath: read('caCertPath', schemas.caCertPath),
		clientCertPath: read('clientCertPath', schemas.clientCertPath),
		clientKeyPath: read('clientKeyPath', schemas.clientKeyPath),
		isTlsSkipped: read('isTlsSkipped', schemas.isTlsSkipped) ?? false,
		proxyUrl: read('proxyUrl', schemas.proxyUrl) ?? proxy?.value,
		namespace,
		// Which label names services is known only once Loki was asked, so they are no part of the selector yet.
		services: selector === undefined || isBuilt ? services : undefined,
		serviceLabel: read('serviceLabel', schemas.serviceLabel),
		levelLabel: read('levelLabel', schemas.levelLabel),
		errorFilters: read('errorFilters', schemas.errorFilters) ?? [],
		selector: isBuilt ? namespace && namespaceSelector(namespace) : selector,
		pollSeconds: read('pollSeconds', schemas.pollSeconds) ?? defaultPollSeconds,
		baselineHours: read('baselineHours', schemas.baselineHours) ?? defaultBaselineHours,
		detector: read('detector', schemas.detector) ?? 'default',
		sensitivity: read('sensitivity', schemas.sensitivity) ?? 'normal',
		anthropicApiKey: read('anthropicApiKey', schemas.anthropicApiKey),
		anthropicAuthToken: read('anthropicAuthToken', schemas.anthropicAuthToken),
		anthropicBaseUrl: read('anthropicBaseUrl', schemas.anthropicBaseUrl),
		model: read('model', schemas.model) ?? defaultModel,
		aiBudget: read('aiBudget', schemas.aiBudget),
		slackWebhookUrl: read('slackWebhookUrl', schemas.slackWebhookUrl),
		slackAllowedHosts: read('slackAllowedHosts', schemas.slackAllowedHosts) ?? [],
		grafanaUrl: read('grafanaUrl', schemas.grafanaUrl),
		grafanaDatasourceUid: read('grafanaDatasourceUid', schemas.grafanaDatasourceUid),
		redactPatterns: read('redactPatterns', schemas.redactPatterns) ?? [],
		color: read('color', schemas.color) ?? plain?.value ?? 'auto',
		timeZone: read('timeZone', schemas.timeZone),
		records: read('records', schemas.records) ?? true,
		journal: read('journal', schemas.journal) ?? 'none',
		stateDir: read('stateDir', schemas.stateDir) ?? stateDirectory(env),
	};
	checkTogether(settings, found, checkWebhookUrl);
	const derived: Partial<Record<SettingName, string | undefined>> = {
		selector: selectorSource,
		proxyUrl: found.get('proxyUrl')?.source ?? proxy?.source,
		color: found.get('color')?.source ?? plain?.source,
	};
	const sources = settingNames.map(name => [name, derived[name] ?? found.get(name)?.source ?? (settings[name] === undefined ? 'not set' : 'default')] as const);
	return {settings, sources: Object.fromEntries(sources) as Record<SettingName, string>};
}

/** A selector counts unless namespace or services come from a stronger place; then it is built from these. */
function scopeSource(found: FoundSettings): string | undefined {
	const selector = found.get('selector');
	const parts = [found.get('namespace'), found.get('services')].filter(part => part !== undefined);
	const strongest = parts.toSorted((a, b) => a.rank - b.rank)[0];
	return strongest === undefined || (selector !== undefined && selector.rank <= strongest.rank) ? selector?.source : parts.map(({source}) => source).join(' and ');
}

/** NO_COLOR (no-color.org) and FORCE_COLOR. */
function plainColor(env: Environment): {readonly value: 'always' | 'never'; readonly source: string} | undefined {
	if (isSet(env.NO_COLOR)) {
		return {value: 'never', source: 'NO_COLOR (environment)'};
	}

	const forced = env.FORCE_COLOR;
	return forced === undefined ? undefined : {value: forced === '0' || forced === 'false' ? 'never' : 'always', source: 'FORCE_COLOR (environment)'};
}

/** What only makes sense together. */
function checkTogether({clientCertPath, clientKeyPath, slackWebhookUrl, slackAllowedHosts}: Settings, found: FoundSettings, checkWebhookUrl: CheckWebhookUrl | undefined): void {
	if ((clientCertPath === undefined) !== (clientKeyPath === undefined)) {
		const name = clientCertPath === undefined ? 'clientKeyPath' : 'clientCertPath';
		throw invalid(name, found.get(name), ': the certificate and its key go together (LOKI_CLIENT_CERT_PATH and LOKI_CLIENT_KEY_PATH)');
	}

	const wrong = slackWebhookUrl && checkWebhookUrl?.(slackWebhookUrl.reveal(), slackAllowedHosts);
	if (wrong !== undefined) {
		throw invalid('slackWebhookUrl', found.get('slackWebhookUrl'), `: ${wrong}`);
	}
}

function invalid(name: SettingName, setting: Found | undefined, why: string): ConfigError {
	const source = setting?.source ?? name;
	const {isSecret} = settingInfo(name);
	const said = isSecret === true ? 'its value is invalid' : `${JSON.stringify(showValue(name, setting?.value))} is invalid`;
	return new ConfigError(`${source}: ${said}${why}.`, {setting: name, source});
}
