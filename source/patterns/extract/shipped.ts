import {containerWrap} from './header-parts.js';
import {readJson} from './json.js';

// What stands before a line: the container runtime's time and stream, syslog's old and new header, docker compose's name.
const prefixes = [
	containerWrap,
	/^<\d{1,3}>1 \S{1,40} \S{1,255} \S{1,48} \S{1,128} \S{1,32} (?:-|(?:\[[^\]]{0,500}\])+) ?/,
	/^(?:<\d{1,3}>)?(?:[A-Z][a-z]{2} {1,2}\d{1,2} [\d.:]{8,15}|\d{4}-\d\d-\d\dT[\d.:]{8,20}(?:Z|[+-]\d\d:\d\d)) [\w\-.:]{1,80} [\w\-./@]{1,80}(?:\[\d{1,10}\])?: /,
	/^[\w\-.]{1,80} +\| /,
] as const;
const firstOfPrefix = /^[\w<]/;
const jsonStart = /^\{\s*"/;
/** A value of an object that begins as a frame, a cause or a traceback does. */
const framesInJson = /:\s*"(?:\\t|\s|at |Caused|Suppressed|Traceback|\.\.\. \d|goroutine|created by )/;
const messageNames = ['log', 'message', 'msg', 'MESSAGE', 'Message', 'line', 'textPayload'] as const;
const longestWrapped = 16_384;

/** The line of JSON that a shipper put a program's line into; undefined for a line that is no such object. */
function fromJson(line: string): string | undefined {
	const fields = line.length > longestWrapped ? undefined : readJson(line);
	const name = messageNames.find(candidate => fields?.has(candidate));
	return name === undefined ? undefined : fields?.get(name)?.replace(/\r?\n$/, '');
}

/**
What a program wrote, without what its runtime or a shipper put around it; the line itself where that is nothing known.
JSON is only opened where a frame may be in it, or where `isSought` says that what goes on with a trace is looked for.
*/
export function withoutShipping(line: string, isSought: boolean): string {
	if (jsonStart.test(line)) {
		return (isSought || framesInJson.test(line) ? fromJson(line) : undefined) ?? line;
	}

	const prefix = firstOfPrefix.test(line) ? prefixes.find(expression => expression.test(line)) : undefined;
	return prefix ? line.replace(prefix, '') : line;
}
