// What a process holds: memory, descriptors, timers and handles, listeners; and whether any of it grows.
import {readdirSync, statSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import v8 from 'node:v8';
import {runInNewContext} from 'node:vm';
import {setImmediate as nextTurn} from 'node:timers/promises';
import {followersOf} from '../../../test/helpers/followers.js';

const megabyte = 1024 * 1024;

export type Gauges = {
	readonly rssMb: number;
	/** Live objects: after a collection. */
	readonly heapMb: number;
	readonly externalMb: number;
	readonly descriptors: number;
	readonly timers: number;
	/** What else keeps the event loop busy: sockets, pipes, requests. */
	readonly handles: number;
	/** On the signals that live as long as the program, on `process`, and signals that follow such a signal. */
	readonly listeners: number;
	/** Warnings of Node, of too many listeners above all. */
	readonly warnings: number;
	readonly stateMb: number;
};

export type GaugeName = keyof Gauges;

export type Watcher = {
	readonly read: () => Promise<Gauges>;
	/** Active resources by their kind, as read last. */
	readonly kinds: () => string;
	/** The first warnings, in Node's words. */
	readonly warned: () => readonly string[];
	readonly close: () => void;
};

/** Watches this process. `signals` live as long as it does. */
export function watchProcess({signals, stateDir}: {readonly signals: readonly AbortSignal[]; readonly stateDir: string}): Watcher {
	v8.setFlagsFromString('--expose-gc');
	const collect = runInNewContext('gc') as () => void;
	const warned: string[] = [];
	let warnings = 0;
	const onWarning = ({name, message}: Error): void => {
		warnings++;
		if (warned.length < 5) {
			warned.push(`${name}: ${message}`);
		}
	};

	process.on('warning', onWarning);
	let kinds = new Map<string, number>();
	return {
		async read() {
			// What is weakly held goes with the second one.
			for (let count = 0; count < 2; count++) {
				collect();
				await nextTurn();
			}

			kinds = new Map();
			for (const kind of process.getActiveResourcesInfo()) {
				kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
			}

			const timers = (kinds.get('Timeout') ?? 0) + (kinds.get('Immediate') ?? 0);
			const {rss, heapUsed, external} = process.memoryUsage();
			return {
				rssMb: rss / megabyte,
				heapMb: heapUsed / megabyte,
				externalMb: external / megabyte,
				descriptors: readdirSync('/proc/self/fd').length,
				timers,
				handles: [...kinds.values()].reduce((sum, count) => sum + count, 0) - timers,
				listeners: listenersOf(signals),
				warnings,
				stateMb: bytesBelow(stateDir) / megabyte,
			};
		},
		kinds: () => [...kinds].map(([kind, count]) => `${kind} ${count}`).join(', '),
		warned: () => warned,
		close() {
			process.off('warning', onWarning);
		},
	};
}

const listenersOf = (signals: readonly AbortSignal[]): number => signals.reduce((sum, signal) => sum + followersOf(signal), 0)
	+ process.eventNames().reduce((sum, name) => sum + process.listenerCount(name), 0);

const bytesBelow = (directory: string): number => readdirSync(directory, {recursive: true, withFileTypes: true})
	.reduce((sum, entry) => sum + (entry.isFile() ? statSync(path.join(entry.parentPath, entry.name)).size : 0), 0);
