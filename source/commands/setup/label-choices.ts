import {discover, type Discovery} from '../../loki/discovery/discover.js';
import {matcher} from '../../loki/logql/logql.js';
import type {LokiClient} from '../../loki/types.js';

export type LabelChoice = {
	readonly label: string;
	readonly values: readonly string[];
};

/** What there is on a Loki to choose from. */
export type Choices = {
	/** The widest selector, which is what is watched where none is set. */
	readonly widest: string;
	readonly serviceCount: number;
	/** Those by which a fleet is usually cut first. */
	readonly labels: readonly LabelChoice[];
	/** How many services there are with each of the values, in their order; undefined beyond those that were counted. */
	readonly countServices: (label: string, values: readonly string[], signal: AbortSignal) => Promise<ReadonlyArray<number | undefined>>;
};

const usual: readonly string[] = ['namespace', 'environment', 'env', 'cluster', 'team', 'region', 'project', 'job', 'app'];
/** Too fine or too loose to watch by. */
const unusual = new Set(['detected_level', 'level', 'severity', 'filename', 'stream', 'pod', 'instance', 'host', 'hostname', 'node', 'node_name', 'container']);
const maxLabels = 8;
const maxCounted = 40;

/** Reads the labels and values of the newest hour that has any. Throws what the client throws. */
export async function readChoices(client: LokiClient, serviceLabel: string | undefined, nowMs: number, signal: AbortSignal): Promise<Choices> {
	const found = await discover({
		client, serviceLabel, nowMs, signal,
	});
	const {range, scope, services} = found;
	const labels = await Promise.all(labelsToOffer(found).map(async label => ({label, values: await client.labelValues(label, range, undefined, {signal})})));
	const counted = scope.capabilities.serviceLabel;
	return {
		widest: scope.selector,
		serviceCount: services.length,
		labels: labels.filter(({values}) => values.length > 0),
		countServices: async (label, values, own) => Promise.all(values.map(async (value, index) => {
			if (index >= maxCounted) {
				return undefined;
			}

			const names = await client.labelValues(counted, range, `{${matcher(label, '=', value)}}`, {signal: own});
			return names.length;
		})),
	};
}

function labelsToOffer({labels, scope}: Discovery): readonly string[] {
	const known = usual.filter(label => labels.includes(label));
	const others = labels.filter(label => !known.includes(label) && !unusual.has(label) && !label.startsWith('__'));
	return [...known, ...others].filter(label => label !== scope.capabilities.serviceLabel).slice(0, maxLabels);
}
