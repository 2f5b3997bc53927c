/** Fields that are read, and levels of nesting; what lies deeper or behind is skipped. */
const maxFields = 200;
const maxDepth = 4;

export type Fields = ReadonlyMap<string, string>;

/**
Reads the strings, numbers and words of a JSON object by the names that lead to them (`error.message`), the outer ones in the order of the line.
Goes through the text once and takes what it finds: a line that was cut in the middle gives what stands before the cut.
Undefined where the text does not begin like an object with a named field.
*/
export function readJson(text: string): Fields | undefined {
	if (!/^\s*\{\s*"/.test(text)) {
		return undefined;
	}

	const walk: Walk = {
		text, index: 0, path: [], key: undefined, fields: new Map(),
	};
	while (walk.index < text.length && walk.fields.size < maxFields) {
		step(walk);
		if (walk.path.length === 0 && walk.index > 0 && text.charAt(walk.index - 1) === '}') {
			// An object must close its line: `{"a":1} and more` is text.
			return text.slice(walk.index).trim() === '' ? walk.fields : undefined;
		}
	}

	return walk.fields;
}

/** State of a walk over an object. */
type Walk = {
	readonly text: string;
	index: number;
	/** Names of the objects and lists around; the outermost has none. */
	readonly path: string[];
	/** The name whose value comes next. */
	key: string | undefined;
	readonly fields: Map<string, string>;
};

function step(walk: Walk): void {
	switch (walk.text.charAt(walk.index)) {
		case '"': {
			takeString(walk);
			break;
		}

		case '{':
		case '[': {
			walk.path.push(walk.key ?? '');
			walk.key = undefined;
			walk.index++;
			break;
		}

		case '}':
		case ']': {
			walk.path.pop();
			walk.key = undefined;
			walk.index++;
			break;
		}

		default: {
			takeLiteral(walk);
		}
	}
}

function takeString(walk: Walk): void {
	const {text, index} = walk;
	const end = stringEnd(text, index);
	const value = unescape(text.slice(index + 1, end));
	const colon = walk.key === undefined ? colonAfter(text, end + 1) : -1;
	if (colon >= 0) {
		walk.key = value;
		walk.index = colon + 1;
		return;
	}

	store(walk, value);
	walk.index = end + 1;
}

function takeLiteral(walk: Walk): void {
	const {text, index} = walk;
	if (walk.key === undefined || ' \n\r\t,:'.includes(text.charAt(index))) {
		walk.index++;
		return;
	}

	let end = index;
	while (end < text.length && !',}] \n\r\t'.includes(text.charAt(end))) {
		end++;
	}

	store(walk, text.slice(index, end));
	walk.index = end;
}

function store(walk: Walk, value: string): void {
	const {path, key, fields} = walk;
	if (path.length <= maxDepth) {
		const name = [...path.slice(1), key ?? ''].filter(part => part !== '').join('.');
		if (name !== '' && !fields.has(name)) {
			fields.set(name, value);
		}
	}

	walk.key = undefined;
}

function stringEnd(text: string, start: number): number {
	for (let index = start + 1; index < text.length; index++) {
		const character = text.charAt(index);
		if (character === '\\') {
			index++;
		} else if (character === '"') {
			return index;
		}
	}

	return text.length;
}

/** The index of a colon that follows, spaces aside; -1 where none does. */
function colonAfter(text: string, start: number): number {
	let index = start;
	while (text.charAt(index) === ' ') {
		index++;
	}

	return text.charAt(index) === ':' ? index : -1;
}

const escapes: Readonly<Record<string, string>> = {
	n: '\n', t: '\t', r: '\r', b: ' ', f: ' ',
};

/** The text that the escapes of a JSON or logfmt string stand for; a broken escape stays as it is. */
export function unescape(text: string): string {
	return text.includes('\\')
		? text.replaceAll(/\\(?:u([\dA-Fa-f]{4})|(.))/gs, (whole: string, code: string | undefined, character: string | undefined) => {
			if (code !== undefined) {
				return String.fromCharCode(Number.parseInt(code, 16));
			}

			return character === undefined || character === 'u' ? whole : escapes[character] ?? character;
		})
		: text;
}
