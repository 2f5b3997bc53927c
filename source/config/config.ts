import type * as z from 'zod';
import type {schemas} from './schema.js';
import type {SettingName} from './settings.js';

type Parsed = {readonly [Name in SettingName]: z.output<(typeof schemas)[Name]>};

/** The settings that always have a value. */
type Defaulted =
	| 'isTlsSkipped' | 'pollSeconds' | 'baselineHours' | 'detector' | 'sensitivity'
	| 'model' | 'slackAllowedHosts' | 'redactPatterns' | 'errorFilters' | 'color' | 'theme' | 'records' | 'journal' | 'stateDir';

/** The values that were set; undefined for the rest. */
export type GivenSettings = {readonly [Name in SettingName]: Parsed[Name] | undefined};

/** The values in force. */
export type Settings = {readonly [Name in Defaulted]: Parsed[Name]} & Omit<GivenSettings, Defaulted>;

export type Config = Settings & {
	/** Where each value comes from: `LOKI_URL (environment)`, `--poll-seconds`, `profile work`, `default`. */
	readonly sources: Readonly<Record<SettingName, string>>;
	/** The stored profile in use. */
	readonly profile: string | undefined;
	/** What the user should know, one sentence each: a settings file that others can read. */
	readonly notes: readonly string[];
};
