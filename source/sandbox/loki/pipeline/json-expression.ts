import type {Extraction} from '../../../logql/ast.js';
import {
	eachMember,
	readValue,
	unescapeJson,
	type JsonValue,
} from './json-scan.js';
import type {Step} from './line-state.js';
import {withoutReplacements} from './sanitize-key.js';

type Path = ReadonlyArray<string | number>;

const pathPart = /\.?([a-z_]\w*)|\[\s*(?:"((?:[^"\\]|\\.)*)"|(\d+))\s*\]/iy;

/**
The path of an expression such as `request.headers["User-Agent"]` or `servers[0]`.

@throws Error where it is none.
*/
const parseJsonPath = (expression: string): Path => {
	const path: Array<string | number> = [];
	pathPart.lastIndex = 0;
	let at = 0;
	while (at < expression.length) {
		pathPart.lastIndex = at;
		const part = pathPart.exec(expression);
		if (!part || (at === 0 && part[0].startsWith('.')) || (at > 0 && part[1] !== undefined && !part[0].startsWith('.'))) {
			throw new Error(`cannot parse expression [${expression}]: syntax error: unexpected ${expression[at] ?? '$end'}`);
		}

		path.push(part[3] === undefined ? (part[1] ?? unescapeJson(part[2]!) ?? '') : Number(part[3]));
		at += part[0].length;
	}

	if (path.length === 0) {
		throw new Error(`cannot parse expression [${expression}]: syntax error: unexpected $end`);
	}

	return path;
};

const memberOf = (text: string, from: number, name: string): JsonValue | undefined => {
	let found: JsonValue | undefined;
	eachMember(text, from, (key, value) => {
		if (key === name) {
			found = value;
		}

		return found === undefined;
	});
	return found;
};

const elementOf = (text: string, from: number, index: number): JsonValue | undefined => {
	let at = from + 1;
	for (let position = 0; at < text.length; position++) {
		const value = readValue(text, at);
		if (typeof value === 'string') {
			return undefined;
		}

		if (position === index) {
			return value;
		}

		const comma = /^\s*,/.exec(text.slice(value.end, value.end + 64));
		if (!comma) {
			return undefined;
		}

		at = value.end + comma[0].length;
	}

	return undefined;
};

const find = (line: string, root: JsonValue, path: Path): JsonValue | undefined => {
	let value: JsonValue | undefined = root;
	for (const part of path) {
		if (typeof part === 'number') {
			value = value.type === 'array' ? elementOf(line, value.from, part) : undefined;
		} else {
			value = value.type === 'object' ? memberOf(line, value.from, part) : undefined;
		}

		if (!value) {
			return undefined;
		}
	}

	return value;
};

const textOf = (line: string, {type, from, to}: JsonValue): string => {
	if (type === 'null') {
		return '';
	}

	const raw = line.slice(from, to);
	return type === 'object' ? raw : withoutReplacements(unescapeJson(raw) ?? '');
};

/**
The json parser with expressions: one label for each, empty where the line does not have it.

@throws Error where an expression is none.
*/
export const jsonExpressionStep = (extractions: readonly Extraction[]): Step => {
	const wanted = extractions.map(({name, expression}) => ({name, path: parseJsonPath(expression)}));
	return state => {
		const {line} = state;
		if (line === '' || state.isComplete) {
			return true;
		}

		if (!/^["[{]/.test(line)) {
			state.fail('JSONParserErr');
			return true;
		}

		const root = readValue(line, 0);
		if (typeof root === 'string') {
			state.fail('JSONParserErr', root);
		}

		for (const {name, path} of wanted) {
			const value = typeof root === 'string' ? undefined : find(line, root, path);
			if (value) {
				state.set(state.freeName(name), textOf(line, value));
			} else if (state.get(name) === undefined) {
				state.set(name, '');
			}
		}

		return true;
	};
};
