import {classifyKey, type KeyKind} from './keys/key-names.js';
import {isSpace, readValue, skipSpaces} from './read-value.js';
import type {Found, Rule} from './spans.js';
import {isSecretValue, maxJudged} from './values.js';

/** How far apart the name and the value of one object may stand. */
const maxApart = 240;
const nameField = /(?<![\w-])(?:(?:env|variable|var|key|param|parameter|field|header|setting|property|secret|config)[-_]?(?:name|key|var)|name|key|field|header|param|parameter|variable|var|property|setting|option|attribute|label|id|k)\\{0,3}["']?\s{0,3}[:=]\s{0,3}\\{0,3}["']?([\w\-.]{2,80})/gi;
const valueField = /(?<![\w-])(?:value|val|content|contents|data|default|defaultvalue|string_?value|v|text)\\{0,3}["']?\s{0,3}([:=])/gi;

const keep = (text: string, from: number, kind: KeyKind, found: Found): boolean => {
	const value = readValue(text, skipSpaces(text, from, 4), false, maxJudged);
	const end = value.isQuoted ? value.end : xmlEnd(text, value.start, value.end);
	if (!isSecretValue(text, {...value, end}, kind, false)) {
		return false;
	}

	found(kind.kind, value.start, end);
	return true;
};

const xmlEnd = (text: string, start: number, end: number): number => {
	const tag = text.indexOf('<', start);
	return tag === -1 || tag > end ? end : tag;
};

type Name = {readonly start: number; readonly end: number; readonly kind: KeyKind | undefined};

/** Whether two fields are of one object: no brace, no new item of a list and no tag ends it in between. */
const isOneObject = (text: string, from: number, to: number): boolean => to - from <= maxApart && !/[{}]|[\n ]- |<\/?[a-z]|\/>/i.test(text.slice(from, to));

/** `{"name":"DB_PASSWORD","value":"..."}` in JSON, YAML and XML, in either order, also over lines. */
const findNamedValues: Rule = (text, found) => {
	const names: readonly Name[] = Array.from(text.matchAll(nameField), match => ({start: match.index, end: match.index + match[0].length, kind: classifyKey(match[1]!)}));
	if (names.every(({kind}) => kind === undefined)) {
		return;
	}

	let next = 0;
	valueField.lastIndex = 0;
	for (let match = valueField.exec(text); match; match = valueField.exec(text)) {
		while (next < names.length && names[next]!.start < match.index) {
			next++;
		}

		const after = valueField.lastIndex;
		const before = names[next - 1];
		if (before && isOneObject(text, before.end, match.index)) {
			if (before.kind) {
				keep(text, after, before.kind, found);
			}
		} else if (names[next]?.kind && names[next]!.start - after <= maxApart) {
			const {end} = readValue(text, skipSpaces(text, after, 4), false, maxJudged);
			if (isOneObject(text, Math.min(end + 1, names[next]!.start), names[next]!.start)) {
				keep(text, after, names[next]!.kind!, found);
			}
		}
	}
};

const elementPattern = /<([\w\-.:]{2,60})(?:\s[^<>]{0,240})?>([^<>]{1,2000})<\//g;
const attributePattern = /\s(?:name|key|id|field|property)\s?=\s?\\?["']([\w \-.]{2,80})\\?["']/i;
const namedElements = /<(?:\w{1,20}:)?(?:name|key|param-name|paramname|property)>([\w\-.]{2,80})<\/[\w\-:]{1,30}>\s{0,20}<(?:\w{1,20}:)?(?:value|string|data|param-value|paramvalue)(?:\s[^<>]{0,80})?>([^<>]{1,2000})<\//gi;

const keepElement = (text: string, key: string, start: number, end: number, found: Found): boolean => {
	const kind = classifyKey(key.replace(/^\w{1,20}:/, ''));
	let from = start;
	let to = end;
	if (text.startsWith('![CDATA[', start)) {
		from += 8;
		to -= 2;
	}

	while (from < to && isSpace(text.charCodeAt(from))) {
		from++;
	}

	while (to > from && isSpace(text.charCodeAt(to - 1))) {
		to--;
	}

	if (!kind || !isSecretValue(text, {start: from, end: to, isQuoted: true}, kind, false)) {
		return false;
	}

	found(kind.kind, from, to);
	return true;
};

/** `<password>...</password>`, `<entry key="db.password">...</entry>`, `<name>DB_PASSWORD</name><value>...</value>`. */
const findElements: Rule = (text, found) => {
	elementPattern.lastIndex = 0;
	for (let match = elementPattern.exec(text); match; match = elementPattern.exec(text)) {
		const end = match.index + match[0].length - 2;
		const start = end - match[2]!.length;
		const named = attributePattern.exec(text.slice(match.index, start))?.[1];
		if (!keepElement(text, match[1]!, start, end, found) && named !== undefined) {
			keepElement(text, named, start, end, found);
		}

		elementPattern.lastIndex = end;
	}

	namedElements.lastIndex = 0;
	for (let match = namedElements.exec(text); match; match = namedElements.exec(text)) {
		const end = match.index + match[0].length - 2;
		keepElement(text, match[1]!, end - match[2]!.length, end, found);
	}
};

const cdataPattern = /<([\w\-.:]{2,60})(?:\s[^<>]{0,240})?><!\[CDATA\[([^<>\]]{1,1000})\]\]>/g;

const findCdata: Rule = (text, found) => {
	cdataPattern.lastIndex = 0;
	for (let match = cdataPattern.exec(text); match; match = cdataPattern.exec(text)) {
		const end = match.index + match[0].length - 3;
		keepElement(text, match[1]!, end - match[2]!.length, end, found);
	}
};

const tuplePattern = /[(,[{]\s{0,2}\\{0,3}["']([\w \-.]{2,80})\\{0,3}["']\s{0,2},\s{0,2}(?=b?\\{0,3}["'])/g;

/** `("password", "...")`, `["X-Api-Key", "..."]`: a name and its value as a pair of strings. */
const findTuples: Rule = (text, found) => {
	tuplePattern.lastIndex = 0;
	for (let match = tuplePattern.exec(text); match; match = tuplePattern.exec(text)) {
		const kind = classifyKey(match[1]!);
		if (kind) {
			const value = readValue(text, tuplePattern.lastIndex, false, maxJudged);
			const scheme = /^(?:bearer|basic|token|apikey) {1,3}/i.exec(text.slice(value.start, value.start + 12))?.[0].length ?? 0;
			const secret = {...value, start: value.start + scheme};
			// A list of names has names on both sides: `["username", "password", "email"]`.
			if (isSecretValue(text, secret, kind, false) && !classifyKey(text.slice(secret.start, Math.min(secret.end, secret.start + 80))) && !/^[_a-z]{1,20}$/.test(text.slice(secret.start, secret.end))) {
				found(kind.kind, secret.start, secret.end);
			}
		}

		tuplePattern.lastIndex--;
	}
};

/** Secrets whose name stands in another field than they do. */
export const findStructured: Rule = (text, found) => {
	if (/val|content|data|default|text|\bv[ ":=\\]/i.test(text)) {
		findNamedValues(text, found);
	}

	if (text.includes('</')) {
		findElements(text, found);
	}

	if (text.includes('CDATA')) {
		findCdata(text, found);
	}

	if (text.includes('",') || text.includes('\',')) {
		findTuples(text, found);
	}
};
