import type {IncomingMessage} from 'node:http';
import type {SandboxContext} from './context.js';
import {handleDetectedFields, handleDetectedLabels} from './endpoints/detected.js';
import {handleFormatQuery} from './endpoints/format.js';
import {handleIndexStats, handleVolume, handleVolumeRange} from './endpoints/index.js';
import {handlePatterns} from './endpoints/patterns.js';
import {handleLabels, handleLabelValues, handleSeries} from './endpoints/labels.js';
import {handleQuery, handleQueryRange, type QueryRequest} from './endpoints/query.js';
import {badRequest, LokiError} from './http/loki-error.js';
import {textReply, type Reply} from './http/reply.js';
import {readParameters} from './http/request.js';
import {readTenants} from './http/tenants.js';
import {handlePush} from './push/push.js';

type Handler = (request: QueryRequest, context: SandboxContext) => Reply;

/** What a build says of itself beside its version. */
const buildInfo = {
	revision: '', branch: '', buildUser: '', buildDate: '', goVersion: '',
};

const queryHandlers: ReadonlyMap<string, Handler> = new Map<string, Handler>([
	['query_range', handleQueryRange],
	['query', handleQuery],
	['labels', handleLabels],
	['label', handleLabels],
	['series', handleSeries],
	['index/stats', handleIndexStats],
	['index/volume', handleVolume],
	['index/volume_range', handleVolumeRange],
	['patterns', handlePatterns],
	['detected_labels', handleDetectedLabels],
	['detected_fields', handleDetectedFields],
	['format_query', handleFormatQuery],
]);

const apiPrefix = '/loki/api/v1/';
const notFound = textReply(404, '404 page not found\n');

const decodeName = (name: string): string => {
	try {
		return decodeURIComponent(name);
	} catch {
		throw badRequest(`invalid URL escape in ${name}\n`);
	}
};

const readAddress = (address: string): URL => {
	try {
		return new URL(address, 'http://localhost');
	} catch {
		throw new LokiError(404, '404 page not found\n');
	}
};

const handlerOf = (path: string): Handler | undefined => {
	const labelName = /^label\/([^/]+)\/values$/.exec(path)?.[1];
	return labelName === undefined ? queryHandlers.get(path) : (request, context) => handleLabelValues(request, context, decodeName(labelName));
};

/** Answers one request. Throws LokiError where Loki would refuse it. */
export const route = async (request: IncomingMessage, context: SandboxContext): Promise<Reply> => {
	const url = readAddress(request.url ?? '/');
	if (url.pathname === '/ready') {
		return textReply(200, 'ready\n');
	}

	if (!url.pathname.startsWith(apiPrefix)) {
		return notFound;
	}

	const path = url.pathname.slice(apiPrefix.length);
	if (path === 'status/buildinfo') {
		return {status: 200, contentType: 'application/json', body: `${JSON.stringify({version: context.version, ...buildInfo})}\n`};
	}

	if (path === 'tail') {
		return textReply(400, 'Bad Request\n');
	}

	if (path === 'push') {
		return request.method === 'POST' ? handlePush(request, context) : textReply(405, '');
	}

	const handler = handlerOf(path);
	if (!handler) {
		return notFound;
	}

	const tenants = readTenants(request.headers['x-scope-orgid'] as string | undefined, context.isMultiTenant);
	const parameters = await readParameters(request, url);
	const flags = request.headers['x-loki-response-encoding-flags'];
	return handler({parameters, tenants, encodingFlags: String(flags ?? '')}, context);
};
