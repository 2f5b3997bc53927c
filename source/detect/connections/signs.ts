import {dropOldest} from '../drop-oldest.js';
import type {LineFacts, LinkKind} from './types.js';

/** Fewer bad lines with a sign say nothing of a service. */
const minLines = 3;
const minTraces = 2;
/** Signs and requests that are remembered; the oldest go first. */
const maxSigns = 4000;
const maxTraces = 10_000;
/** A sign of more services than this is what everybody has. */
const maxServices = 12;
/** Seen so long before a trouble began, a sign is of usual times. */
const beforeMs = 120_000;
/** Of the bad lines, and of all lines at most, where a node is to blame. */
const badNodeShare = 0.9;
const usualNodeShare = 0.6;
const minNodeErrors = 6;

type Seen = {firstMs: number; badMs: number; bad: number};

type Nodes = {lines: number; bad: number; readonly byNode: Map<string, {lines: number; bad: number}>};

/** What bad lines of several services have in common. */
export type Signs = {
	readonly note: (facts: LineFacts) => void;
	/** The other services that have signs in common with one, each trouble with its onset. */
	readonly shared: (service: string, onsets: ReadonlyMap<string, number>) => ReadonlyArray<{readonly service: string; readonly by: LinkKind; readonly lines: number}>;
};

export function createSigns(): Signs {
	/** By kind and value, then by service. */
	const signs = new Map<string, Map<string, Seen>>();
	const traces = new Map<string, Set<string>>();
	const nodes = new Map<string, Nodes>();

	const noteSign = (kind: LinkKind, value: string, {service, timeMs, isBad}: LineFacts): void => {
		const key = `${kind} ${value}`;
		let services = signs.get(key);
		if (!services) {
			services = new Map();
			signs.set(key, services);
			dropOldest(signs, maxSigns);
		}

		const seen = services.get(service) ?? {firstMs: timeMs, badMs: Infinity, bad: 0};
		if (services.size <= maxServices) {
			services.set(service, seen);
		}

		seen.firstMs = Math.min(seen.firstMs, timeMs);
		seen.bad += Number(isBad);
	};

	const noteNode = ({service, node, isBad}: LineFacts): void => {
		if (node === undefined) {
			return;
		}

		const own = nodes.get(service) ?? {lines: 0, bad: 0, byNode: new Map<string, {lines: number; bad: number}>()};
		nodes.set(service, own);
		dropOldest(nodes, maxSigns);
		const one = own.byNode.get(node) ?? {lines: 0, bad: 0};
		own.byNode.set(node, one);
		dropOldest(own.byNode, 100);
		for (const counts of [own, one]) {
			counts.lines++;
			counts.bad += Number(isBad);
		}
	};

	const badNodeOf = (service: string): string | undefined => {
		const own = nodes.get(service);
		return !own || own.bad < minNodeErrors ? undefined : [...own.byNode].find(([, {lines, bad}]) => bad >= own.bad * badNodeShare && lines <= own.lines * usualNodeShare)?.[0];
	};

	return {
		note(facts) {
			noteNode(facts);
			for (const host of facts.hosts) {
				noteSign('host', host, facts);
			}

			if (facts.version !== undefined) {
				noteSign('rollout', facts.version, facts);
			}

			if (facts.said !== undefined) {
				noteSign('pattern', facts.said, facts);
			}

			if (facts.trace === undefined || !facts.isBad) {
				return;
			}

			const services = traces.get(facts.trace) ?? new Set();
			traces.set(facts.trace, services.add(facts.service));
			dropOldest(traces, maxTraces);
		},
		shared(service, onsets) {
			const onsetMs = onsets.get(service);
			if (onsetMs === undefined) {
				return [];
			}

			const found = new Map<string, {readonly service: string; readonly by: LinkKind; lines: number}>();
			const add = (other: string, by: LinkKind, lines: number): void => {
				const known = found.get(`${by} ${other}`) ?? {service: other, by, lines: 0};
				found.set(`${by} ${other}`, known);
				known.lines += lines;
			};

			const isNew = (seen: Seen | undefined, sinceMs: number | undefined): boolean => seen !== undefined && sinceMs !== undefined && seen.bad >= minLines && seen.firstMs >= sinceMs - beforeMs;
			for (const [key, services] of signs) {
				if (services.size > maxServices || !isNew(services.get(service), onsetMs)) {
					continue;
				}

				for (const [other, seen] of services) {
					if (other !== service && isNew(seen, onsets.get(other))) {
						add(other, key.slice(0, key.indexOf(' ')) as LinkKind, seen.bad);
					}
				}
			}

			for (const services of traces.values()) {
				if (!services.has(service)) {
					continue;
				}

				for (const other of services) {
					if (other !== service && onsets.has(other)) {
						add(other, 'trace', 1);
					}
				}
			}

			const node = badNodeOf(service);
			for (const other of node === undefined ? [] : onsets.keys()) {
				if (other !== service && badNodeOf(other) === node) {
					add(other, 'node', nodes.get(other)?.bad ?? 0);
				}
			}

			return [...found.values()].filter(({by, lines}) => by !== 'trace' || lines >= minTraces);
		},
	};
}
