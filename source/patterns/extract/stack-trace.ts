/** Frames of a stack trace that belong to a pattern: where it happened, not how it got there. */
const keptFrames = 3;
const maxExceptions = 3;

const javaFrame = /^\s*at ((?:async )?(?:new )?[^\s(][^(]{0,200}?) ?\(/;
const bareFrame = /^\s*at ([\w$\-./<>]{2,200})(?::\d+)*\s*$/;
const pythonFrame = /^\s*File "([^"]{1,300})", line \d+(?:, in (\S+))?/;
const goFrame = /^([\w$()*\-./]{2,200}\.[\w$()*\-.]{1,100})\([\d ,.?a-fx{}]*\)$/;
const rustFrame = /^\s*\d+: (?:0x[\da-f]+ - )?([\w $:<>]{2,200})$/;
const rubyFrame = /^\s*(?:from )?[\w\-./]{1,200}:\d+:in ["'`]([^"'`]{1,100})["'`]/;
const cause = /^\s*(?:Caused by|Suppressed): (.{1,300})/;
const exceptionLine = /^(?:Exception in thread "[^"]{1,100}" )?((?:[$A-Z_a-z][\w$]*[.:\\]{1,2}){0,12}[A-Z][\w$]*(?:Exception|Error|Failure|Fault|Throwable|Warning|Interrupt|Exit|Panic)\b.{0,300})/;
const continuation = /^(?:\s+\S|at \S+\(|Caused by:|Suppressed:|Traceback \(most recent|\.\.\. \d+ (?:more|common)|goroutine \d+ \[|created by |During handling|The above exc|stack backtrace:)/;

/** Whether a line goes on with the event of the line before it. */
export const isContinuation = (line: string): boolean => continuation.test(line) || goFrame.test(line);

/** Whether a line names an exception and no more: the end of a Python traceback, the start of a Java one. */
export const isExceptionLine = (line: string): boolean => exceptionLine.test(line);

const bareException = /^(?:Exception in thread "[^"]{1,100}" |Uncaught |Unhandled (?:exception|rejection|error):? ?)?(?:[$A-Z_a-z][\w$]*[.:\\]{1,2}){0,12}[A-Z][\w$]*(?:Exception|Error|Throwable|Panic)(?::|$)|^Traceback \(most recent call last\)/;

/** Whether a line without a level begins with an exception, as programs write it when nobody catches it. */
export const isBareException = (line: string): boolean => bareException.test(line);

/**
An event of several lines as one text: its first line, the exceptions and the top frames without line numbers.
Undefined where the lines hold no stack trace.
*/
export function summariseStack(text: string): string | undefined {
	if (!text.includes('\n')) {
		return undefined;
	}

	const [start = '', ...lines] = text.split('\n');
	const frames: string[] = [];
	const exceptions: string[] = [];
	// Python tells the frames first and the most recent one last.
	let isPython = false;
	for (const line of lines) {
		const frame = frameOf(line);
		if (frame !== undefined) {
			isPython ||= pythonFrame.test(line);
			frames.push(frame);
			continue;
		}

		const exception = cause.exec(line)?.[1] ?? exceptionLine.exec(line)?.[1];
		if (exception !== undefined && exceptions.length < maxExceptions) {
			exceptions.push(exception);
		}
	}

	if (frames.length === 0 && exceptions.length === 0) {
		return undefined;
	}

	const top = isPython ? frames.toReversed().slice(0, keptFrames) : frames.slice(0, keptFrames);
	// A first line that only announces the trace says nothing; one that ends in a colon is explained by the next.
	const isAnnouncement = /^Traceback \(most recent call last\):$/.test(start.trim()) && exceptions.length > 0;
	const first = start.endsWith(':') && !isAnnouncement && frameOf(lines[0] ?? '') === undefined && exceptions.length === 0 ? `${start} ${lines[0] ?? ''}` : start;
	return [...(isAnnouncement ? [] : [first]), ...exceptions, ...top.map(frame => `at ${frame}`)].join(' ');
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
