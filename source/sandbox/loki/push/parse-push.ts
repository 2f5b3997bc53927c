import type {Label} from '../labels.js';
import {badRequest} from '../http/loki-error.js';
import {quote} from '../../../logql/go-strings.js';

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

/** How much of the body before and behind a mistake Loki's message shows, first closely, then in context. */
const closeLength = 10;
const contextLength = 50;

const streamsField = 'loghttp.PushRequest.Streams: []loghttp.LogProtoStream: ';

/** Loki's message for a body that it cannot decode, with what stands around the mistake. */
const decodeError = (message: string, body: string, at = body.length): Error => {
	const around = (length: number): string => body.slice(Math.max(0, at - length), at + length);
	return badRequest(`${message}, error found in #${Math.min(at, closeLength)} byte of ...|${around(closeLength)}|..., bigger context ...|${around(contextLength)}|...\n`);
};

const notAnObject = (body: string): Error => {
	const start = body.search(/\S/);
	return start === -1
		? badRequest('EOF\n')
		: decodeError(`loghttp.PushRequest.readObjectStart: expect { or n, but found ${body[start]}`, body, start + 1);
};

const syntaxError = (error: unknown, body: string): Error => {
	if (!/^\s*\{/.test(body)) {
		return notAnObject(body);
	}

	const position = /position (\d+)/.exec(String(error))?.[1];
	return decodeError(`${streamsField}Skip: do not know how to skip: 0`, body, position === undefined ? body.length : Number(position) + 1);
};

const labelPairs = (value: unknown, body: string): Label[] => {
	if (!isObject(value)) {
		throw decodeError(streamsField + 'unmarshalerDecoder: Value is not an object', body);
	}

	return Object.entries(value).map(([name, text]): Label => {
		if (typeof text !== 'string') {
			throw decodeError(streamsField + 'unmarshalerDecoder: Value is not a string', body);
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
		throw decodeError(streamsField + 'unmarshalerDecoder: Value is not a string', body);
	}

	if (!/^-?\d{1,19}$/.test(time)) {
		throw decodeError(`${streamsField}unmarshalerDecoder: strconv.ParseInt: parsing ${quote(time)}: invalid syntax`, body);
	}

	return {timeNs: BigInt(time), line, metadata: metadata === undefined ? [] : labelPairs(metadata, body)};
};

const readStream = (value: unknown, body: string): PushedStream => {
	if (!isObject(value)) {
		throw decodeError(streamsField + 'decode slice: expect [ or n', body);
	}

	const labels = labelPairs(value.stream ?? {}, body);
	const values = value.values ?? [];
	if (!Array.isArray(values)) {
		throw decodeError(streamsField + 'unmarshalerDecoder: Value is not array', body);
	}

	return {labels, lines: values.map(line => readLine(line, body))};
};

/** Reads a push of JSON. Throws LokiError where it is none. */
export const parsePush = (body: string): PushedStream[] => {
	let parsed: unknown;
	try {
		parsed = JSON.parse(body);
	} catch (error) {
		throw syntaxError(error, body);
	}

	if (!isObject(parsed)) {
		throw notAnObject(body);
	}

	const streams = parsed.streams ?? [];
	if (!Array.isArray(streams)) {
		throw decodeError(streamsField + 'decode slice: expect [ or n', body);
	}

	const read = streams.map(stream => readStream(stream, body));
	for (const {labels} of read) {
		requireNames(labels);
	}

	return read;
};
