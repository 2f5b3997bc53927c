import type {Key} from 'ink';

/** Ink's report of a key as the name that the key table uses: `a`, `E`, `enter`, `ctrl-d`, `up`. Undefined for keys without one. */
export function keyName(input: string, key: Key): string | undefined {
	const special = specialName(key);
	if (special) {
		return special;
	}

	if (input === '' || key.meta) {
		return undefined;
	}

	if (key.ctrl) {
		return `ctrl-${input}`;
	}

	return input === ' ' ? 'space' : input;
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
