import path from 'node:path';
import {packBytes} from '../../detect/pack.js';
import {
	memoryVersion,
	readMemory,
	saveMemory,
	type PassMemory,
} from '../../monitor/once/pass-memory.js';
import {readStateFile, writeStateFile} from '../../records/state-file.js';

/** What the passes of a check learnt, on disk. */
export type CheckMemory = {
	readonly memory: PassMemory | undefined;
	/** Why something was ignored. */
	readonly notes: readonly string[];
	/** Ends the use of what was read: arrays of the memory stay in the file until they are asked for. */
	readonly release: () => void;
	/** Gives a sentence where it cannot be written. */
	readonly save: (memory: PassMemory) => Promise<string | undefined>;
};

type Opened = Omit<CheckMemory, 'save'> & {readonly isNewer: boolean};

function open(file: string, watched: string): Opened {
	const stored = readStateFile(file);
	const {memory, note, isNewer} = readMemory(stored.value, watched);
	return {
		memory,
		notes: [stored.note, note].filter(each => each !== undefined),
		release: stored.close,
		isNewer: stored.isNewer || isNewer,
	};
}

/**
Opens what was learnt of what is watched; `watched` says what that is, and how.
What a newer version wrote is left to it: who goes back to an older one for a day does not learn twice. The older one keeps its own beside it.
*/
export function openCheckMemory(stateDir: string, watched: string): CheckMemory {
	const directory = path.join(stateDir, 'check');
	const name = watched.slice(0, 16);
	const plain = path.join(directory, `${name}.state`);
	const own = path.join(directory, `${name}.v${memoryVersion}.state`);
	const first = open(plain, watched);
	if (first.isNewer) {
		first.release();
	}

	const second = first.isNewer ? open(own, watched) : undefined;
	const {memory, release} = second ?? first;
	const hasOwn = second !== undefined && (second.memory !== undefined || second.notes.length > 0);
	return {
		memory,
		release,
		// It is said once: from the next run on there is a file of its own.
		notes: hasOwn ? second.notes : first.notes,
		save: async learnt => writeStateFile(second ? own : plain, saveMemory(learnt, watched), packBytes),
	};
}
