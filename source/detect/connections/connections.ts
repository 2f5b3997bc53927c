import {dropOldest} from '../drop-oldest.js';
import {fleetService, type Anomaly} from '../types.js';
import {createCallMap, type CallMap, type SavedCall} from './call-map.js';
import {createRelays} from './relays.js';
import {createSigns} from './signs.js';
import type {TracedCall} from './traced-calls.js';
import type {LineFacts, Link} from './types.js';

/** Lines and calls that were read before are not counted again. */
const maxKnown = 20_000;
/** A caller is often seen to fail before what it calls. */
const beforeMs = 120_000;
/** Or just after: it has the earlier time-out. */
const afterMs = 60_000;
const maxLinks = 12;
/** Of its bad lines, from which share on the host that they name is part of the trouble: one fault writes two or three of them, and one of those names it. */
const outsideShare = 1 / 3;
/** Fewer errors before the trouble do not show what they usually name. */
const minBefore = 3;

/** What the lines that were read tell of who has to do with whom. */
export type Connections = {
	/** Takes lines; one that it has had counts once. */
	readonly take: (lines: Iterable<LineFacts>) => void;
	/** Takes calls that requests tell of; one that it has had counts once. */
	readonly takeCalls: (calls: Iterable<TracedCall>) => void;
	/** Anomalies with what connects their services to the services of the others. */
	readonly link: (anomalies: readonly Anomaly[]) => readonly Anomaly[];
	readonly calls: CallMap;
	/** What `saved` takes: plain JSON. */
	readonly save: () => readonly SavedCall[];
};

export function createConnections(saved?: readonly SavedCall[]): Connections {
	const calls = createCallMap(saved);
	const signs = createSigns();
	const relays = createRelays();
	const takenLines = new Set<string>();
	const takenCalls = new Set<string>();

	/** Whether something was taken before; from now on it was. */
	const isKnown = (known: Set<string>, ...parts: ReadonlyArray<string | number>): boolean => {
		const key = parts.join('\n');
		const isOld = known.has(key);
		known.add(key);
		dropOldest(known, maxKnown);
		return isOld;
	};

	/** The host that most errors of a service name, where those of the time before did not. */
	const outsideOf = (service: string, sinceMs: number): readonly Link[] => {
		const [most] = [...calls.outside(service, sinceMs)].toSorted(([, a], [, b]) => b - a);
		if (!most || most[1] < relays.bad(service, sinceMs) * outsideShare) {
			return [];
		}

		const [host, lines] = most;
		const before = (calls.outside(service, 0).get(host) ?? 0) - lines;
		const badBefore = relays.bad(service, 0) - relays.bad(service, sinceMs);
		return before >= minBefore && before >= badBefore * outsideShare ? [] : [{service: host, by: 'outside', lines}];
	};

	/** Where the errors of a service say that something it calls fails: the one other service that broke just then and has errors of its own. */
	const relayedTo = (service: string, onsets: ReadonlyMap<string, number>): readonly Link[] => {
		const onsetMs = onsets.get(service) ?? NaN;
		const lines = relays.lines(service, onsetMs - beforeMs);
		const others = lines === 0 ? [] : [...onsets].filter(([other, otherMs]) => other !== service && otherMs >= onsetMs - beforeMs && otherMs <= onsetMs + afterMs && relays.lines(other, otherMs - beforeMs) === 0);
		return others.length === 1 ? others.map(([other]) => ({service: other, by: 'relayed', lines})) : [];
	};

	return {
		take(read) {
			for (const facts of read) {
				const {service, timeMs, isBad, named, called, callers, outside, said = '', trace = ''} = facts;
				if (isKnown(takenLines, service, timeMs, ...named, ...callers, ...outside, said, trace)) {
					continue;
				}

				signs.note(facts);
				if (isBad) {
					relays.note(facts);
				}

				for (const callee of isBad ? named : called) {
					calls.note({
						caller: service, callee, isOutside: false, timeMs, isError: isBad, isCall: called.includes(callee),
					});
				}

				for (const callee of outside) {
					calls.note({
						caller: service, callee, isOutside: true, timeMs, isError: isBad, isCall: true,
					});
				}

				for (const caller of callers) {
					calls.note({
						caller, callee: service, isOutside: false, timeMs, isError: false, isCall: true,
					});
				}
			}
		},
		takeCalls(traced) {
			for (const {caller, callee, timeMs} of traced) {
				if (!isKnown(takenCalls, caller, callee, timeMs)) {
					calls.note({
						caller, callee, isOutside: false, timeMs, isError: false, isCall: true, isTraced: true,
					});
				}
			}
		},
		link(anomalies) {
			const onsets = new Map<string, number>();
			for (const {service, onsetMs} of anomalies) {
				if (service !== fleetService) {
					onsets.set(service, Math.min(onsetMs, onsets.get(service) ?? Infinity));
				}
			}

			const links = new Map(Array.from(onsets, ([service, onsetMs]): [string, readonly Link[]] => {
				const of = (by: 'named' | 'calls', lines: ReadonlyMap<string, number>): Link[] => Array.from(lines, ([other, count]): Link => ({service: other, by, lines: count})).filter(link => onsets.has(link.service));
				const named = of('named', calls.named(service, onsetMs - beforeMs));
				const all = [...named, ...of('calls', calls.calls(service)), ...signs.shared(service, onsets), ...(named.length > 0 ? [] : relayedTo(service, onsets))];
				return [service, [...all.toSorted((a, b) => Number(b.by === 'named') - Number(a.by === 'named') || b.lines - a.lines).slice(0, maxLinks), ...outsideOf(service, onsetMs - beforeMs)]];
			}));
			return anomalies.map(anomaly => {
				const own = links.get(anomaly.service) ?? [];
				return own.length === 0 ? anomaly : {...anomaly, links: own};
			});
		},
		calls,
		save: () => calls.save(),
	};
}

