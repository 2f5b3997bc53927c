import type {Label} from '../labels.js';
import {badRequest} from '../http/loki-error.js';
import {quote} from '../logql/go-strings.js';

export type PushedLine = {
	readonly timeNs: bigint;
	readonly line: string;
	readonly metadata: readonly Label[];
};

export type PushedStream = {
	readonly labels: readonly Label[];
	readonly lines: readonly PushedLine[];
};

type JsonObject = Readonly<Record<string, unknown>>;

const isObject = (value: unknown): value is JsonObject => typeof value === 'object' && value !== null && !Array.isArray(value);

const decodeError = (what: string, body: string): Error => {
	const head = body.length > 30 ? body.slice(0, 30) : body;
	return badRequest(`loghttp.PushRequest.Streams: []loghttp.LogProtoStream: ${what}, error found in #10 byte of ...|${head}|..., bigger context ...|${body.slice(0, 60)}|...\n`);
};

const labelPairs = (value: unknown, body: string): Label[] => {
	if (!isObject(value)) {
		throw decodeError('unmarshalerDecoder: Value is not an object', body);
	}

	return Object.entries(value).map(([name, text]): Label => {
		if (typeof text !== 'string') {
			throw decodeError('unmarshalerDecoder: Value is not a string', body);
		}

		return [name, text];
	});
};

/** Where Loki's parser of labels stops, by the text that it makes of them. */
const requireNames = (labels: readonly Label[]): void => {
	let column = 2;
	for (const [name, value] of [...labels].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
		const bad = /^[^a-z_]|\W/i.exec(name);
		if (bad) {
			throw badRequest(`couldn't parse labels: 1:${column + bad.index}: parse error: unexpected character inside braces: '${bad[0]}'`);
		}

		column += name.length + 1 + quote(value).length + 2;
	}
};

const readLine = (value: unknown, body: string): PushedLine => {
	const [time, line, metadata] = Array.isArray(value) ? value as unknown[] : [];
	if (typeof time !== 'string' || typeof line !== 'string') {
		throw decodeError('unmarshalerDecoder: Value is not a string', body);
	}

	if (!/^-?\d{1,19}$/.test(time)) {
		throw decodeError(`unmarshalerDecoder: strconv.ParseInt: parsing ${quote(time)}: invalid syntax`, body);
	}

	return {timeNs: BigInt(time), line, metadata: metadata === undefined ? [] : labelPairs(metadata, body)};
};

const readStream = (value: unknown, body: string): PushedStream => {
	if (!isObject(value)) {
		throw decodeError('decode slice: expect [ or n', body);
	}

	const labels = labelPairs(value.stream ?? {}, body);
	const values = value.values ?? [];
	if (!Array.isArray(values)) {
		throw decodeError('unmarshalerDecoder: Value is not array', body);
	}

	return {labels, lines: values.map(line => readLine(line, body))};
};

/** Reads a push of JSON. Throws LokiError where it is none. */
export const parsePush = (body: string): PushedStream[] => {
	let parsed: unknown;
	try {
		parsed = JSON.parse(body);
	} catch {
		throw decodeError('Skip: do not know how to skip: 0', body);
	}

	const streams = isObject(parsed) ? parsed.streams ?? [] : undefined;
	if (!Array.isArray(streams)) {
		throw decodeError('decode slice: expect [ or n', body);
	}

	const read = streams.map(stream => readStream(stream, body));
	for (const {labels} of read) {
		requireNames(labels);
	}

	return read;
};
