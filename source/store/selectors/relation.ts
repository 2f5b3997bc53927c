import type {GroupLink} from '../../detect/incidents/connect.js';
import type {Anomaly} from '../../detect/types.js';
import type {State} from '../state.js';

/** One line, or two, may say anything of anybody. */
const minLines = 3;
const minTraces = 2;

/**
How services that are in trouble are connected, as the evidence of those that were looked into tells: errors of one name the other, but not as their caller, or bad lines of both are of the same requests.
A single line connects nobody.
*/
export function linksOf(details: State['details'], anomalies: readonly Anomaly[]): readonly GroupLink[] {
	const services = new Set(anomalies.map(({service}) => service));
	const known = [...services].flatMap(service => {
		const evidence = details.get(service)?.evidence;
		return evidence?.service === service ? [{service, mentions: evidence.mentions ?? [], traces: new Set(evidence.traces)}] : [];
	});
	return known.flatMap(({service, mentions, traces}) => [
		...mentions.filter(mention => services.has(mention.service) && mention.lines >= minLines).map((mention): GroupLink => ({
			from: service, service: mention.service, by: 'named', lines: mention.lines,
		})),
		...known.filter(other => other.service !== service).map((other): GroupLink => ({
			from: service, service: other.service, by: 'trace', lines: [...traces].filter(trace => other.traces.has(trace)).length,
		})).filter(({lines}) => lines >= minTraces),
	]);
}
