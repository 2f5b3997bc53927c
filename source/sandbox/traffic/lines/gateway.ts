import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import type {Level} from '../fleet.js';
import {isoTime} from '../times.js';
import {clientIp} from './people.js';

export type GatewayRequest = {
	readonly method: string;
	readonly path: string;
	/** The service behind the route. */
	readonly upstream: string;
	readonly status: number;
	readonly tookMs: number;
	readonly traceId: string;
};

const reasons: ReadonlyMap<number, string> = new Map([
	[500, 'upstream answered 500'],
	[502, 'bad gateway: upstream closed the connection before the response headers'],
	[503, 'no healthy upstream'],
	[504, 'upstream request timeout'],
]);

const levelOf = (status: number): Level => {
	if (status >= 500) {
		return 'error';
	}

	return status === 429 ? 'warn' : 'info';
};

/** One request as the gateway logs it: nested JSON; a failed one says why and at which upstream. */
export const gatewayLine = (random: Random, timeMs: number, request: GatewayRequest): Written => {
	const reason = reasons.get(request.status);
	const level = levelOf(request.status);
	return {
		level,
		line: JSON.stringify({
			level,
			time: isoTime(timeMs),
			logger: 'gateway.access',
			msg: reason === undefined ? 'request completed' : `request failed: ${reason}`,
			http: {
				method: request.method,
				path: request.path,
				status: request.status,
				duration_ms: request.tookMs,
				bytes: random.durationMs(2100),
			},
			upstream: {service: request.upstream, addr: `${request.upstream}:${request.upstream === 'payment' ? 8443 : 8080}`},
			client: {ip: clientIp(random), tls: 'TLSv1.3'},
			trace_id: request.traceId,
		}),
	};
};

export const limitReloadLine = (random: Random, timeMs: number): Written => ({
	level: 'info',
	line: JSON.stringify({
		level: 'info',
		time: isoTime(timeMs),
		logger: 'gateway.limits',
		msg: 'rate limits reloaded',
		limits: {routes: 41, tenants: random.int(118, 131)},
		duration_ms: random.int(2, 9),
	}),
});
