import type {SandboxContext} from '../context.js';
import {queryLogs, type LogEntry, type LogStream} from '../evaluate/log-query.js';
import {hasEntries, selectStreams} from '../evaluate/select.js';
import {jsonReply, type Reply} from '../http/reply.js';
import type {LogQuery} from '../../../logql/ast.js';
import {parseBytes} from '../../../logql/bytes.js';
import {parseGoDuration} from '../../../logql/duration.js';
import {parseGoFloat} from '../../../logql/go-float.js';
import {extractJson} from '../pipeline/json.js';
import {LineState} from '../pipeline/line-state.js';
import {logfmtStep} from '../pipeline/logfmt.js';
import {readLogQuery, readSelector} from './read-query.js';
import type {QueryRequest} from './query.js';
import {readInteger, readTimeRange} from './query-parameters.js';

const defaultFieldLimit = 1000;
const defaultLineLimit = 100;

type Field = {
	readonly type: string;
	readonly values: Set<string>;
	readonly parsers: Set<string>;
	/** The names that lead to a JSON line's field. */
	jsonPath?: readonly string[];
};

/** The type that Loki sees in a field's value. */
const typeOf = (value: string): string => {
	if (/^[+-]?\d+$/.test(value)) {
		return 'int';
	}

	if (parseGoFloat(value) !== undefined) {
		return 'float';
	}

	if (/^(?:[01FTft]|TRUE|true|True|FALSE|false|False)$/.test(value)) {
		return 'boolean';
	}

	if (parseGoDuration(value) !== undefined) {
		return 'duration';
	}

	return parseBytes(value) === undefined ? 'string' : 'bytes';
};

class FieldTable {
	readonly fields = new Map<string, Field>();

	add(name: string, value: string, {parser, jsonPath}: {parser?: string; jsonPath?: readonly string[] | undefined} = {}): void {
		let field = this.fields.get(name);
		if (!field) {
			field = {type: typeOf(value), values: new Set(), parsers: new Set()};
			this.fields.set(name, field);
		}

		field.values.add(value);
		if (parser !== undefined) {
			field.parsers.add(parser);
		}

		if (jsonPath) {
			field.jsonPath = jsonPath;
		}
	}
}

const parseLogfmt = logfmtStep({isStrict: true, isKeepingEmpty: false});

const addEntry = (table: FieldTable, {line, metadata = []}: LogEntry, labels: ReadonlyMap<string, string>): void => {
	for (const [name, value] of metadata) {
		table.add(name, value);
	}

	const isJson = line.trimStart().startsWith('{');
	const state = new LineState();
	const jsonPaths = new Map<string, readonly string[]>();
	state.reset(line, labels);
	if (isJson) {
		extractJson(state, jsonPaths);
	} else {
		parseLogfmt(state);
	}

	if (state.error !== '') {
		return;
	}

	for (const [name, value] of state.parsed) {
		const jsonPath = jsonPaths.get(name) ?? jsonPaths.get(name.replace(/_extracted$/, ''));
		table.add(name, value, {parser: isJson ? 'json' : 'logfmt', jsonPath});
	}
};

const readFields = (streams: readonly LogStream[]): ReadonlyMap<string, Field> => {
	const table = new FieldTable();
	for (const {labels, entries} of streams) {
		const byName = new Map(labels.labels);
		for (const entry of entries) {
			addEntry(table, entry, byName);
		}
	}

	return table.fields;
};

const fieldLimit = (parameters: URLSearchParams): number =>
	readInteger(parameters.get('limit') ?? parameters.get('field_limit') ?? undefined, defaultFieldLimit);

/** /loki/api/v1/detected_fields */
export const handleDetectedFields = ({parameters, tenants}: QueryRequest, {now, stores}: SandboxContext): Reply => {
	const query: LogQuery = readLogQuery(parameters.get('query') ?? '');
	const limit = fieldLimit(parameters);
	const streams = queryLogs(stores.source(tenants), query, {
		...readTimeRange(parameters, now()),
		limit: readInteger(parameters.get('line_limit') ?? undefined, defaultLineLimit),
		isForward: false,
		isCategorized: true,
	});
	const fields = [...readFields(streams)].slice(0, limit).map(([label, {type, values, parsers, jsonPath}]) => ({
		label,
		type,
		cardinality: values.size,
		// Loki writes null where a field came from no parser.
		parsers: parsers.size > 0 ? [...parsers] : null,
		...(jsonPath && {jsonPath}),
	}));
	return jsonReply(`${JSON.stringify({fields, limit})}\n`);
};

const alwaysDetected: ReadonlySet<string> = new Set(['cluster', 'namespace', 'instance', 'pod']);
const uuid = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;

/** Whether all values are numbers or UUIDs, which tell nothing. A label of 0 and 1 alone is a yes or no. */
const isOnlyIds = (values: ReadonlySet<string>): boolean => {
	const found = [...values];
	const isYesOrNo = found.every(value => value === '0' || value === '1');
	return !isYesOrNo && found.every(value => parseGoFloat(value) !== undefined || uuid.test(value));
};

/** /loki/api/v1/detected_labels */
export const handleDetectedLabels = ({parameters, tenants}: QueryRequest, {now, stores}: SandboxContext): Reply => {
	const {start, end} = readTimeRange(parameters, now());
	const query = parameters.get('query') ?? '';
	const values = new Map<string, Set<string>>();
	for (const {stream, labels} of selectStreams(stores.source(tenants), query === '' ? [] : readSelector(query))) {
		if (hasEntries(stream, start, end)) {
			for (const [name, value] of labels.labels) {
				values.set(name, (values.get(name) ?? new Set()).add(value));
			}
		}
	}

	const detected = [...values]
		.filter(([name, found]) => alwaysDetected.has(name) || !isOnlyIds(found))
		.map(([label, found]) => ({label, cardinality: found.size}));
	return jsonReply(`${JSON.stringify({detectedLabels: detected})}\n`);
};
