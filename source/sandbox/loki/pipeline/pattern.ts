import type {Step} from './line-state.js';

type Part = {readonly literal: string} | {readonly capture: string};

const isCapture = (part: Part | undefined): part is {readonly capture: string} => part !== undefined && 'capture' in part;

const parsePattern = (pattern: string): Part[] => {
	const parts: Part[] = [];
	let from = 0;
	for (const match of pattern.matchAll(/<([a-z_]\w*)>/gi)) {
		if (match.index > from) {
			parts.push({literal: pattern.slice(from, match.index)});
		}

		parts.push({capture: match[1]!});
		from = match.index + match[0].length;
	}

	if (from < pattern.length) {
		parts.push({literal: pattern.slice(from)});
	}

	return parts;
};

const requireApart = (parts: readonly Part[]): void => {
	for (const [index, part] of parts.entries()) {
		const next = parts[index + 1];
		if (isCapture(part) && isCapture(next)) {
			throw new Error(`found consecutive capture '<${part.capture}><${next.capture}>': invalid expression`);
		}
	}
};

/**
Where each capture of a pattern matches a line. Stops at the first literal that is not there.
*/
const capturesOf = (parts: readonly Part[], line: string): string[] => {
	const captured: string[] = [];
	let at = 0;
	for (let index = 0; index < parts.length; index++) {
		const part = parts[index]!;
		if (!isCapture(part)) {
			// Only a pattern's first literal comes here: the others end a capture.
			const found = line.indexOf(part.literal);
			if (found !== 0) {
				return captured;
			}

			at = part.literal.length;
			continue;
		}

		const next = parts[index + 1];
		if (next === undefined || isCapture(next)) {
			captured.push(line.slice(at));
			return captured;
		}

		const end = line.indexOf(next.literal, at);
		if (end === -1) {
			// Loki keeps what is left for the capture that is open.
			captured.push(line.slice(at));
			return captured;
		}

		captured.push(line.slice(at, end));
		at = end + next.literal.length;
		index++;
	}

	return captured;
};

/**
The pattern parser: `<ip> - <_> [<time>]`.

@throws Error where the pattern has no named capture or two in a row.
*/
export const patternStep = (pattern: string): Step => {
	const parts = parsePattern(pattern);
	const names = parts.filter(part => isCapture(part)).map(({capture}) => capture);
	if (names.every(name => name === '_')) {
		throw new Error('at least one capture is required: invalid expression');
	}

	requireApart(parts);
	const seen = new Set<string>();
	for (const name of names) {
		if (name !== '_' && seen.has(name)) {
			throw new Error(`duplicate capture name (${name}): invalid expression`);
		}

		seen.add(name);
	}

	return state => {
		if (state.line === '' || state.isComplete) {
			return true;
		}

		for (const [index, value] of capturesOf(parts, state.line).entries()) {
			if (names[index] !== '_') {
				state.extract(names[index]!, value);
			}
		}

		return true;
	};
};

/**
The test of the filters `|>` and `!>`: the pattern fits the whole line, with something at every `<_>`.

@throws Error where a capture has a name.
*/
export const patternTest = (pattern: string): (line: string) => boolean => {
	const parts = parsePattern(pattern);
	requireApart(parts);
	const named = parts.find(part => isCapture(part) && part.capture !== '_');
	if (isCapture(named)) {
		throw new Error(`named captures are not allowed: <${named.capture}>`);
	}

	const isOpenAtEnd = isCapture(parts.at(-1));
	return line => {
		let at = 0;
		for (const [index, part] of parts.entries()) {
			const found = isCapture(part) ? at : line.indexOf(part.literal, at);
			const isFirst = index === 0;
			if (!isCapture(part) && (found === -1 || (found === at) !== isFirst)) {
				return false;
			}

			at = isCapture(part) ? at : found + part.literal.length;
		}

		return line === '' ? parts.length === 0 : isOpenAtEnd === (at < line.length);
	};
};
