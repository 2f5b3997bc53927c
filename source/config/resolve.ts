import type * as z from 'zod';
import {anyOf} from '../logql/write-matcher.js';
import type {GivenSettings, Settings} from './config.js';
import {ConfigError} from './config-error.js';
import {stateDirectory, type Environment} from './directories.js';
import {findProxy} from './proxy.js';
import {schemas} from './schema.js';
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

	// Each with its own schema, as their types say.
	const given = Object.fromEntries(settingNames.map(name => [name, read<unknown>(name, schemas[name])])) as GivenSettings;
	const {lokiUrl, namespace, services, selector} = given;
	const proxy = lokiUrl === undefined ? undefined : findProxy(lokiUrl, env);
	const selectorSource = scopeSource(found);
	const isBuilt = selectorSource !== undefined && selectorSource !== found.get('selector')?.source;
	const plain = plainColor(env);
	const settings: Settings = {
		...given,
		isTlsSkipped: given.isTlsSkipped ?? false,
		proxyUrl: given.proxyUrl ?? proxy?.value,
		// Which label names services is known only once Loki was asked, so they are no part of the selector yet.
		services: selector === undefined || isBuilt ? services : undefined,
		errorFilters: given.errorFilters ?? [],
		selector: isBuilt ? namespace && namespaceSelector(namespace) : selector,
		pollSeconds: given.pollSeconds ?? defaultPollSeconds,
		baselineHours: given.baselineHours ?? defaultBaselineHours,
		detector: given.detector ?? 'default',
		sensitivity: given.sensitivity ?? 'normal',
		model: given.model ?? defaultModel,
		slackAllowedHosts: given.slackAllowedHosts ?? [],
		redactPatterns: given.redactPatterns ?? [],
		color: given.color ?? plain?.value ?? 'auto',
		theme: given.theme ?? 'auto',
		records: given.records ?? true,
		journal: given.journal ?? 'none',
		stateDir: given.stateDir ?? stateDirectory(env),
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

/** The stream selector of a namespace, or of several with commas between them; any name stays a name. Loki's strings hold no halves of surrogate pairs. */
const namespaceSelector = (names: string): string =>
	`{${anyOf('namespace', names.replaceAll(/\p{Surrogate}/gu, '\u{FFFD}').split(',').map(name => name.trim()).filter(name => name !== ''))}}`;
