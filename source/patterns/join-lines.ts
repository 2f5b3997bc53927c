import {withoutShipping} from './extract/shipped.js';
import {isContinuation, isExceptionLine, isFrameLine} from './extract/stack-trace.js';
import {levelOfWord} from './level-words.js';

/** Lines that shippers split come within this time of each other. */
const maxGapMs = 1000;
/** An event that has this many lines or characters goes on in the next one. */
const maxLinesPerEvent = 200;
const maxEventLength = 16_384;

/** A line of a stream. */
export type StreamLine = {
	readonly line: string;
	readonly timeMs: number;
};

/** Lines that are one event: a message, with the stack trace that was written one line a frame. */
export type JoinedEvent<Line extends StreamLine> = {
	/** The first line as it came, and the others as their program wrote them, with line breaks between them. */
	readonly line: string;
	readonly timeMs: number;
	readonly lines: readonly Line[];
};

type OpenEvent<Line> = {
	text: string;
	readonly lines: Line[];
	lastTimeMs: number;
	isTraceback: boolean;
};

/**
Joins lines that continue the line before them (frames, causes, indented lines, the exception at the end of a Python traceback),
of the same stream and within a second, whatever a container's runtime, syslog or a shipper put around each of them.
Lines come oldest first, streams mixed; events come in the order of their first lines. No line is lost.
*/
export function joinLines<Line extends StreamLine>(lines: Iterable<Line>, streamOf: (line: Line) => string): ReadonlyArray<JoinedEvent<Line>> {
	const events: Array<OpenEvent<Line>> = [];
	const openByStream = new Map<string, OpenEvent<Line>>();
	for (const line of lines) {
		const stream = streamOf(line);
		const open = openByStream.get(stream);
		const content = withoutShipping(line.line, open?.isTraceback === true);
		if (open && mayContinue(open, line) && continues(open, content, content !== line.line)) {
			open.lines.push(line);
			open.text += `\n${content}`;
			open.lastTimeMs = line.timeMs;
			// The exception ends the traceback; what follows is another event.
			open.isTraceback = isTracebackStart(content) || (open.isTraceback && /^\s/.test(content));
			continue;
		}

		const event = {
			text: line.line, lines: [line], lastTimeMs: line.timeMs, isTraceback: isTracebackStart(content),
		};
		events.push(event);
		openByStream.set(stream, event);
	}

	return events.map(({text, lines: parts}) => ({line: text, timeMs: parts[0]!.timeMs, lines: parts}));
}

function mayContinue<Line extends StreamLine>({lines, text, lastTimeMs}: OpenEvent<Line>, {line, timeMs}: Line): boolean {
	const isFull = lines.length >= maxLinesPerEvent || text.length + line.length > maxEventLength;
	return !isFull && Math.abs(timeMs - lastTimeMs) <= maxGapMs;
}

/** An object of JSON is a message of its own, however it is indented, unless what is in it belongs to a trace. */
function continues<Line extends StreamLine>({text, lines, isTraceback}: OpenEvent<Line>, content: string, isWrapped: boolean): boolean {
	if (isTraceback && (/^\s/.test(content) || isRaised(content))) {
		return true;
	}

	return isWrapped ? isFrameLine(content) : isContinuation(content) || (lines.length === 1 && isSecondLine(text, content));
}

const isTracebackStart = (line: string): boolean => /Traceback \(most recent call last\):?\s*$/.test(line);

/** The end of a traceback: the name of an exception, which need not end in `Error`. */
function isRaised(line: string): boolean {
	const name = /^(?:\w{1,60}\.){0,8}([A-Z]\w{2,80})(?::\s|$)/.exec(line)?.[1];
	return isExceptionLine(line) || (name !== undefined && levelOfWord(name) === undefined);
}

const firstOfTwo = /^[A-Z][a-z]{2} \d{1,2}, \d{4},? \d{1,2}:\d\d:\d\d [AP]M [\w$.]{1,120} [\w$<>]{1,80}\s*$/;

/** `java.util.logging` writes when and where in one line, and in the next one what. */
const isSecondLine = (first: string, line: string): boolean => firstOfTwo.test(first) && /^[A-Z]{4,10}: /.test(line);
