import type {SettingName} from './settings.js';

/** A setting that cannot be used. The message says which, where it came from and what is allowed; it never shows a secret. */
export class ConfigError extends Error {
	override name = 'ConfigError';
	readonly setting: SettingName | undefined;
	/** Where the value came from: `LOKI_URL (environment)`. */
	readonly source: string;

	constructor(message: string, {setting, source}: {readonly setting?: SettingName; readonly source: string}) {
		super(message);
		this.setting = setting;
		this.source = source;
	}
}
