import {levelOfWord} from '../level-words.js';
import {readFixedHeader, readPriority, type Header} from './fixed-headers.js';
import {
	bracketExpression,
	channelLevelExpression,
	callerExpression,
	componentExpression,
	containerStreamExpression,
	dottedExpression,
	firstWordExpression,
	hostExpression,
	kernelTime,
	levelExpression,
	namedIdExpression,
	numberExpression,
	requestIdsExpression,
	rfc5424Expression,
	separatorExpression,
	statementExpression,
	syslogHostExpression,
	syslogTagExpression,
	threadInParentheses,
} from './header-parts.js';
import {skip, type Walk} from './header-walk.js';
import {timestampEnd} from './timestamp.js';

/** Parts of a header and characters that are looked at. */
const maxParts = 16;
const maxHeaderLength = 300;
const maxWordsBeforeLevel = 8;
const numberLookAhead = 12;
const loggerName = /^[$a-z_][\w$]*(?:\.[\w$]+)+$/i;

/** Reads time, host, process, thread, level and logger at the start of a line; undefined where it begins with its message. */
export function readHeader(line: string): Header | undefined {
	const fixed = readFixedHeader(line);
	if (fixed) {
		return fixed;
	}

	const priority = readPriority(line);
	const walk: Walk = {
		line, position: priority.length, hasTime: false, isSyslog: priority.length > 0, level: priority.level, component: undefined,
	};

	const first = skip(walk, firstWordExpression)?.[1] ?? '';
	if ((levelOfWord(first.replace(',', '')) !== undefined && first.length > 2) || timestampEnd(line, line.charAt(walk.position) === '[' ? walk.position + 1 : walk.position) === 0) {
		walk.position = priority.length;
	}

	for (let part = 0; part < maxParts && walk.position < maxHeaderLength; part++) {
		// Behind the statement its message begins, whatever brackets that begins with.
		if (takeStatement(walk) || !takePart(walk)) {
			break;
		}
	}

	const isBareNumber = walk.level === undefined && walk.component === undefined && /^\d+\s*$/.test(line.slice(0, walk.position));
	if ((!walk.hasTime && walk.level === undefined) || isBareNumber) {
		return undefined;
	}

	skip(walk, separatorExpression);
	return {level: walk.level, component: walk.component, messageStart: walk.position};
}

/** The statement that wrote the line, and the ids of its request. */
function takeStatement(walk: Walk): boolean {
	const {position} = walk;
	skip(walk, separatorExpression);
	const found = (walk.hasTime || walk.level !== undefined) && walk.component === undefined ? skip(walk, statementExpression) : undefined;
	if (!found) {
		walk.position = position;
		return false;
	}

	walk.component = found[1] ?? found[2];
	skip(walk, separatorExpression);
	while (skip(walk, namedIdExpression)) {
		skip(walk, separatorExpression);
	}

	return true;
}

function takeNamedId(walk: Walk): boolean {
	return (walk.hasTime || walk.level !== undefined) && skip(walk, namedIdExpression) !== undefined;
}

function takePart(walk: Walk): boolean {
	skip(walk, separatorExpression);
	return takeTime(walk) || takeHostBeforeTime(walk) || takeBracket(walk) || takeNamedId(walk) || takeChannel(walk) || takeSyslog(walk) || takeLevel(walk) || takeNumber(walk) || takeComponent(walk) || takeWordsUpToLevel(walk);
}

function takeTime(walk: Walk): boolean {
	const end = timestampEnd(walk.line, walk.position);
	// A bare number behind the level belongs to the message.
	if (end === 0 || (walk.level !== undefined && /^\d+$/.test(walk.line.slice(walk.position, end)))) {
		return false;
	}

	walk.isSyslog ||= /^[A-Z][a-z]{2} {1,2}\d{1,2} \d/.test(walk.line.slice(walk.position, end));
	walk.hasTime = true;
	walk.position = end;
	skip(walk, containerStreamExpression);
	return true;
}

/** A host between two times. */
function takeHostBeforeTime(walk: Walk): boolean {
	const before = walk.position;
	if (walk.hasTime && skip(walk, hostExpression) && timestampEnd(walk.line, walk.position) > 0) {
		return true;
	}

	walk.position = before;
	return false;
}

