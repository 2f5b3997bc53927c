import type {LogEntry} from '../../loki/types.js';

export type Field = readonly [name: string, value: string];

const maxFields = 60;
const maxParsedLength = 16_000;
const maxNameLength = 60;
const maxValueLength = 80;
const maxDepth = 2;
const minPairs = 2;
const logfmtPattern = /(?<!\S)([a-z_][\w\-.]{0,59})=(?:"((?:[^"\\]|\\.){0,200})"|([^\s"]{1,200}))(?!\S)/gi;
const firstPairPattern = /^[a-z_][\w\-.]{0,59}=[^\s=]/i;
/** Names of what differs in every line, or says nothing but that it is an error. */
const uselessName = /(?:^|[-._])(?:ids?|uu?id|guid|trace|traceid|span|spanid|requestid|time|timestamp|ts|date|datetime|at|pid|tid|thread|port|offset|seq|sequence|nonce|duration|latency|elapsed|took|ms|secs?|seconds|bytes|size|length|count|total|line|lineno|msg|message|log|text|stack|stacktrace|trace_back|traceback|caller|level|severity|lvl|loglevel|stream|filename|body|query|user_agent|referer|ip|client|remote_addr|attempt|retries|value|amount|order|user|customer|email|index|ordinal|uptime|score|err|error|exception)$/i;
/** `traceId` and `trace_id` are one name to the rules above. */
const snakeCase = (name: string): string => name.replaceAll(/(?<=[\da-z])(?=[A-Z])/g, '_');

/** What a rollout changes; its value may look like an id. */
const versionName = /(?:^|[-._])(?:version|image|image_tag|tag|release|revision|build|commit|sha|deployment|pod_template_hash|rollout|deploy_id)$/i;

/** Whether a label or field names what is deployed: a version, an image, a revision. */
export const isVersionName = (name: string): boolean => versionName.test(snakeCase(name));

/** Values of the same sort: ids, times, addresses, plain numbers with many digits. */
const uselessValue = /^(?:[\da-f]{8}-[\da-f]{4}-.*|[\da-f]{16,}|\d{4}-\d\d-\d\d.*|\d{1,3}(?:\.\d{1,3}){3}(?::\d+)?|-?\d{4,}(?:\.\d+)?|-?\d+\.\d{3,}|\d+(?:\.\d+)?(?:[mnuµ]?s|%))?$/i;

const isPlain = (value: unknown): value is string | number | boolean => typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean';

const isUseful = ([name, value]: Field): boolean => name.length <= maxNameLength && value.length <= maxValueLength && (isVersionName(name) || (!uselessName.test(snakeCase(name)) && !uselessValue.test(value)));

const flatten = (value: Readonly<Record<string, unknown>>, prefix: string, depth: number): readonly Field[] => Object.entries(value).slice(0, maxFields).flatMap(([name, inner]): readonly Field[] => {
	if (isPlain(inner)) {
		return [[prefix + name, String(inner)]];
	}

	const isObject = typeof inner === 'object' && inner !== null && !Array.isArray(inner);
	return isObject && depth < maxDepth ? flatten({...inner}, `${prefix}${name}.`, depth + 1) : [];
});

const parseJson = (line: string): readonly Field[] => {
	try {
		const value: unknown = JSON.parse(line);
		return typeof value === 'object' && value !== null && !Array.isArray(value) ? flatten({...value}, '', 1) : [];
	} catch {
		return [];
	}
};

const parseLogfmt = (line: string): readonly Field[] => {
	const fields: Field[] = [];
	let length = 0;
	for (const [pair, name, quoted, plain] of line.matchAll(logfmtPattern)) {
		length += pair.length + 1;
		fields.push([name!, quoted ?? plain ?? '']);
		if (fields.length >= maxFields) {
			break;
		}
	}

	// Pairs in the middle of a sentence are its numbers, not fields of the line; a version is one wherever it stands.
	const isLogfmt = fields.length >= minPairs && (firstPairPattern.test(line) || length >= line.length / 2);
	return isLogfmt ? fields : fields.filter(([name]) => isVersionName(name));
};

/** The fields of a line that could tell one version, host or path of the program from another: its labels, and what JSON or logfmt hold. A label stands above a field of the same name. */
export const fieldsOf = ({line, labels}: Pick<LogEntry, 'line' | 'labels'>, ignored: ReadonlySet<string>): ReadonlyMap<string, string> => {
	const text = line.length > maxParsedLength ? '' : line.trim();
	const parsed = text.startsWith('{') ? parseJson(text) : parseLogfmt(text);
	const all = [...parsed, ...Object.entries(labels)].filter(field => isUseful(field) && !ignored.has(field[0]) && !field[0].startsWith('__'));
	return new Map(all.slice(-maxFields));
};
