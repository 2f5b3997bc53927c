import {Buffer} from 'node:buffer';
import type {IncomingMessage} from 'node:http';
import type {SandboxContext} from '../context.js';
import {badRequest, LokiError} from '../http/loki-error.js';
import type {Reply} from '../http/reply.js';
import {readBody} from '../http/request.js';
import {readPushTenant} from '../http/tenants.js';
import {metadataBytes} from '../store/stream.js';
import {fromNs} from '../store/time.js';
import type {IngestedEntry} from '../store/tenant-store.js';
import {ingestLine, ingestStream} from './ingest.js';
import {parsePush, type PushedStream} from './parse-push.js';
import {lineRefusal, Refusals, streamRefusal} from './refusals.js';

const ingest = (streams: readonly PushedStream[], context: SandboxContext): {entries: IngestedEntry[]; refusals: Refusals} => {
	const entries: IngestedEntry[] = [];
	const refusals = new Refusals();
	for (const {labels, lines} of streams) {
		const stream = ingestStream(labels, context.version);
		const streamReason = streamRefusal(stream);
		for (const line of lines) {
			const reason = streamReason ?? lineRefusal(line, stream, context);
			if (reason === undefined) {
				entries.push(ingestLine(stream, fromNs(line.timeNs), line.line, line.metadata));
			} else {
				refusals.add(reason);
			}
		}
	}

	return {entries, refusals};
};

const bytesOf = (entries: readonly IngestedEntry[]): number => {
	let bytes = 0;
	for (const {line, metadata} of entries) {
		bytes += Buffer.byteLength(line) + metadataBytes(metadata);
	}

	return bytes;
};

/** POST /loki/api/v1/push. Lines that are good are taken, even where others are refused. */
export const handlePush = async (request: IncomingMessage, context: SandboxContext): Promise<Reply> => {
	const tenant = readPushTenant(request.headers['x-scope-orgid'] as string | undefined, context.isMultiTenant);
	const type = (request.headers['content-type'] ?? '').split(';', 1)[0]!.trim().toLowerCase();
	if (type === '' || type === 'application/x-protobuf') {
		throw new LokiError(415, 'the sandbox Loki takes pushes as JSON only: send Content-Type: application/json');
	}

	if (type !== 'application/json') {
		throw badRequest(`Content-Type: ${type} not supported`);
	}

	const streams = parsePush(await readBody(request));
	if (streams.length === 0) {
		throw new LokiError(422, 'error at least one valid stream is required for ingestion\n');
	}

	const {entries, refusals} = ingest(streams, context);
	const bytes = bytesOf(entries);
	if (!context.rateLimiter.allow(tenant, bytes, context.now())) {
		throw new LokiError(429, `ingestion rate limit exceeded for user ${tenant} (limit: ${context.limits.ingestionRateBytes} bytes/sec) `
			+ `while attempting to ingest '${entries.length}' lines totaling '${bytes}' bytes, reduce log volume `
			+ 'or contact your Loki administrator to see if the limit can be increased\n');
	}

	context.stores.open(tenant).push(entries);
	if (refusals.hasAny) {
		throw badRequest(`${refusals.message}\n`);
	}

	return {status: 204, body: ''};
};
