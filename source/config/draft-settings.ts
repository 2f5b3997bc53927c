import type {Environment} from './directories.js';
import type {Profile} from './profiles.js';
import {resolve, type CheckWebhookUrl, type Resolved} from './resolve.js';
import {settingNames, type SettingName} from './settings.js';
import {findSetting, type Found} from './sources.js';

export type DraftOptions = {
	readonly name: string;
	readonly env: Environment;
	/** The variables of `.env`. */
	readonly dotenv: Environment;
	readonly checkWebhookUrl?: CheckWebhookUrl;
};

/** The settings that a profile gives before it is stored; what it leaves out comes from the environment and `.env`. Throws ConfigError. */
export function draftSettings(profile: Profile, {name, env, dotenv, checkWebhookUrl}: DraftOptions): Resolved {
	const found = new Map<SettingName, Found>();
	for (const setting of settingNames) {
		const value = findSetting(setting, {
			flags: {}, env: {}, dotenv: {}, profile: {name, values: profile},
		}) ?? findSetting(setting, {
			flags: {}, env, dotenv, profile: undefined,
		});
		if (value !== undefined) {
			found.set(setting, value);
		}
	}

	return resolve(found, env, checkWebhookUrl);
}

/** The variables that would win over what a profile stores, in the order of its settings. */
export function strongerVariables(profile: Profile, env: Environment, dotenv: Environment): readonly string[] {
	return settingNames.filter(setting => profile[setting] !== undefined).flatMap(setting => {
		const stronger = findSetting(setting, {
			flags: {}, env, dotenv, profile: undefined,
		});
		return stronger === undefined ? [] : [stronger.source];
	});
}
