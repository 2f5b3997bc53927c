import {blockNames, createBlocks, isBlocksLength} from './baseline/blocks.js';
import type {RecentCounts} from './baseline/recent-counts.js';
import {isUnpacked, packAs, type Packing} from './pack.js';
import {isRecord} from './saved.js';
import {
	arrayNames,
	createService,
	numberNames,
	type ServiceState,
} from './service.js';

/** A service's state as a JSON value, but for its arrays where they are given as views. */
export const saveService = (service: ServiceState, packing: Packing): unknown => ({
	name: service.series.name,
	arrays: Object.fromEntries(arrayNames.map(name => [name, packAs(packing)(service[name])])),
	// JSON knows no NaN.
	numbers: {
		...Object.fromEntries(numberNames.filter(name => !Number.isNaN(service[name])).map(name => [name, service[name]])),
		blocks: service.blockLines.length,
	},
});

/** Names under which numbers were saved before. */
const formerNames: Readonly<Record<string, string>> = {instability: 'unrest'};

const isRestored = (service: ServiceState, arrays: unknown, numbers: unknown): boolean => {
	if (!isRecord(arrays) || !isRecord(numbers)) {
		return false;
	}

	for (const name of numberNames) {
		const value = numbers[name] ?? numbers[formerNames[name] ?? name] ?? NaN;
		if (typeof value !== 'number') {
			return false;
		}

		service[name] = value;
	}

	if (!isBlocksLength(numbers.blocks)) {
		return false;
	}

	for (const name of blockNames) {
		service[name] = createBlocks(numbers.blocks);
	}

	return arrayNames.every(name => isUnpacked(arrays[name], service[name]));
};

/** Takes over what was saved of the services that the history knows; false where it is damaged. */
export const areServicesRestored = (saved: unknown, history: RecentCounts, services: Map<string, ServiceState>): boolean => {
	if (!Array.isArray(saved)) {
		return false;
	}

	for (const entry of saved as unknown[]) {
		const series = isRecord(entry) && typeof entry.name === 'string' ? history.services.get(entry.name) : undefined;
		if (!isRecord(entry) || series === undefined) {
			continue;
		}

		const service = createService(series, 0);
		if (!isRestored(service, entry.arrays, entry.numbers)) {
			services.clear();
			return false;
		}

		services.set(series.name, service);
	}

	return true;
};
