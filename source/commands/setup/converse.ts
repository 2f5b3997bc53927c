import process from 'node:process';
import {draftSettings, strongerVariables} from '../../config/draft-settings.js';
import type {Profiles} from '../../config/profiles.js';
import {readDotenv} from '../../config/sources.js';
import {checkWebhookUrl} from '../../alerting/targets/slack/webhook-address.js';
import {applyColor} from '../shared/color.js';
import {
	agree,
	askText,
	begin,
	CancelledError,
	choose,
	finish,
	writeWrapped,
} from './ask.js';
import {claudeStep} from './claude-step.js';
import {shownName} from './list-profiles.js';
import {lokiStep} from './loki-step.js';
import {selectorStep} from './selector-step.js';
import {slackStep} from './slack-step.js';
import type {Draft, SetupContext, Step} from './types.js';

const steps: readonly Step[] = [lokiStep, selectorStep, claudeStep, slackStep];
const firstName = 'default';
const newName = 'a new profile';
const maxNameLength = 40;

/** The whole conversation on the terminal. Gives false where the user left before its end: then nothing was stored. */
export async function converse(profiles: Profiles, asked: string | undefined): Promise<boolean> {
	applyColor(process.env);
	begin('loki-sentinel setup: arrows and enter answer, ctrl-c ends it without storing anything');
	try {
		const name = asked ?? await askName(profiles);
		const wrong = wrongName(name);
		if (wrong !== undefined) {
			finish(wrong);
			return false;
		}

		const dotenv = await readDotenv(process.cwd());
		const stored = profiles.read(name) ?? {};
		const context: SetupContext = {
			stored, env: {...dotenv, ...process.env}, now: Date.now, resolve: draft => draftSettings(draft, {
				name, env: process.env, dotenv, checkWebhookUrl,
			}),
		};
		let draft: Draft = stored;
		for (const step of steps) {
			draft = await step(draft, context);
		}

		const isDefault = await askDefault(profiles, name);
		await store(profiles, name, draft, isDefault);
		writeWrapped(`Stored as ${shownName(name)} in ${profiles.file}, which only you can read.`);
		const stronger = strongerVariables(draft, process.env, dotenv);
		if (stronger.length > 0) {
			writeWrapped(`While these are set, they override it: ${stronger.join(', ')}.`);
		}

		const option = isDefault ? '' : ` --profile ${/^[\w\-.]+$/.test(name) ? name : JSON.stringify(name)}`;
		finish(`Watch with loki-sentinel${option}, check again with loki-sentinel doctor${option}`);
		return true;
	} catch (error) {
		if (error instanceof CancelledError) {
			finish('Nothing was stored.');
			return false;
		}

		throw error;
	}
}

async function askName(profiles: Profiles): Promise<string> {
	const names = profiles.names();
	if (names.length === 0) {
		return firstName;
	}

	const chosen = await choose('Which profile?', [
		...names.map(name => ({value: `= ${name}`, label: shownName(name), ...(name === profiles.defaultName() && {hint: 'default'})})),
		{value: newName, label: 'A new one'},
	]);
	return chosen === newName ? askText({message: 'Its name', placeholder: 'staging', check: wrongName}) : chosen.slice(2);
}

/** The first one is the default by itself. */
async function askDefault(profiles: Profiles, name: string): Promise<boolean> {
	const current = profiles.defaultName();
	return current === undefined || current === name || agree(`Use this profile by default? The default is now ${shownName(current)}.`, false);
}

/** What was left out is taken out of what was stored; all other settings of the profile stay. */
async function store(profiles: Profiles, name: string, draft: Draft, isDefault: boolean): Promise<void> {
	await profiles.save(name, Object.fromEntries(Object.entries(draft).filter(([, value]) => value !== undefined)));
	if (isDefault) {
		await profiles.makeDefault(name);
	}
}

function wrongName(name: string): string | undefined {
	return /^[\p{Letter}\p{Number}][\p{Letter}\p{Number} \-._]*$/u.test(name) && name.length <= maxNameLength ? undefined : `A profile name has letters, digits, spaces, dots, hyphens and underscores, at most ${maxNameLength} characters.`;
}
