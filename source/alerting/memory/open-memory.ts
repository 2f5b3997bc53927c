import type {LokiClient, Scope} from '../../loki/types.js';
import {openDirectoryLog} from './alert-memory-directory.js';
import {createAlertMemory, type AlertMemory} from './alert-memory.js';
import {openJournal} from './journal.js';
import {scopeKey} from './journal-event.js';

export type MemoryOptions = {
	readonly client: LokiClient;
	readonly tenant: string | undefined;
	/** Whether a stream of Loki is part of the memory, beside the state directory. */
	readonly journal: 'none' | 'loki';
	readonly stateDir: string;
	/** Where it goes while the state directory cannot be written. */
	readonly spares?: readonly string[];
	readonly now: () => number;
};

/** Opens the memory of what is watched, which Loki has to be asked for first; the same one for as long as that stays the same. */
export function createMemoryOpener({client, tenant, journal, stateDir, spares, now}: MemoryOptions): (scope: Scope) => Promise<AlertMemory> {
	let opened: {readonly key: string; readonly memory: Promise<AlertMemory>} | undefined;

	const open = async (key: string): Promise<AlertMemory> => {
		const logs = journal === 'loki' ? [openJournal({client, scope: key, now})] : [];
		return createAlertMemory({
			logs: [...logs, await openDirectoryLog({
				directory: stateDir, ...spares && {spares}, scope: key, now,
			})], scope: key, now,
		});
	};

	return async scope => {
		const key = scopeKey(tenant, scope.selector);
		if (opened?.key !== key) {
			opened = {key, memory: open(key)};
		}

		return opened.memory;
	};
}
