import {startFeed} from './feed.js';
import {startSandboxLoki} from './loki/server.js';
import type {IncidentName} from './traffic/incidents/registry.js';
import {createTraffic} from './traffic/index.js';

export type PlainSandboxOptions = {
	readonly port: number;
	/** Without traffic. */
	readonly isEmpty?: boolean;
	/** What goes wrong; payment's pool where not given. */
	readonly incident?: IncidentName;
	readonly seed?: number;
};

export type PlainSandbox = {
	readonly url: string;
	readonly close: () => Promise<void>;
};

const defaultSeed = 42;

/**
Starts the sandbox's Loki alone, on loopback and in this process. With traffic it settles when all of the last 24 h are stored.

@throws Where the port is taken.
*/
export const startPlainSandbox = async ({port, isEmpty = false, incident, seed = defaultSeed}: PlainSandboxOptions): Promise<PlainSandbox> => {
	const loki = await startSandboxLoki({port});
	if (isEmpty) {
		return {url: loki.url, close: loki.close};
	}

	const feed = startFeed({traffic: createTraffic({nowMs: Date.now(), seed, ...(incident !== undefined && {incident})}), push: loki.push, now: () => Date.now()});
	const close = async (): Promise<void> => {
		feed.stop();
		await loki.close();
	};

	try {
		await feed.history;
	} catch (error) {
		await close();
		throw error;
	}

	return {url: loki.url, close};
};
