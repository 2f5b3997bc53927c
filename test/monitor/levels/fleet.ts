import {pack} from '../../../source/detect/pack.js';
import {createLokiClient} from '../../../source/loki/client.js';
import {createPasses, type PassResult, type PassesOptions} from '../../../source/monitor/once/pass.js';
import {readMemory, saveMemory} from '../../../source/monitor/once/pass-memory.js';
import {knownPatterns} from '../../../source/patterns/known-patterns.js';
import {createSeenSet} from '../../../source/patterns/seen-set.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxEntry, SandboxLokiVersion} from '../../../source/sandbox/types.js';
import {initialState} from '../../../source/store/initial-state.js';
import {createStore} from '../../../source/store/store.js';
import {startProxy} from '../../helpers/proxy.js';

export const minuteMs = 60_000;
export const startMs = Date.UTC(2026, 2, 2, 3, 0, 10);

/** What a service writes in a calm minute, and what it adds or writes instead when it fails. */
export type Program = {readonly service: string; readonly calm: readonly string[]; readonly failing: readonly string[]; readonly isAllThatIsLeft?: boolean; readonly labels?: Readonly<Record<string, string>>};

const baselineMinutes = 120;

/** A fleet on a real server: two calm hours, then as many minutes as pass; each program fails from the moment on that it is told to. */
export async function openFleet(programs: readonly Program[], version: SandboxLokiVersion, options: Partial<PassesOptions> = {}) {
	let clockMs = startMs;
	const loki = await startSandboxLoki({now: () => clockMs, version});
	const proxy = await startProxy(loki.url);
	const failing = new Set<string>();
	const client = createLokiClient({url: proxy.url});
	let saved: unknown;

	const write = (minuteStartMs: number): void => {
		loki.push(programs.flatMap(({service, calm, failing: errors, isAllThatIsLeft = false, labels = {}}): readonly SandboxEntry[] => {
			const isFailing = failing.has(service);
			const lines = [...isFailing && isAllThatIsLeft ? [] : Array.from({length: 6}, (_, index) => calm[index % calm.length]!), ...isFailing ? Array.from({length: 12}, (_, index) => errors[index % errors.length]!) : []];
			return lines.map((line, index) => ({
				labels: {namespace: 'shop', app: service, ...labels}, timeNs: BigInt(minuteStartMs + Math.floor((index + 0.5) * minuteMs / lines.length)) * 1_000_000n, line,
			}));
		}));
	};

	const firstMs = startMs - (startMs % minuteMs);
	for (let minute = baselineMinutes; minute > 0; minute--) {
		write(firstMs - (minute * minuteMs));
	}

	return {
		client,
		proxy,
		fail(...services: readonly string[]) {
			for (const service of services) {
				failing.add(service);
			}
		},
		pass(minutes: number) {
			for (let minute = 0; minute < minutes; minute++) {
				write(clockMs - (clockMs % minuteMs));
				clockMs += minuteMs;
			}
		},
		/** One check in a process of its own, with what the one before wrote down. */
		async check(): Promise<{readonly read: Extract<PassResult, {type: 'read'}>; readonly requests: number; readonly queries: readonly string[]}> {
			const before = proxy.requests.length;
			const passes = createPasses({
				client,
				store: createStore(initialState(clockMs, {
					host: 'sandbox', tenant: undefined, selector: '', baselineHours: baselineMinutes / 60, isDemo: false, timeZone: 'UTC',
				})),
				selector: '{namespace="shop"}',
				serviceLabel: 'app',
				baselineHours: baselineMinutes / 60,
				settleMs: 0,
				detector: {kind: 'default'},
				known: knownPatterns(createSeenSet()),
				hideLines: lines => lines,
				budget: {maxBytes: 2 ** 31, maxMs: 60_000},
				memory: readMemory(saved, 'here').memory,
				now: () => clockMs,
				...options,
			});
			const read = await passes.run(new AbortController().signal);
			if (read.type !== 'read') {
				throw new Error(`nothing matches ${read.selector}`);
			}

			const written = JSON.stringify(saveMemory(passes.memory()!, 'here'), (_key, value: unknown) => value instanceof Float32Array ? pack(value) : value);
			saved = JSON.parse(written) as unknown;
			const asked = proxy.requests.slice(before);
			return {read, requests: asked.length, queries: asked.map(request => decodeURIComponent(request))};
		},
		async close() {
			await proxy.close();
			await loki.close();
		},
	};
}
