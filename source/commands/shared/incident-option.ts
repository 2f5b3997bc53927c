import {
	defaultIncident,
	incidents,
	isIncidentName,
	type IncidentName,
} from '../../sandbox/traffic/incidents/registry.js';
import {print, printError} from './print.js';
import {usageExitCode} from './exit-codes.js';

export type ChosenIncident =
	| {readonly type: 'chosen'; readonly incident: IncidentName}
	/** All is said: the list, or what is wrong with the name. */
	| {readonly type: 'done'; readonly exitCode: number};

/** What `--incident` asks for: an incident of the sandbox, or the list of them, which it prints; so it does with a name that is not on it, as an error. */
export function chooseIncident(flag: string | undefined): ChosenIncident {
	const name = flag ?? defaultIncident;
	if (isIncidentName(name)) {
		return {type: 'chosen', incident: name};
	}

	const names = Object.keys(incidents);
	if (name === 'list') {
		const width = Math.max(...names.map(({length}) => length)) + 2;
		print(...Object.entries(incidents).map(([key, {what}]) => `${key.padEnd(width)}${what}${key === defaultIncident ? ' (the default)' : ''}`));
		return {type: 'done', exitCode: 0};
	}

	printError(`--incident: there is no incident ${JSON.stringify(name)}. There are: ${names.join(', ')}.`);
	return {type: 'done', exitCode: usageExitCode};
}
