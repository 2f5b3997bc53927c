import * as z from 'zod';
import {NotLokiError} from '../http/errors/index.js';
import type {Requester} from '../http/requester.js';

const grafanaHealthSchema = z.object({database: z.string(), version: z.string()});
const prometheusBuildSchema = z.object({status: z.literal('success'), data: z.object({version: z.string(), goVersion: z.string().optional()})});

/** Asks a server that has none of Loki's paths what it is; undefined where it is nothing that is often mistaken for Loki. */
export async function identify(requester: Requester, signal: AbortSignal | undefined): Promise<NotLokiError | undefined> {
	const [isGrafana, isPrometheus] = await Promise.all([
		isAnswered(requester, '/api/health', grafanaHealthSchema, signal),
		isAnswered(requester, '/api/v1/status/buildinfo', prometheusBuildSchema, signal),
	]);
	signal?.throwIfAborted();
	const {origin} = requester;
	if (isGrafana) {
		return new NotLokiError({origin, guess: 'grafana', why: 'it is a Grafana'});
	}

	return isPrometheus ? new NotLokiError({origin, guess: 'prometheus', why: 'it is a Prometheus'}) : undefined;
}

async function isAnswered(requester: Requester, path: string, schema: z.ZodType, signal: AbortSignal | undefined): Promise<boolean> {
	try {
		await requester.ask({
			path,
			parameters: {},
			schema,
			signal,
		});
		return true;
	} catch {
		return false;
	}
}
