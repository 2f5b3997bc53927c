import {chmod, stat} from 'node:fs/promises';
import path from 'node:path';
import {makeDirectory} from '../records/make-directory.js';
import {ConfigError} from './config-error.js';
import type {SettingName} from './settings.js';

/** The raw settings of a profile: texts, numbers, booleans and lists of texts. */
export type Profile = Readonly<Partial<Record<SettingName, unknown>>>;

export type Profiles = {
	/** The file, for messages. */
	readonly file: string;
	readonly names: () => readonly string[];
	readonly defaultName: () => string | undefined;
	readonly read: (name: string) => Profile | undefined;
	/** Writes a profile in place of what it was; the first one becomes the default. */
	readonly save: (name: string, profile: Profile) => Promise<void>;
	readonly remove: (name: string) => Promise<void>;
	readonly makeDefault: (name: string) => Promise<void>;
	/** One sentence where others can read the file, which may hold keys. */
	readonly note: string | undefined;
};

type Stored = {
	readonly defaultProfile?: string | undefined;
	readonly profiles: Readonly<Record<string, Profile>>;
};

const fileMode = 0o600;
const directoryMode = 0o700;
const bitsOfOthers = 0o077;
const configName = 'settings';

/**
Opens the stored profiles. What reads and checks the file is loaded only where there is one, or one is to be written.
Throws ConfigError where the file cannot be read or holds something else.
*/
export async function openProfiles(directory: string): Promise<Profiles> {
	const file = path.join(directory, `${configName}.json`);
	const mode = await modeOf(file);
	let stored: Stored = mode === undefined ? {profiles: {}} : await readStored(directory, file);

	const change = async ({defaultProfile, profiles}: Stored): Promise<void> => {
		await makeDirectory(directory);
		// One that was there already may be open to others.
		await chmod(directory, directoryMode);
		const store = await openStore(directory);
		stored = {profiles, ...(defaultProfile !== undefined && {defaultProfile})};
		store.store = {...stored};
		await chmod(file, fileMode);
	};

	return {
		file,
		names: () => Object.keys(stored.profiles),
		defaultName: () => stored.defaultProfile,
		read: name => Object.hasOwn(stored.profiles, name) ? stored.profiles[name] : undefined,
		async save(name, profile) {
			await change({defaultProfile: stored.defaultProfile ?? name, profiles: {...stored.profiles, [name]: profile}});
		},
		async remove(name) {
			const profiles = Object.fromEntries(Object.entries(stored.profiles).filter(([key]) => key !== name));
			await change({defaultProfile: stored.defaultProfile === name ? undefined : stored.defaultProfile, profiles});
		},
		async makeDefault(name) {
			await change({...stored, defaultProfile: name});
		},
		// Windows has no such bits.
		note: mode !== undefined && (mode & bitsOfOthers) !== 0 && path.sep === '/'
			? `${file} can be read by others and may hold keys: run chmod 600 on it.`
			: undefined,
	};
}

async function openStore(directory: string) {
	const {default: Conf} = await import('conf');
	return new Conf<Record<string, unknown>>({cwd: directory, configName, configFileMode: fileMode});
}

async function modeOf(file: string): Promise<number | undefined> {
	try {
		const {mode} = await stat(file);
		return mode;
	} catch {
		return undefined;
	}
}

async function readStored(directory: string, file: string): Promise<Stored> {
	try {
		const [store, {settingsFileSchema}] = await Promise.all([openStore(directory), import('./schema.js')]);
		return settingsFileSchema.parse(store.store);
	} catch (error) {
		const code = error instanceof Error && 'code' in error ? ` (${String(error.code)})` : '';
		throw new ConfigError(`The stored settings in ${file} cannot be read${code}: fix the file, or move it away and store them again.`, {source: file});
	}
}
