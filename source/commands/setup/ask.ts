import process from 'node:process';
import {
	type CANCEL_SYMBOL,
	autocomplete,
	confirm,
	intro,
	isCancel,
	log,
	outro,
	password,
	select,
	text,
	type Option,
} from '@clack/prompts';
import {detectTerminal} from '../../terminal/capabilities.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {wrap} from '../../terminal/wrap.js';
import {keepColors} from '../shared/print.js';

/*
The questions' library writes by itself: whatever it is given goes through here, and is made visible first.
*/

/** Ctrl-c, or esc: the user wants none of it. */
export class CancelledError extends Error {
	override name = 'CancelledError';
}

export type Choice<Value extends string> = {
	readonly value: Value;
	readonly label: string;
	readonly hint?: string | undefined;
};

export type TextQuestion = {
	readonly message: string;
	/** Can be edited. */
	readonly initial?: string | undefined;
	readonly placeholder?: string;
	/** What is wrong with an answer, as a sentence. */
	readonly check?: (answer: string) => string | undefined;
	/** An empty answer is one too. */
	readonly isOptional?: boolean;
};

const mask = '*';
const maxRows = 12;
/** What the questions hang on takes these at the left. */
export const barColumns = 3;

/** Every question ends with an answer, or throws CancelledError. */
async function answered<Answer>(answer: Promise<Answer | typeof CANCEL_SYMBOL>): Promise<Answer> {
	const value = await answer;
	if (isCancel(value)) {
		throw new CancelledError('cancelled');
	}

	return value;
}

/** An answer in plain sight, without space around it. */
export async function askText({message, initial, placeholder, check, isOptional = false}: TextQuestion): Promise<string> {
	const answer = await answered(text({
		message: sanitizeLine(message),
		...(initial !== undefined && {initialValue: sanitizeLine(initial)}),
		...(placeholder !== undefined && {placeholder}),
		validate: value => complaint(value, check, isOptional),
	}));
	return answer.trim();
}

/** An answer that nobody sees: each character is shown as a star. */
export async function askSecret({message, check}: Pick<TextQuestion, 'message' | 'check'>): Promise<string> {
	const answer = await answered(password({message: sanitizeLine(message), mask, validate: value => complaint(value, check, false)}));
	return answer.trim();
}

export async function choose<Value extends string>(message: string, choices: ReadonlyArray<Choice<Value>>, initial?: Value): Promise<Value> {
	return answered(select<Value>({
		message: sanitizeLine(message), options: toOptions(choices), ...(initial !== undefined && {initialValue: initial}), maxItems: maxRows, showInstructions: false,
	}));
}

/** Of many: what is typed narrows them. */
export async function search<Value extends string>(message: string, choices: ReadonlyArray<Choice<Value>>): Promise<Value> {
	return answered(autocomplete<Value>({
		message: sanitizeLine(message), options: toOptions(choices), maxItems: maxRows, placeholder: 'type to search',
	}));
}

export async function agree(message: string, initial: boolean): Promise<boolean> {
	return answered(confirm({message: sanitizeLine(message), initialValue: initial}));
}

/** The first line of the conversation, and its last. */
export function begin(words: string): void {
	intro(sanitizeLine(words));
}

export function finish(words: string): void {
	outro(sanitizeLine(words));
}

/** Lines between two questions. */
export function writeLines(lines: readonly string[]): void {
	log.message(lines.map(line => keepColors(line)), {spacing: 1});
}

/** A text between two questions, wrapped. */
export function writeWrapped(words: string): void {
	const {columns} = detectTerminal(process.env, process.stdout);
	writeLines(wrap(words, columns - barColumns));
}

function complaint(value: string | undefined, check: TextQuestion['check'], isOptional: boolean): string | undefined {
	const answer = (value ?? '').trim();
	if (answer === '') {
		return isOptional ? undefined : 'An answer is needed here; ctrl-c ends without storing anything.';
	}

	const wrong = check?.(answer);
	return wrong === undefined ? undefined : sanitizeLine(wrong);
}

function toOptions<Value extends string>(choices: ReadonlyArray<Choice<Value>>): Array<Option<Value>> {
	return choices.map(({value, label, hint}) => ({value, label: sanitizeLine(label), ...(hint !== undefined && {hint: sanitizeLine(hint)})}) as unknown as Option<Value>);
}
