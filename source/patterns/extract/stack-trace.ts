/** Frames of a stack trace that belong to a pattern: where it happened, not how it got there. */
const keptFrames = 3;
const maxExceptions = 3;

const javaFrame = /^\s*at ((?:async )?(?:new )?[^\s(][^(]{0,200}?) ?\(/;
const bareFrame = /^\s*at ([\w$\-./<>]{2,200})(?::\d+)*\s*$/;
const pythonFrame = /^\s*File "([^"]{1,300})", line \d+(?:, in (\S+))?/;
const goFrame = /^([\w$()*\-./]{2,200}\.[\w$()*\-.]{1,100})\([\d ,.?a-fx{}]*\)$/;
const rustFrame = /^\s*\d+: (?:0x[\da-f]+ - )?([\w $:<>]{2,200})$/;
const rubyFrame = /^\s*(?:from )?[\w\-./]{1,200}:\d+:in ["'`]([^"'`]{1,100})["'`]/;
const cause = /^\s*(?:Caused(?: by)?|Suppressed): (.{1,300})/;
const exceptionLine = /^(?:Exception in thread "[^"]{1,100}" )?((?:[$A-Z_a-z][\w$]*[.:\\]{1,2}){0,12}[A-Z][\w$]*(?:Exception|Error|Failure|Fault|Throwable|Warning|Interrupt|Exit|Panic)\b.{0,300})/;
/** How a part of a trace begins that is no frame. */
const partStart = String.raw`Caused(?: by)?:|Suppressed:|Traceback \(most recent|\.{3} \d+ (?:more|common)|goroutine \d+ \[|created by |During handling|The above exc|stack backtrace:`;
const continuation = new RegExp(String.raw`^(?:\s+\S|at \S+\(|${partStart})`);

/** Whether a line goes on with the event of the line before it. */
export const isContinuation = (line: string): boolean => continuation.test(line) || goFrame.test(line);

// Unlike `at noon (12 guests)`.
const wholeFrame = /^\s*at .{1,300}\((?:[^()]{1,200}:\d{1,6}|Native Method|Unknown Source|<anonymous>)\)\s*$|^\s*at .{1,300} in .{1,200}:line \d{1,6}\s*$|^\s+at [\w$.]{1,200}\(.{0,200}\)\s*$/;
const frameLine = new RegExp(String.raw`^\s*(?:${partStart}|File ".{1,300}", line \d)`);

/** Whether a line by itself can only be a part of a stack trace. */
export const isFrameLine = (line: string): boolean => wholeFrame.test(line) || frameLine.test(line) || goFrame.test(line) || rubyFrame.test(line);

/** What stands for frames of which the beginning was not read: they do not tell what happened, only how it got there. */
const framesAlone = 'at <*>';

/** Whether a line names an exception and no more: the end of a Python traceback, the start of a Java one. */
export const isExceptionLine = (line: string): boolean => exceptionLine.test(line);

/** How a line begins with an exception that nobody caught. A regular expression of Loki as well (RE2): lines are counted by the same words. */
export const bareExceptionSaid = [
	String.raw`(?:Exception in thread "[^"]{1,100}" |Uncaught |Unhandled (?:exception|rejection|error):? ?)?(?:[$A-Z_a-z][\w$]*[.:\\]{1,2}){0,12}[A-Z][\w$]*(?:Exception|Error|Throwable|Panic)(?::|$)`,
	String.raw`Traceback \(most recent call last\)`,
].join('|');
const bareException = new RegExp(`^(?:${bareExceptionSaid})`);

/** Whether a line without a level begins with an exception, as programs write it when nobody catches it. */
export const isBareException = (line: string): boolean => bareException.test(line);

/**
An event of several lines as one text: its first line, the exceptions and the top frames without line numbers, each once: traces of several pods may be mixed.
Undefined where the lines hold no stack trace.
*/
export function summariseStack(text: string): string | undefined {
	if (!text.includes('\n')) {
		return wholeFrame.test(text) || pythonFrame.test(text) || /^\s*\.{3} \d+ (?:more|common)/.test(text) ? framesAlone : undefined;
	}

	const [start = '', ...lines] = text.split('\n');
	const hasBeginning = frameOf(start) === undefined;
	const frames = new Set<string>();
	const exceptions = new Set<string>();
	// Python tells the frames first and the most recent one last.
	let isPython = false;
	for (const line of hasBeginning ? lines : [start, ...lines]) {
		const frame = frameOf(line);
		if (frame !== undefined) {
			isPython ||= pythonFrame.test(line);
			frames.add(frame);
			continue;
		}

		const exception = cause.exec(line)?.[1] ?? exceptionLine.exec(line)?.[1];
		if (exception === undefined || !(exceptions.size < maxExceptions)) {
			continue;
		}

		if (!hasBeginning && !isPython && exceptions.size === 0) {
			// Frames of what came before, which was not read.
			frames.clear();
		}

		exceptions.add(exception);
	}

	if (frames.size === 0 && exceptions.size === 0) {
		return undefined;
	}

	if (!hasBeginning && exceptions.size === 0) {
		return framesAlone;
	}

	const top = (isPython ? [...frames].toReversed() : [...frames]).slice(0, keptFrames);
	// A first line that only announces the trace says nothing; one that ends in a colon is explained by the next.
	const isAnnouncement = /^Traceback \(most recent call last\):$/.test(start.trim()) && exceptions.size > 0;
	const first = start.endsWith(':') && !isAnnouncement && frameOf(lines[0] ?? '') === undefined && exceptions.size === 0 ? `${start} ${lines[0] ?? ''}` : start;
	return [...(isAnnouncement || !hasBeginning ? [] : [first]), ...exceptions, ...top.map(frame => `at ${frame}`)].join(' ');
}

function frameOf(line: string): string | undefined {
	const python = pythonFrame.exec(line);
	if (python) {
		const file = (python[1] ?? '').split('/').at(-1) ?? '';
		return python[2] === undefined ? file : `${file.replace(/\.py$/, '')}.${python[2]}`;
	}

	const found = javaFrame.exec(line) ?? bareFrame.exec(line) ?? goFrame.exec(line) ?? rubyFrame.exec(line) ?? rustFrame.exec(line);
	return found?.[1]?.replace(/^.*\/(?=[^/]*\.)/, '').replaceAll(/\d+/g, '').trim();
}
