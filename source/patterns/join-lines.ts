import {isContinuation, isExceptionLine} from './extract/stack-trace.js';

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
	/** All lines, with line breaks between them. */
	readonly line: string;
	readonly timeMs: number;
	readonly lines: readonly Line[];
};

type OpenEvent<Line> = {
	lines: Line[];
	length: number;
	lastTimeMs: number;
	isTraceback: boolean;
};

/**
Joins lines that continue the line before them (frames, causes, indented lines, the exception at the end of a Python traceback),
of the same stream and within a second. Lines come oldest first, streams mixed; events come in the order of their first lines. No line is lost.
*/
export function joinLines<Line extends StreamLine>(lines: Iterable<Line>, streamOf: (line: Line) => string): ReadonlyArray<JoinedEvent<Line>> {
	const events: Array<OpenEvent<Line>> = [];
	const openByStream = new Map<string, OpenEvent<Line>>();
	for (const line of lines) {
		const stream = streamOf(line);
		const open = openByStream.get(stream);
		if (open && continues(open, line)) {
			open.lines.push(line);
			open.length += line.line.length + 1;
			open.lastTimeMs = line.timeMs;
			// The exception ends the traceback; what follows is another event.
			open.isTraceback = isTracebackStart(line.line) || (open.isTraceback && /^\s/.test(line.line));
			continue;
		}

		const event = {
			lines: [line], length: line.line.length, lastTimeMs: line.timeMs, isTraceback: isTracebackStart(line.line),
		};
		events.push(event);
		openByStream.set(stream, event);
	}

	return events.map(({lines: parts}) => ({line: parts.map(({line}) => line).join('\n'), timeMs: parts[0]!.timeMs, lines: parts}));
}

function continues<Line extends StreamLine>(open: OpenEvent<Line>, {line, timeMs}: Line): boolean {
	const isFull = open.lines.length >= maxLinesPerEvent || open.length + line.length > maxEventLength;
	const isNear = Math.abs(timeMs - open.lastTimeMs) <= maxGapMs;
	return isNear && !isFull && (isContinuation(line) || (open.isTraceback && isExceptionLine(line)));
}

const isTracebackStart = (line: string): boolean => /^\s*Traceback \(most recent call last\)/.test(line);
