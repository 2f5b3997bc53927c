import {sanitizeLine} from '../terminal/sanitize.js';

const longest = 200;
/** Exceptions of one text that are looked for. */
const maxExceptions = 4;

/** A logger with a package, and what old records have before the message: the statement and the ids of the request. */
const logger = /^(?:[$_a-z][\w$]{0,60}\.){1,12}[\w$\-./[\]]{1,80}(?:#<\*>\s+|: )(?=\S)|^(?:[\w$]{1,60}\.){0,12}[A-Z][\w$]{0,80}#<\*>\s+/;
const requestId = /^(?:trace|span|request|req|correlation)[ \-._]?id(?:: ?|=)<\*>,?\s+/i;
/** A class and its message; the name ends as exceptions do. */
const exception = /(?<![\w.])(?:[$_a-z][\w$]{0,60}[.:\\]{1,2}){0,12}[A-Z][\w$]{0,80}(?:Exception|Error|Failure|Fault|Throwable)(?=: )/g;
/** One of the frames behind the exceptions of a trace. */
const frame = /^[\w$*\-./:<>[\]]{2,200}(?: in [\w.]{1,80})?$/;
const leadsToCause = /(?:nested exception is|caused(?: by)?:)$/i;
const openSign = /[(,;[]$/;
const behindCause = /\](?: with root cause)?\s*$/;
const ellipsis = '… ';

/** Where the logger, the statement and the ids of the request end. */
function withoutHeader(text: string): string {
	// An exception's class has a package too.
	let rest = text.search(exception) === 0 ? text : text.replace(logger, '');
	for (let shorter = rest.replace(requestId, ''); shorter !== rest; shorter = rest.replace(requestId, '')) {
		rest = shorter;
	}

	return rest;
}

function withoutFrames(text: string): string {
	const parts = text.split(' at ');
	while (parts.length > 1 && frame.test(parts.at(-1)!)) {
		parts.pop();
	}

	return parts.join(' at ');
}

/** A part of a text up to the cause that it leads to. */
const upToCause = (text: string): string => text.trim().replace(leadsToCause, '').trimEnd().replace(openSign, '').trimEnd();

/** The exceptions of a text, innermost first, and what stood before them. */
function innermostFirst(text: string): string {
	const whole = withoutFrames(text);
	const starts = Array.from(whole.matchAll(exception), ({index}) => index).slice(-maxExceptions);
	if (starts.length === 0) {
		return text;
	}

	const parts = [0, ...starts].map((start, index) => upToCause(whole.slice(start, starts[index])));
	const told = parts.filter(part => part !== '').map((part, index, {length}) => index === length - 1 ? part.replace(behindCause, '') : part);
	return told.toReversed().join('; in ');
}

/** The last parts of `what failed: why: why that` that fit; undefined where not even the last one does. */
function endOf(text: string, maxLength: number): string | undefined {
	let start = text.indexOf(': ');
	while (start !== -1 && text.length - start - 2 + ellipsis.length > maxLength) {
		start = text.indexOf(': ', start + 2);
	}

	const end = start === -1 ? '' : text.slice(start + 2);
	return end === '' ? undefined : ellipsis + end;
}

/**
A pattern's template as a sentence quotes it, in one line: without logger and ids, the innermost exception and its message first.
What is longer than `maxLength` characters is cut; of a composed text (`what failed: why`) the end is shown.
*/
export function templateText(template: string, maxLength = longest): string {
	const header = template.replaceAll(/\s+/g, ' ').trim();
	const text = innermostFirst(withoutHeader(header));
	const isComposed = text.length > maxLength && !text.includes('; in ');
	return sanitizeLine((isComposed ? endOf(text, maxLength) : undefined) ?? text, {maxLength});
}
