import type {Key} from 'ink';

/** Ink's report of a key as the name that the key table uses: `a`, `E`, `enter`, `ctrl-d`, `up`. Undefined for keys without one. */
export function keyName(input: string, key: Key): string | undefined {
	const special = specialName(key);
	if (special !== undefined) {
		return `${modifier(special, key)}${special}`;
	}

	if (input === '') {
		return undefined;
	}

	if (key.meta) {
		return `alt-${input}`;
	}

	if (key.ctrl) {
		return `ctrl-${input}`;
	}

	return input === ' ' ? 'space' : input;
}

/** Keys that mean another thing with ctrl or alt; the rest are the same with both. */
const modified: ReadonlySet<string> = new Set(['left', 'right', 'backspace', 'delete']);

function modifier(name: string, {ctrl, meta}: Pick<Key, 'ctrl' | 'meta'>): string {
	if (!modified.has(name)) {
		return '';
	}

	if (ctrl) {
		return 'ctrl-';
	}

	return meta ? 'alt-' : '';
}

const specialNames: ReadonlyArray<readonly [flag: Exclude<keyof Key, 'eventType'>, name: string]> = [
	['upArrow', 'up'],
	['downArrow', 'down'],
	['leftArrow', 'left'],
	['rightArrow', 'right'],
	['pageUp', 'pageup'],
	['pageDown', 'pagedown'],
	['home', 'home'],
	['end', 'end'],
	['return', 'enter'],
	['escape', 'esc'],
	['tab', 'tab'],
	['backspace', 'backspace'],
	['delete', 'delete'],
];

function specialName(key: Key): string | undefined {
	return specialNames.find(([flag]) => key[flag])?.[1];
}

export type KeyPress = {
	/** As the key table calls it; undefined for a key without a name. */
	readonly name: string | undefined;
	/** What it types. */
	readonly input: string;
};

const controlNames: ReadonlyMap<string, string> = new Map([['\u{1B}', 'esc'], ['\r', 'enter'], ['\n', 'enter'], ['\t', 'tab'], ['\u{7F}', 'backspace'], ['\b', 'backspace']]);

/** `ctrl-a` for U+0001 and so on. */
function controlName(character: string): string | undefined {
	const code = character.codePointAt(0) ?? 0;
	return code > 0 && code <= 26 ? `ctrl-${String.fromCodePoint(code + 96)}` : undefined;
}

/** The single key presses of one report: over a slow line several quick ones arrive together. */
export function keyPresses(input: string, key: Key): readonly KeyPress[] {
	const characters = [...input];
	if (characters.length <= 1 || key.ctrl || key.meta || specialName(key)) {
		return [{name: keyName(input, key), input}];
	}

	return characters.map(character => ({
		name: controlNames.get(character) ?? controlName(character) ?? (character === ' ' ? 'space' : character),
		input: character,
	}));
}

/** What a text field is given of several presses at once: characters in a row are one piece of text. A terminal that marks no paste sends it as a hundred thousand presses. */
export function typedPresses(presses: readonly KeyPress[]): readonly KeyPress[] {
	const end = presses.findIndex(({name}) => name === 'enter' || name === 'esc');
	const typed = end === -1 ? presses : presses.slice(0, end);
	const joined: KeyPress[] = [];
	let text = '';
	for (const press of typed) {
		if (press.name === 'space' || press.name === press.input) {
			text += press.input;
			continue;
		}

		joined.push({name: undefined, input: text}, press);
		text = '';
	}

	// What comes behind the end of the field is for the screen.
	return [...joined, {name: undefined, input: text}, ...presses.slice(typed.length)].filter(({name, input}) => name !== undefined || input !== '');
}
