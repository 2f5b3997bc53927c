import type {Anomaly} from '../../source/detect/types.js';

/** The same anomalies, their services connected each with each by shared requests: one trouble, of which nobody is named. */
export const connected = <Given extends Anomaly>(anomalies: readonly Given[]): readonly Given[] => anomalies.map(anomaly => ({
	...anomaly,
	links: [...anomaly.links ?? [], ...[...new Set(anomalies.map(({service}) => service))].filter(service => service !== anomaly.service).map(service => ({service, by: 'trace', lines: 5} as const))],
}));
