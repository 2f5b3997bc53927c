import {readdir} from 'node:fs/promises';
import path from 'node:path';
import process from 'node:process';
import {RootCommand, type Complete} from '@bomb.sh/tab';
import type {Command, Option} from 'commander';
import {configDirectory, stateDirectory} from '../../config/directories.js';
import {openProfiles} from '../../config/profiles.js';
import {knownModelIds} from '../../investigate/claude/request/models.js';
import {listIncidents} from '../../incidents/records/incident-list.js';
import {listSessions, sessionsDirectory} from '../../incidents/records/session-directory.js';
import {incidents} from '../../sandbox/traffic/incidents/registry.js';
import {sanitizeLine} from '../../terminal/sanitize.js';

const programName = 'loki-sentinel';
const defaultCommand = 'watch';

/** Writes the script that a shell reads to complete this program's commands, options and their values. */
export function writeScript(shell: string): void {
	new RootCommand().setup(programName, programName, shell);
}

/** Writes what may stand in place of the last word, a line each, as the script reads it. */
export async function writeCompletions(program: Command, words: readonly string[]): Promise<void> {
	const root = new RootCommand();
	const values = await valuesOf(words);
	for (const command of program.createHelp().visibleCommands(program)) {
		addOptions(root.command(command.name(), command.description()), command, values);
	}

	// What runs without a command takes its options without one, too.
	for (const command of [program, ...program.commands.filter(command => command.name() === defaultCommand)]) {
		addOptions(root, command, values);
	}

	root.parse([...words]);
}

type Completed = ReturnType<RootCommand['command']>;

function addOptions(to: Completed, command: Command, values: readonly string[]): void {
	for (const option of command.createHelp().visibleOptions(command)) {
		const {long = '', short, description, argChoices} = option;
		const name = long.replace(/^--/, '');
		const alias = short?.replace(/^-/, '');
		if (takesValue(option)) {
			to.option(name, description, offer(argChoices ?? values), alias);
		} else if (alias === undefined) {
			to.option(name, description);
		} else {
			to.option(name, description, alias);
		}
	}

	for (const {argChoices = []} of command.registeredArguments) {
		to.argument(command.name(), offer(argChoices));
	}
}

/** What is shown otherwise than it is written cannot be completed. */
const offer = (values: readonly string[]) => (complete: Complete): undefined => {
	for (const value of values) {
		if (sanitizeLine(value) === value) {
			complete(value, '');
		}
	}
};

const takesValue = ({required, optional}: Option): boolean => required || optional;

/** The values of the option before the last word, where they are known only now. */
async function valuesOf(words: readonly string[]): Promise<readonly string[]> {
	const last = words.at(-1) ?? '';
	const [option, prefix = ''] = last.startsWith('--') && last.includes('=') ? last.split('=', 2) : [words.at(-2), last];
	const sessions = sessionsDirectory(stateDirectory(process.env));
	switch (option) {
		case '--profile':
		case '--delete': {
			return profileNames();
		}

		case '-c':
		case '--continue': {
			return listSessions(sessions);
		}

		case '--export': {
			return incidentIds(sessions);
		}

		case '--incident': {
			return ['list', ...Object.keys(incidents)];
		}

		case '--model': {
			return knownModelIds();
		}

		case '--time-zone': {
			return ['UTC', ...Intl.supportedValuesOf('timeZone')];
		}

		case '--ca-cert':
		case '--state-dir': {
			return filesAt(prefix);
		}

		default: {
			return [];
		}
	}
}

async function profileNames(): Promise<readonly string[]> {
	try {
		const profiles = await openProfiles(configDirectory(process.env));
		return profiles.names();
	} catch {
		// Commands that use the file say what is wrong with it.
		return [];
	}
}

async function incidentIds(directory: string): Promise<readonly string[]> {
	let ids: readonly string[] = [];
	for await (const found of listIncidents(directory)) {
		ids = found.incidents.map(({id}) => id);
	}

	return ids;
}

/** Files and directories whose path begins so. */
async function filesAt(prefix: string): Promise<readonly string[]> {
	const directory = prefix.slice(0, prefix.lastIndexOf('/') + 1);
	try {
		const entries = await readdir(path.resolve(directory), {withFileTypes: true});
		return entries.map(entry => directory + entry.name + (entry.isDirectory() ? '/' : ''));
	} catch {
		// A directory that is not there, or not to be read, has nothing to offer.
		return [];
	}
}
