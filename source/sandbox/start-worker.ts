import {runThread} from './thread.js';
import type {IncidentName} from './traffic/incidents/registry.js';
import type {DemoSandbox} from './types.js';

export type DemoSandboxOptions = {
	/** The moment at which the demo begins; now where not given. Its clock runs on from there. Milliseconds since the epoch. */
	readonly nowMs?: number;
	/** Other seeds, other lines of the same story. */
	readonly seed?: number;
	/** More than the 12 of the story, for benches. */
	readonly serviceCount?: number;
	/** What goes wrong; payment's pool where not given. */
	readonly incident?: IncidentName;
	/** 0, the default, picks a free one. */
	readonly lokiPort?: number;
	/** Milliseconds a token of the scripted Claude takes; 12.5 where not given. */
	readonly paceMs?: number;
	/** Called once if the sandbox ends by itself after its start. A warning of the process where not given. */
	readonly onError?: (error: Error) => void;
};

const defaultSeed = 42;

/**
Starts the demo's sandbox in a thread of its own: a Loki with traffic, a scripted Claude and a Slack sink, all on loopback.
Settles as soon as they listen and the newest hour is stored; `historyStored` tells when the whole day is.

@throws Where the port is taken.
*/
export const startDemoSandbox = async ({onError, nowMs = Date.now(), seed = defaultSeed, ...data}: DemoSandboxOptions = {}): Promise<DemoSandbox> => runThread({
	// Right beside this file in a translated tree, one folder up where a bundler puts this file into chunks/.
	url: new URL('../sandbox/worker.js', import.meta.url),
	data: {nowMs, seed, ...data},
	...(onError && {onError}),
});
