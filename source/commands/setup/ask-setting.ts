import {schemas} from '../../config/schema.js';
import {settingInfo, type SettingName} from '../../config/settings.js';
import {
	askSecret,
	askText,
	choose,
	type Choice,
	type TextQuestion,
} from './ask.js';
import type {SetupContext} from './types.js';

type TextSetting = Exclude<SettingName, 'redactPatterns'>;

/** What is wrong with the text of a setting, as a sentence; the words are those of the settings' own errors. */
const checkOf = (name: TextSetting) => (answer: string): string | undefined => schemas[name].safeParse(answer).success ? undefined : `${settingInfo(name).allowed.replace(/^./, letter => letter.toUpperCase())}.`;

/** A setting in plain sight, checked as it is when it is read. */
export async function askSetting(name: TextSetting, question: TextQuestion): Promise<string> {
	return askText({...question, check: answer => checkOf(name)(answer) ?? question.check?.(answer)});
}

export type SecretQuestion = {
	readonly name: TextSetting;
	readonly message: string;
	/** What the choice without one is called; without it there has to be one. */
	readonly without?: string;
	/** Besides the form of the setting. */
	readonly check?: (answer: string) => string | undefined;
	/** Offers to read it from the environment each time. */
	readonly canStayOutside?: boolean;
};

type SecretChoice = 'stored' | 'typed' | 'outside' | 'none';

/** A secret, which is never shown: what is stored is offered as `keep ****`. Gives undefined where none is to be stored. */
export async function askSecretSetting({name, message, without, check, canStayOutside = false}: SecretQuestion, {stored, env}: Pick<SetupContext, 'stored' | 'env'>): Promise<unknown> {
	const variables = settingInfo(name).env;
	const set = variables.find(variable => (env[variable] ?? '') !== '');
	const choices: ReadonlyArray<Choice<SecretChoice>> = [
		...stored[name] === undefined ? [] : [{value: 'stored', label: 'Keep ****'} as const],
		...canStayOutside && set !== undefined ? [{value: 'outside', label: `Read it from ${set} at every start`, hint: 'it is set now; nothing is stored'} as const] : [],
		{value: 'typed', label: stored[name] === undefined ? 'Type it in' : 'Type in another one', hint: 'hidden; stored in a file that only you can read'},
		...canStayOutside && set === undefined ? [{value: 'outside', label: 'Read it from the environment each time', hint: `${variables.at(-1)}, not set now; nothing is stored`} as const] : [],
		...without === undefined ? [] : [{value: 'none', label: without} as const],
	];
	const choice = choices.length === 1 ? 'typed' : await choose(message, choices);
	if (choice === 'stored') {
		return stored[name];
	}

	return choice === 'typed' ? askSecret({message: `${message} (hidden)`, check: answer => checkOf(name)(answer) ?? check?.(answer)}) : undefined;
}
