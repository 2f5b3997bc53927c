import {readFile} from 'node:fs/promises';
import path from 'node:path';
import {ConfigError} from './config-error.js';
import type {Environment} from './directories.js';
import type {Profile} from './profiles.js';
import {settingInfo, type SettingName} from './settings.js';

/** A raw value and where it was found. */
export type Found = {
	readonly value: unknown;
	/** As it is named in messages: `LOKI_URL (environment)`. */
	readonly source: string;
	/** Of its layer: the smaller wins. */
	readonly rank: number;
};

export type Layers = {
	readonly flags: Readonly<Record<string, unknown>>;
	readonly env: Environment;
	readonly dotenv: Environment;
	readonly profile: {readonly name: string; readonly values: Profile} | undefined;
};

const dotenvName = '.env';
/** A directory of that name is someone else's. */
const notThere = new Set(['ENOENT', 'ENOTDIR', 'EISDIR']);

/** The first place that says something about a setting: command line, environment, `.env`, stored profile. */
export function findSetting(name: SettingName, {flags, env, dotenv, profile}: Layers): Found | undefined {
	const {flag, env: names} = settingInfo(name);
	const option = flag === undefined ? undefined : flags[flag];
	if (flag !== undefined && option !== undefined) {
		return {value: option, source: optionName(flag), rank: 0};
	}

	const inEnvironment = names.find(key => isSet(env[key]));
	if (inEnvironment !== undefined) {
		return {value: env[inEnvironment], source: `${inEnvironment} (environment)`, rank: 1};
	}

	const inFile = names.find(key => isSet(dotenv[key]));
	if (inFile !== undefined) {
		return {value: dotenv[inFile], source: `${inFile} (${dotenvName})`, rank: 2};
	}

	const stored = profile?.values[name];
	return profile === undefined || stored === undefined ? undefined : {value: stored, source: `${name} (profile ${profile.name})`, rank: 3};
}

/** `pollSeconds` is `--poll-seconds`. */
function optionName(flag: string): string {
	return `--${flag.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;
}

/** An empty variable counts as none: container files set them so. */
export function isSet(value: string | undefined): value is string {
	return value !== undefined && value.trim() !== '';
}

/** The variables of the directory's `.env`; none where there is no such file. The process's own environment is not touched. */
export async function readDotenv(directory: string): Promise<Environment> {
	const file = path.join(directory, dotenvName);
	try {
		const text = await readFile(file, 'utf8');
		const {parse} = await import('dotenv');
		return parse(text);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown error';
		if (notThere.has(code)) {
			return {};
		}

		throw new ConfigError(`${file} cannot be read (${code}): make it readable, or move it away.`, {source: dotenvName});
	}
}
