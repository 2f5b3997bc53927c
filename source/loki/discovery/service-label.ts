import {clipRange} from '../counts/clip-range.js';
import {LokiRangeLimitError} from '../http/errors/index.js';
import type {LokiClient, TimeRange} from '../types.js';

/** Labels that name a service, best first: Loki's own, then what Promtail, Alloy, Docker and systemd shippers set. */
const candidates: readonly string[] = [
	'service_name',
	'service',
	'app',
	'app_kubernetes_io_name',
	'application',
	'app_name',
	'k8s_app',
	'name',
	'job',
	'container',
	'container_name',
	'k8s_container_name',
	'compose_service',
	'swarm_service',
	'component',
	'unit',
	'systemd_unit',
	'syslog_identifier',
];
/** Labels that say something else, taken last where nothing better is there. */
const unlikely = new Set(['detected_level', 'level', 'severity', 'filename', 'stream', 'stream_name', 'pod', 'instance', 'host', 'hostname', 'node', 'node_name']);
/** What Loki writes into service_name where it found no name. */
const unknownService = 'unknown_service';

export type FindServicesOptions = {
	readonly client: LokiClient;
	readonly selector: string | undefined;
	readonly serviceLabel: string | undefined;
	/** Tried in this order, until one holds something. */
	readonly ranges: readonly TimeRange[];
	readonly signal: AbortSignal | undefined;
};

export type FoundServices = {
	readonly label: string | undefined;
	readonly services: readonly string[];
	/** The labels of the selected streams. */
	readonly labels: readonly string[];
	readonly range: TimeRange;
};

/** The label that names services in the selected streams, and its values. */
export async function findServices({client, selector, serviceLabel, ranges, signal}: FindServicesOptions): Promise<FoundServices> {
	let last: FoundServices | undefined;
	for (const wanted of ranges) {
		const {labels, range} = await readLabels({client, selector, signal}, wanted);
		const order = serviceLabel === undefined ? likelyLabels(labels) : [serviceLabel];
		const found = await firstWithServices(order, async label => client.labelValues(label, range, selector, {signal}));
		last = {
			label: serviceLabel ?? found?.label,
			services: found?.services ?? [],
			labels,
			range,
		};
		if (found) {
			return last;
		}
	}

	if (!last) {
		throw new RangeError('at least one range is needed');
	}

	return last;
}

/** The labels of a range, or of the newest part of it that this Loki reads at once. */
async function readLabels(options: Pick<FindServicesOptions, 'client' | 'selector' | 'signal'>, range: TimeRange): Promise<{labels: readonly string[]; range: TimeRange}> {
	const {client, selector, signal} = options;
	try {
		return {labels: await client.labels(range, {signal, ...(selector !== undefined && {selector})}), range};
	} catch (error) {
		const shorter = error instanceof LokiRangeLimitError ? clipRange(range, error, 'newest') : undefined;
		if (!shorter) {
			throw error;
		}

		return readLabels(options, shorter);
	}
}

/** Labels in the order in which they are likely to name services. */
export function likelyLabels(labels: readonly string[]): readonly string[] {
	const known = candidates.filter(label => labels.includes(label));
	const others = labels.filter(label => !known.includes(label) && !label.startsWith('__'));
	return [...known, ...others.filter(label => !unlikely.has(label)), ...others.filter(label => unlikely.has(label))];
}

async function firstWithServices(labels: readonly string[], readValues: (label: string) => Promise<readonly string[]>): Promise<{label: string; services: readonly string[]} | undefined> {
	let unnamed: {label: string; services: readonly string[]} | undefined;
	for (const label of labels) {
		const values = await readValues(label);
		const found = {label, services: values.toSorted((a, b) => a.localeCompare(b, 'en'))};
		if (values.some(value => value !== unknownService)) {
			// The best known label wins; what Loki could not name is better named by any known label than not at all.
			return candidates.includes(label) ? found : unnamed ?? found;
		}

		if (values.length > 0) {
			unnamed ??= found;
		}
	}

	return unnamed;
}

/** A label in a few lines that names services better than the one that was chosen: then the list of labels did not hold all. */
export const betterLabel = (chosen: string, sampled: ReadonlyMap<string, string>): string | undefined => {
	const place = candidates.indexOf(chosen);
	return candidates.slice(0, place === -1 ? undefined : place).find(label => (sampled.get(label) ?? '') !== '' && sampled.get(label) !== unknownService);
};
