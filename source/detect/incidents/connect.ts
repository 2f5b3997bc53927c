import type {Link} from '../connections/types.js';
import {minuteMs} from '../minute.js';
import {fleetService} from '../types.js';
import type {Draft} from './drafts.js';

/** A link and the service that it is from. */
export type GroupLink = Link & {readonly from: string};

/** The links of services in trouble with each other, by the service they are from. */
export type Links = ReadonlyMap<string, readonly Link[]>;

export type Connecting = {
	/** Troubles that began further apart than this are not connected by what lines say. */
	readonly windowMs: number;
	readonly links: Links;
	/** How many there are in the fleet; 0 where that is not known. */
	readonly services: number;
};

/** A pattern that two services begin to write at the same time is of one trouble; later, it is a phrase of their language. */
const samePatternMs = minuteMs;
/** Most of the fleet at once. */
const fleetShare = 2 / 3;
const minFleetServices = 10;
const fleetWithinMs = 5 * minuteMs;

/** The links that the anomalies carry, and what is known beyond them. */
export const linksAmong = (drafts: readonly Draft[], links: readonly GroupLink[]): Links => {
	const services = new Set(drafts.map(({service}) => service).filter(service => service !== fleetService));
	const all = new Map<string, Map<string, Link>>();
	const put = (from: string, link: Link): void => {
		if (from === link.service || !services.has(from) || !services.has(link.service)) {
			return;
		}

		const own = all.get(from) ?? new Map<string, Link>();
		all.set(from, own);
		const key = `${link.by} ${link.service}`;
		const known = own.get(key);
		if (!known || known.lines < link.lines) {
			own.set(key, link);
		}
	};

	for (const {service, anomalies} of drafts) {
		for (const link of anomalies.flatMap(anomaly => anomaly.links ?? [])) {
			put(service, link);
		}
	}

	for (const {from, ...link} of links) {
		put(from, link);
	}

	return new Map(Array.from(all, ([from, own]) => [from, [...own.values()]]));
};

/** Whether so many of the fleet's services broke at once that none of them is the cause. */
export const isFleetWide = (drafts: readonly Draft[], services: number): boolean =>
	drafts.length >= minFleetServices && drafts.length > services * fleetShare && services > 0;

/** The troubles that began within minutes, where those are most services of the fleet. */
const fleetWideOf = (drafts: readonly Draft[], services: number): readonly Draft[] => {
	const sorted = drafts.filter(({service}) => service !== fleetService).toSorted((a, b) => a.onsetMs - b.onsetMs);
	let best: readonly Draft[] = [];
	let start = 0;
	for (const [end, draft] of sorted.entries()) {
		while (draft.onsetMs - sorted[start]!.onsetMs > fleetWithinMs) {
			start++;
		}

		best = end - start + 1 > best.length ? sorted.slice(start, end + 1) : best;
	}

	return isFleetWide(best, services) ? best : [];
};

/** What runs from a caller to what it calls. */
const isCall = ({by}: Link): boolean => by === 'calls' || by === 'relayed';

/** Puts troubles into groups; a group never has two of one service. */
const createGroups = (drafts: readonly Draft[]) => {
	const groups = new Map<Draft, Set<Draft>>(drafts.map(draft => [draft, new Set([draft])]));
	return {
		groups: (): ReadonlyArray<readonly Draft[]> => Array.from(new Set(groups.values()), group => [...group]),
		unite(a: Draft, b: Draft): void {
			const [one, other] = [groups.get(a), groups.get(b)];
			if (!one || !other || one === other) {
				return;
			}

			const [large, small] = one.size < other.size ? [other, one] : [one, other];
			const services = new Set(Array.from(large, ({service}) => service));
			if ([...small].some(({service}) => services.has(service))) {
				return;
			}

			for (const draft of small) {
				large.add(draft);
				groups.set(draft, large);
			}
		},
	};
};

/**
Puts troubles together that evidence connects.
A service whose errors name others belongs to the one that they name most: a gateway that suffers from two troubles does not make one of them.
What else two have in common counts where the errors of neither name another one: those explain themselves.
*/
export const connect = (drafts: readonly Draft[], {windowMs, links, services}: Connecting): ReadonlyArray<readonly Draft[]> => {
	const groups = createGroups(drafts);
	const fleetWide = fleetWideOf(drafts, services);
	for (const draft of fleetWide) {
		groups.unite(fleetWide[0]!, draft);
	}

	const byService = new Map<string, Draft[]>();
	for (const draft of drafts) {
		byService.set(draft.service, [...byService.get(draft.service) ?? [], draft]);
	}

	const nearest = (draft: Draft, service: string): Draft | undefined => byService.get(service)
		?.filter(({onsetMs}) => Math.abs(onsetMs - draft.onsetMs) <= windowMs)
		.toSorted((a, b) => Math.abs(a.onsetMs - draft.onsetMs) - Math.abs(b.onsetMs - draft.onsetMs))[0];
	const explained = new Set<Draft>();
	for (const draft of drafts) {
		const named = (links.get(draft.service) ?? []).filter(({by}) => by === 'named').toSorted((a, b) => b.lines - a.lines);
		const callee = named.map(({service}) => nearest(draft, service)).find(other => other !== undefined);
		if (!callee) {
			continue;
		}

		explained.add(draft);
		groups.unite(draft, callee);
	}

	const unexplained = drafts.filter(each => !explained.has(each));
	for (const draft of unexplained) {
		const own = (links.get(draft.service) ?? []).filter(({by}) => by !== 'named');
		const others = own.flatMap(link => {
			const other = nearest(draft, link.service);
			return other && (!explained.has(other) || isCall(link)) ? [{link, other}] : [];
		});
		for (const {link, other} of others) {
			if (!isCall(link) && (link.by !== 'pattern' || Math.abs(other.onsetMs - draft.onsetMs) <= samePatternMs)) {
				groups.unite(draft, other);
			}
		}

		// Of all that it calls, the one whose trouble began closest to its own.
		const [called] = others.filter(({link}) => isCall(link)).toSorted((a, b) => Math.abs(a.other.onsetMs - draft.onsetMs) - Math.abs(b.other.onsetMs - draft.onsetMs));
		if (called) {
			groups.unite(draft, called.other);
		}
	}

	return groups.groups();
};
