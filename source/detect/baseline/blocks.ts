import type {ServiceState} from '../service.js';

/** Five-minute sums are kept for a week and three hours at most, and for less than two days at first: of most days of most services nothing is known, and they are most of a fleet's memory. */
export const blockMinutes = 5;
const maxBlocks = 2048;
const minBlocks = 512;
export const blockNames = ['blockLines', 'blockErrors', 'blockExposure'] as const;

export const blockOf = (minute: number): number => Math.floor(minute / blockMinutes);

export const createBlocks = (length = minBlocks): Float32Array => new Float32Array(length).fill(NaN);

/** Whether a saved ring can have this length. */
export const isBlocksLength = (length: unknown): length is number => typeof length === 'number' && [512, 1024, maxBlocks].includes(length);

const slotIn = (ring: Float32Array, block: number): number => block & (ring.length - 1);

/** The value of a block; NaN where nothing is known of it, or no more. `newest` is the block of the minute under way. */
export const readBlock = (ring: Float32Array, block: number, newest: number): number => newest - block < ring.length ? ring[slotIn(ring, block)]! : NaN;

const grow = (service: ServiceState): void => {
	const {newestBlock} = service;
	for (const name of blockNames) {
		const before = service[name];
		const after = createBlocks(before.length * 2);
		for (let block = newestBlock - before.length + 1; block <= newestBlock; block++) {
			after[slotIn(after, block)] = before[slotIn(before, block)]!;
		}

		service[name] = after;
	}
};

/** Whether something that is known would be written over by the blocks up to this one. */
const wouldForget = ({newestBlock, blockLines}: ServiceState, block: number): boolean => {
	const {length} = blockLines;
	for (let old = newestBlock - length + 1; old <= Math.min(newestBlock, block - length); old++) {
		if (!Number.isNaN(blockLines[slotIn(blockLines, old)]!)) {
			return true;
		}
	}

	return false;
};

const advance = (service: ServiceState, block: number): void => {
	while (service.blockLines.length < maxBlocks && wouldForget(service, block)) {
		grow(service);
	}

	// What is skipped is unknown, not what it was a ring ago.
	for (let next = Math.max(service.newestBlock + 1, block - service.blockLines.length + 1); next <= block; next++) {
		for (const name of blockNames) {
			service[name][slotIn(service[name], next)] = NaN;
		}
	}

	service.newestBlock = block;
};

/** Where a block is written in the three rings, which are made as long as it takes; undefined where it is older than anything that is kept. */
export const openBlock = (service: ServiceState, block: number): number | undefined => {
	if (Number.isNaN(service.newestBlock)) {
		service.newestBlock = block;
	} else if (block > service.newestBlock) {
		advance(service, block);
	}

	if (service.newestBlock - block >= maxBlocks) {
		return undefined;
	}

	while (service.newestBlock - block >= service.blockLines.length) {
		grow(service);
	}

	return slotIn(service.blockLines, block);
};