/** `[2026-03-01 12:00:00]`, `[error]`, `[core:error]`, `[pid 7]`, `[main]`. */
function takeBracket(walk: Walk): boolean {
	const before = walk.position;
	const found = skip(walk, bracketExpression);
	if (!found) {
		return false;
	}

	const content = (found[1] ?? '').trim();
	const end = kernelTime.test(content) ? content.length : timestampEnd(content, 0);
	if (end > 0 && content.length - end < 12) {
		walk.hasTime = true;
		walk.level ??= levelOfWord(content.slice(end).trim());
		return true;
	}

	const level = content.length > 1 ? levelOfWord(content.split(/[/:]/).at(-1) ?? '') : undefined;
	if (level && walk.level === undefined) {
		walk.level = level;
		return true;
	}

	if (walk.level !== undefined && walk.component === undefined && loggerName.test(content)) {
		walk.component = content;
		skip(walk, threadInParentheses);
		return true;
	}

	const isInHeader = walk.hasTime || walk.level !== undefined;
	if (isInHeader && (/^(?:pid|tid|client|thread)?[\d #*,\-.:dipt]*$/.test(content) || isThread(walk, content))) {
		return true;
	}

	walk.position = before;
	return false;
}

/** A thread stands in brackets as one word, or before a logger. */
function isThread(walk: Walk, content: string): boolean {
	if (!/[\s=]/.test(content)) {
		return true;
	}

	const behind = walk.line.slice(walk.position, walk.position + 140);
	return /^\s*(?:-{1,3}\s|\[|[\w$\-./@]+\.[\w$\-/@]+(?::\s|\s+[-:]\s))/.test(behind);
}

function takeChannel(walk: Walk): boolean {
	const before = walk.position;
	const found = walk.hasTime && walk.level === undefined ? skip(walk, channelLevelExpression) : undefined;
	const level = levelOfWord(found?.[2] ?? '');
	if (!found || !level) {
		walk.position = before;
		return false;
	}

	walk.level = level;
	walk.component = found[1];
	return true;
}

function takeSyslog(walk: Walk): boolean {
	if (!walk.isSyslog || !walk.hasTime || walk.component !== undefined) {
		return false;
	}

	const structured = walk.line.startsWith('<') ? skip(walk, rfc5424Expression) : undefined;
	if (structured) {
		walk.component = structured[2];
		return true;
	}

	skip(walk, syslogHostExpression);
	const tag = skip(walk, syslogTagExpression);
	walk.component = tag?.[1];
	return tag !== undefined;
}

function takeLevel(walk: Walk): boolean {
	if (walk.level !== undefined && !walk.isSyslog) {
		return false;
	}

	const before = walk.position;
	const found = skip(walk, levelExpression);
	const word = found?.[1] ?? '';
	const level = levelOfWord(word);
	const isUpper = word === word.toUpperCase();
	// A lone letter is a level only behind a time; `error` in small letters only there or with a colon.
	// What syslog's priority says is put right by a level that is written like one.
	if (!level || (walk.level !== undefined && !isUpper) || (word.length === 1 ? !walk.hasTime || !isUpper || found?.[0] !== word : !isUpper && !walk.hasTime && !found?.[0].endsWith(':'))) {
		walk.position = before;
		return false;
	}

	walk.level = level;
	return true;
}

/** Process and thread numbers stand before the level, or between it and dashes. */
function takeNumber(walk: Walk): boolean {
	const before = walk.position;
	const found = walk.hasTime ? skip(walk, numberExpression) : undefined;
	if (!found) {
		return false;
	}

	// `12#12: *7` of nginx, or a number before what can only go on with the header.
	const isHeader = walk.level === undefined || /[#:]/.test(found[0]) || /^\s*(?:---|\[|#)/.test(walk.line.slice(walk.position, walk.position + numberLookAhead));
	if (!isHeader) {
		walk.position = before;
		return false;
	}

	return true;
}

function takeComponent(walk: Walk): boolean {
	if (walk.component !== undefined || (!walk.hasTime && walk.level === undefined)) {
		return false;
	}

	const before = walk.position;
	const found = skip(walk, callerExpression) ?? skip(walk, requestIdsExpression) ?? skip(walk, componentExpression) ?? (walk.level === undefined ? undefined : skip(walk, dottedExpression));
	if (!found || timestampEnd(found[1] ?? '', 0) > 0) {
		walk.position = before;
		return false;
	}

	walk.component = found[1];
	return true;
}

/** Behind a time, words that no sentence has (`R02-M1 RAS KERNEL INFO`, `payment-7d9f ERROR`) lead to the level. */
function takeWordsUpToLevel(walk: Walk): boolean {
	if (!walk.hasTime || walk.level !== undefined) {
		return false;
	}

	const words = walk.line.slice(walk.position, walk.position + maxHeaderLength).split(/(\s+)/);
	let length = 0;
	for (let index = 0; index < words.length && index < maxWordsBeforeLevel * 2; index += 2) {
		const word = words[index] ?? '';
		const bare = /^\[?([A-Z]{3,})[:\]]?$/.exec(word)?.[1] ?? '';
		const level = levelOfWord(bare);
		if (level) {
			walk.level = level;
			walk.position += length + word.length;
			return true;
		}

		// A method stands behind its class.
		const isMethod = loggerName.test(words[index - 2] ?? '') && /^<?[a-z]\w*>?$/.test(word);
		if (!isMethod && !/[\d\-./:@[\]_|]/.test(word) && word !== word.toUpperCase()) {
			return false;
		}

		length += word.length + (words[index + 1] ?? '').length;
	}

	return false;
}
