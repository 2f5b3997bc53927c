import process from 'node:process';
import {ConfigError} from '../../config/config-error.js';
import {configDirectory} from '../../config/directories.js';
import {openProfiles, type Profiles} from '../../config/profiles.js';
import {failureExitCode, usageExitCode} from '../shared/exit-codes.js';
import {print, printError} from '../shared/print.js';
import {isScreenTerminal} from '../watch/screen-terminal.js';
import {listLines, shownName} from './list-profiles.js';

export type SetupFlags = {
	readonly profile?: string;
	readonly list?: boolean;
	readonly delete?: string;
};

const needsTerminal = 'loki-sentinel setup asks questions and needs a terminal. Without one, LOKI_URL, LOKI_ORG_ID, LOKI_USERNAME and LOKI_PASSWORD (or LOKI_BEARER_TOKEN), LOKI_SENTINEL_SELECTOR, ANTHROPIC_API_KEY and SLACK_WEBHOOK_URL in the environment or in .env do the same.';

/** Asks for the settings, tries each, and stores them as a profile; or lists or deletes profiles. Gives the exit code. */
export async function setup({profile, list = false, delete: toDelete}: SetupFlags): Promise<number> {
	try {
		const profiles = await openProfiles(configDirectory(process.env));
		if (list) {
			print(...listLines(profiles));
			return 0;
		}

		if (toDelete !== undefined) {
			return await deleteProfile(profiles, toDelete);
		}

		if (!isScreenTerminal(process)) {
			printError(needsTerminal);
			return usageExitCode;
		}

		const {converse} = await import('./converse.js');
		return await converse(profiles, profile) ? 0 : failureExitCode;
	} catch (error) {
		if (error instanceof ConfigError) {
			printError(error.message);
			return usageExitCode;
		}

		throw error;
	}
}

async function deleteProfile(profiles: Profiles, name: string): Promise<number> {
	if (profiles.read(name) === undefined) {
		const names = profiles.names().map(known => shownName(known));
		printError(`No profile ${JSON.stringify(shownName(name))} is stored in ${profiles.file}: ${names.length === 0 ? 'there is none' : `there are ${names.join(', ')}`}.`);
		return usageExitCode;
	}

	const wasDefault = profiles.defaultName() === name;
	await profiles.remove(name);
	const rest = profiles.names().map(known => shownName(known));
	const howToGoOn = wasDefault && rest.length > 0 ? ` It was the default; choose one with --profile: ${rest.join(', ')}.` : '';
	print(`The profile ${shownName(name)} is deleted.${howToGoOn}`);
	return 0;
}
