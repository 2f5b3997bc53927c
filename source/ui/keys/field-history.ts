import type {SoughtText, TextField} from '../../store/view-state.js';
import {insertText, type EditedText} from './edit-text.js';

/** A field's text after a step in what was sent before. */
export type Recalled = EditedText & Pick<TextField, 'recalled' | 'sought'>;

/** Keys that walk through what was sent before: so many further back. */
const steps: ReadonlyMap<string, 1 | -1> = new Map([['up', 1], ['ctrl-p', 1], ['down', -1], ['ctrl-n', -1]]);

const whole = (text: string): EditedText => ({text, cursor: text.length});

/** What a key of history makes of a field: a step back or forth, or one of the search that `ctrl-r` begins. Undefined for every other key, which then ends a search. `sent` is oldest first. Pure. */
export function recallText(field: TextField, name: string | undefined, input: string, sent: readonly string[]): Recalled | undefined {
	if (field.sought) {
		return seekFurther(field, field.sought, {name, input, sent});
	}

	if (name === 'ctrl-r') {
		return {
			...field, recalled: undefined, sought: {
				words: '', back: 0, isFound: true, draft: field.text,
			},
		};
	}

	const step = steps.get(name ?? '');
	return step === undefined ? undefined : walk(field, step, sent);
}

/** The newest first; behind the newest again what was being typed. At either end nothing changes. */
function walk(field: TextField, step: 1 | -1, sent: readonly string[]): Recalled {
	const {back: before, draft} = field.recalled ?? {back: 0, draft: field.text};
	const back = before + step;
	return back < 0 || back > sent.length ? field : {...whole(back === 0 ? draft : sent.at(-back) ?? draft), recalled: back === 0 ? undefined : {back, draft}};
}

type Key = {readonly name: string | undefined; readonly input: string; readonly sent: readonly string[]};

function seekFurther(field: TextField, sought: SoughtText, {name, input, sent}: Key): Recalled | undefined {
	if (name === 'ctrl-r') {
		return seek(field, sought, sent, sought.back + 1);
	}

	if (name === 'ctrl-g') {
		return whole(sought.draft);
	}

	if (name === 'backspace' || name === 'ctrl-h') {
		const words = [...sought.words].slice(0, -1).join('');
		return words === ''
			? {
				...whole(sought.draft), sought: {
					...sought, words, back: 0, isFound: true,
				},
			}
			: seek(field, {...sought, words}, sent, 1);
	}

	const isTyped = input !== '' && (name === undefined || name === 'space' || [...name].length === 1);
	return isTyped ? seek(field, {...sought, words: insertText(whole(sought.words), input).text}, sent, Math.max(1, sought.back)) : undefined;
}

/** The newest text at or before a place that has the words, in any case; where none has, what is there stays. */
function seek(field: TextField, sought: SoughtText, sent: readonly string[], from: number): Recalled {
	const wanted = sought.words.toLowerCase();
	if (wanted === '') {
		return {...field, sought: {...sought, isFound: true}};
	}

	for (let back = from; back <= sent.length; back++) {
		const text = sent.at(-back) ?? '';
		const place = text.toLowerCase().lastIndexOf(wanted);
		if (place !== -1) {
			return {text, cursor: Math.min(text.length, place), sought: {...sought, back, isFound: true}};
		}
	}

	return {...field, sought: {...sought, isFound: false}};
}
