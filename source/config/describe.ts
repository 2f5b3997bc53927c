import type {Config} from './config.js';
import {showValue} from './show-value.js';
import {settingNames, type SettingName} from './settings.js';

export type DescribedSetting = {
	readonly setting: SettingName;
	/** Secrets and credentials masked; `-` where there is no value. */
	readonly value: string;
	readonly source: string;
};

/** Every setting with its value and where it comes from, safe to show. */
export function describeConfig(config: Config): readonly DescribedSetting[] {
	return settingNames.map(setting => ({
		setting,
		value: config[setting] === undefined ? '-' : showValue(setting, config[setting]),
		source: config.sources[setting],
	}));
}
