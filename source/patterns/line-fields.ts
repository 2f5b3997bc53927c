import {traceIdsOf} from './read/trace.js';

/** Something of a line by which lines can be told apart: a label, a field, or an id in its text. */
export type LineField = {
	/** `pod`, `order.id`, as it stands in the line. */
	readonly name: string;
	readonly value: string;
	/** Labels of the stream and structured metadata are both labels. */
	readonly from: 'label' | 'json' | 'logfmt' | 'text';
	/** The label that stands for it in a query. */
	readonly label: string;
	/** What a parser of Loki finds it by; empty where none is needed. */
	readonly expression: string;
};

/** Longer values are texts and tell no lines apart. */
const maxValueLength = 500;
const maxFields = 100;
/** Loki's names of labels. */
const labelName = /^[a-z_]\w*$/i;
const jsonToken = /"(?:[^"\\]|\\.)*"|[,:[\]{}]|[^\s",:[\]{}]+/g;
const pair = /(?<=^|\s)([a-z_]\w*)=(?:"((?:[^"\\]|\\.)*)"|([^\s"=]+))(?=\s|$)/gi;

/** The labels of a line, its fields where it is JSON or has pairs as logfmt writes them, and its trace or request id where nothing else names it. Values are as they were written: they may hold control characters. */
export function lineFields({line, labels}: {readonly line: string; readonly labels: Readonly<Record<string, string>>}): readonly LineField[] {
	const ofLabels = Object.entries(labels).map(([name, value]): LineField => ({
		name, value, from: 'label', label: name, expression: '',
	}));
	const inLine = (jsonFields(line) ?? logfmtFields(line)).map(field => Object.hasOwn(labels, field.label) ? {...field, label: `${field.label}_in_line`} : field);
	const fields = [...ofLabels.filter(({name}) => labelName.test(name)), ...inLine].filter(({value}) => value.length <= maxValueLength).slice(0, maxFields);
	const id = traceIdsOf(line, labels)?.trace;
	return id === undefined || fields.some(({value}) => value === id)
		? fields
		: [...fields, {
			name: 'trace', value: id, from: 'text', label: '', expression: '',
		}];
}

/** The fields of a line that is a JSON object; those in lists have no name of their own. Undefined for any other line. */
function jsonFields(line: string): readonly LineField[] | undefined {
	if (!line.startsWith('{') || !isJson(line)) {
		return undefined;
	}

	const walk: Walk = {
		fields: [], path: [], areLists: [], key: undefined, isKeyNext: false,
	};
	for (const [token] of line.matchAll(jsonToken)) {
		step(walk, token);
	}

	return walk.fields.filter(({label, expression}) => label !== '' && !label.startsWith('__') && !expression.includes('\\'));
}

/** State of a walk over the tokens of valid JSON. */
type Walk = {
	readonly fields: LineField[];
	/** The names of the objects and lists around; the outermost has none. */
	readonly path: string[];
	/** Which of them are lists. */
	readonly areLists: boolean[];
	/** The name whose value comes next. */
	key: string | undefined;
	isKeyNext: boolean;
};

function step(walk: Walk, token: string): void {
	const {fields, path, areLists, key, isKeyNext} = walk;
	switch (token) {
		case '{':
		case '[': {
			path.push(key ?? '');
			areLists.push(token === '[');
			walk.isKeyNext = token === '{';
			walk.key = undefined;

			break;
		}

		case '}':
		case ']': {
			path.pop();
			areLists.pop();
			walk.key = undefined;

			break;
		}

		case ',': {
			walk.isKeyNext = areLists.at(-1) === false;

			break;
		}

		default: {if (token !== ':' && isKeyNext) {
			walk.key = JSON.parse(token) as string;
			walk.isKeyNext = false;
		} else if (token !== ':' && key !== undefined) {
			fields.push(...areLists.includes(true) || token === 'null' ? [] : [jsonField([...path.slice(1), key], token)]);
			walk.key = undefined;
		}}
	}
}

/** A number stays as it is written: one of twenty digits would lose some. */
const jsonField = (path: readonly string[], token: string): LineField => ({
	name: path.join('.'),
	value: token.startsWith('"') ? JSON.parse(token) as string : token,
	from: 'json',
	label: path.join('_').replaceAll(/\W/g, '_').replace(/^(?=\d)/, '_'),
	expression: path.map((key, index) => labelName.test(key) ? `${index === 0 ? '' : '.'}${key}` : `[${JSON.stringify(key)}]`).join(''),
});

function isJson(line: string): boolean {
	try {
		JSON.parse(line);
		return true;
	} catch {
		return false;
	}
}

function logfmtFields(line: string): readonly LineField[] {
	const fields = new Map<string, LineField>();
	for (const [, name = '', quoted, bare = ''] of line.matchAll(pair)) {
		fields.set(name, {
			name, value: quoted === undefined ? bare : unquoted(quoted), from: 'logfmt', label: name, expression: name,
		});
	}

	return [...fields.values()];
}

/** Logfmt escapes as JSON does; what JSON does not know stays as it is. */
function unquoted(body: string): string {
	try {
		return JSON.parse(`"${body}"`) as string;
	} catch {
		return body;
	}
}
