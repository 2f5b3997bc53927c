import {createServer, type IncomingMessage, type ServerResponse} from 'node:http';
import type {AddressInfo} from 'node:net';
import type {SandboxLoki, SandboxLokiOptions} from '../types.js';
import {TenantStores, type SandboxContext} from './context.js';
import {asLokiError} from './http/loki-error.js';
import {textReply, type Reply} from './http/reply.js';
import {singleTenant} from './http/tenants.js';
import {defaultLimits} from './limits.js';
import {ingestEntries} from './push/ingest.js';
import {RateLimiter} from './push/rate-limiter.js';
import {route} from './router.js';
import {serveTail} from './tail.js';

const defaultMaxEntries = 1_000_000;
const loopback = '127.0.0.1';

const errorReply = (error: unknown): Reply => {
	const {status, message} = asLokiError(error);
	return textReply(status, message);
};

const send = (response: ServerResponse, {status, contentType, body}: Reply): void => {
	response.writeHead(status, contentType === undefined ? {} : {'content-type': contentType});
	response.end(body);
};

const newContext = ({now = () => Date.now(), limits = {}, version = '3.7.6', isMultiTenant = false, maxEntries = defaultMaxEntries}: SandboxLokiOptions): SandboxContext => {
	const all = {...defaultLimits, ...version === '2.9.17' && {isPatternsOn: false}, ...limits};
	return {
		now,
		limits: all,
		version,
		isMultiTenant,
		stores: new TenantStores(maxEntries),
		rateLimiter: new RateLimiter(all.ingestionRateBytes, all.ingestionBurstBytes),
	};
};

/**
Starts an in-memory Loki on this machine, which answers as Loki 3.7 does, or as a 2.9 where that is asked for.

@returns Its address, a way to push without the wire, and the way to stop it.
@throws Where the port is taken.
*/
export const startSandboxLoki = async (options: SandboxLokiOptions = {}): Promise<SandboxLoki> => {
	const {port = 0, host = loopback} = options;
	const context = newContext(options);
	const handle = async (request: IncomingMessage, response: ServerResponse): Promise<void> => {
		let reply: Reply;
		try {
			reply = await route(request, context);
		} catch (error) {
			reply = errorReply(error);
		}

		send(response, reply);
	};

	const server = createServer((request, response) => {
		void handle(request, response);
	});
	const endTails = serveTail(server, context);
	await new Promise<void>((resolve, reject) => {
		server.once('error', reject);
		server.listen(port, host, () => {
			server.off('error', reject);
			resolve();
		});
	});
	const address = server.address() as AddressInfo;
	return {
		url: `http://${host.includes(':') ? `[${host}]` : host}:${address.port}`,
		push(entries, tenant = singleTenant) {
			context.stores.open(tenant).push(ingestEntries(entries, context.version));
		},
		async close() {
			endTails();
			await new Promise<void>(resolve => {
				server.close(() => {
					resolve();
				});
				server.closeAllConnections();
			});
		},
	};
};
