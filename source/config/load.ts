import type {Config} from './config.js';
import {ConfigError} from './config-error.js';
import {configDirectory, type Environment} from './directories.js';
import {openProfiles, type Profiles} from './profiles.js';
import type {CheckWebhookUrl} from './resolve.js';
import {settingNames, type SettingName} from './settings.js';
import {
	findSetting,
	isSet,
	readDotenv,
	type Found,
	type Layers,
} from './sources.js';

export type LoadOptions = {
	/** As commander gives them; what is no setting is passed over. */
	readonly flags?: Readonly<Record<string, unknown>>;
	readonly env: Environment;
	/** Where `.env` is looked for. */
	readonly cwd: string;
	/** A stored profile; else the flag `profile`, else LOKI_SENTINEL_PROFILE, else the default one. */
	readonly profile?: string | undefined;
	readonly checkWebhookUrl?: CheckWebhookUrl;
};

const profileVariable = 'LOKI_SENTINEL_PROFILE';

/**
The settings in force. The command line wins over the environment, that over `.env`, that over the stored profile, that over the defaults.
Throws ConfigError for a value that cannot be used: it names the setting, its source and what is allowed, and shows no secret.
*/
export async function loadConfig({flags = {}, env, cwd, profile, checkWebhookUrl}: LoadOptions): Promise<Config> {
	const [dotenv, profiles, {resolve}] = await Promise.all([readDotenv(cwd), openProfiles(configDirectory(env)), import('./resolve.js')]);
	const layers: Layers = {
		flags, env, dotenv, profile: chooseProfile(profiles, profile ?? optionOf(flags), {env, dotenv}),
	};
	const found = new Map<SettingName, Found>();
	for (const name of settingNames) {
		const setting = findSetting(name, layers);
		if (setting !== undefined) {
			found.set(name, setting);
		}
	}

	const {settings, sources} = resolve(found, env, checkWebhookUrl);
	return {
		...settings,
		sources,
		profile: layers.profile?.name,
		notes: profiles.note === undefined ? [] : [profiles.note],
	};
}

function optionOf({profile}: Readonly<Record<string, unknown>>): string | undefined {
	return typeof profile === 'string' ? profile : undefined;
}

function chooseProfile(profiles: Profiles, asked: string | undefined, {env, dotenv}: Pick<Layers, 'env' | 'dotenv'>): Layers['profile'] {
	const variable = [env[profileVariable], dotenv[profileVariable]].find(value => isSet(value));
	const name = asked ?? variable ?? profiles.defaultName();
	if (name === undefined) {
		return undefined;
	}

	const values = profiles.read(name);
	if (values === undefined) {
		const names = profiles.names();
		const known = names.length === 0 ? `none is stored in ${profiles.file}` : `there are ${names.join(', ')}`;
		const source = asked === undefined ? profileVariable : '--profile';
		throw new ConfigError(`${source} names the profile ${JSON.stringify(name)}, which does not exist: ${known}.`, {source});
	}

	return {name, values};
}
