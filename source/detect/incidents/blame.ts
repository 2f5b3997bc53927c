import type {Link} from '../connections/types.js';
import {kindOf} from '../kinds/registry.js';
import {minuteMs} from '../minute.js';
import type {Draft} from './drafts.js';
import type {Links} from './connect.js';

/** Onsets are known to 10 s at best: closer ones say nothing of the order. */
const sameTimeMs = 15_000;
/** What the senses find began in one of their windows, or between two looks: when exactly, they cannot tell. */
export const sensedTimeMs = 5 * minuteMs;
/** A caller is often seen to fail before what it calls: it has the earlier time-out, and errors of its own. */
const calledTimeMs = 60_000;
/** An onset that is earlier by this much speaks by itself. */
const clearLeadMs = 45_000;
/** The blame by lines is clear where it is this many times that of the next. */
const clearBlame = 1.5;

/** Whether the ranking holds by much; where it does not, the one who may have been first as well. */
export type Confidence = {readonly type: 'likely'} | {readonly type: 'unclear'; readonly rival: string};

const largestFactor = ({anomalies}: Draft): number => Math.max(...anomalies.map(({factor}) => factor ?? 0));

/** Earlier onset first. Where onsets are known to the same minute, the worse comes first, then the larger factor. */
const byBlame = (a: Draft, b: Draft): number => {
	if (a.onsetMs !== b.onsetMs) {
		return a.onsetMs - b.onsetMs;
	}

	if (a.severity !== b.severity) {
		return a.severity === 'critical' ? -1 : 1;
	}

	const difference = largestFactor(b) - largestFactor(a);
	return difference === 0 || Number.isNaN(difference) ? a.service.localeCompare(b.service) : difference;
};

export const blameOf = ({anomalies}: Draft): number => Math.max(0, ...anomalies.map(({kind, blame = 0}) => kindOf(kind).isHint ? 0 : blame));

/** Whether only the senses found it. */
export const isSensed = ({anomalies}: Draft): boolean => anomalies.every(({kind}) => kindOf(kind).isSensed);

/** Whether nothing but hints is known of it: it is never before what is known better. */
const isHinted = ({anomalies}: Draft): boolean => anomalies.every(({kind}) => kindOf(kind).isHint);

const isSilent = ({anomalies}: Draft): boolean => anomalies.every(({kind}) => kindOf(kind).isSilence);

/** What lines say against a service, where onsets are not known well enough to decide. */
const bySuspicion = (a: Draft, b: Draft): number => blameOf(b) - blameOf(a) || byBlame(a, b);

/** The members after the first: by their onsets, or where those are not known well by what lines say against them. */
export const orderOf = (drafts: readonly Draft[]): readonly Draft[] => {
	const telling = drafts.filter(draft => !isHinted(draft));
	return [
		...telling.toSorted(telling.some(draft => isSensed(draft)) ? bySuspicion : byBlame),
		...drafts.filter(draft => isHinted(draft)).toSorted((a, b) => byBlame(a, b)),
	];
};

/** Whom a service's errors name; where they name none of the others, whom it is known to call, or whom it can only mean. */
export const calleesOf = (links: readonly Link[]): ReadonlySet<string> => {
	const found = (['named', 'calls', 'relayed'] as const).map(kind => links.filter(({by}) => by === kind)).find(of => of.length > 0);
	return new Set(found?.map(({service}) => service));
};

/**
The one to look at first, and how sure that is. In this order: what is called before what calls it, where both began within a minute;
what the senses hold against a service, where onsets are not known well; the onset; the worse. Never a service of which there are only hints.
*/
export const firstOf = (drafts: readonly Draft[], links: Links): {readonly first: Draft; readonly confidence: Confidence | undefined} => {
	const sorted = drafts.toSorted((a, b) => byBlame(a, b));
	const talking = sorted.filter(draft => !isSilent(draft) && !isHinted(draft));
	const services = new Set(drafts.map(({service}) => service));
	const callees = new Map(drafts.map(({service}) => [service, calleesOf((links.get(service) ?? []).filter(link => services.has(link.service)))]));
	const calls = (caller: Draft, callee: Draft): boolean => callees.get(caller.service)?.has(callee.service) ?? false;
	const isBefore = (callee: Draft, caller: Draft): boolean => calls(caller, callee) && !calls(callee, caller);
	const isNamed = (draft: Draft): boolean => drafts.some(other => isBefore(draft, other));
	// A silence leads errors only where they name it.
	const telling = sorted.some(draft => !isHinted(draft)) ? sorted.filter(draft => !isHinted(draft)) : sorted;
	const candidates = talking.length === 0 ? telling : telling.filter(draft => !isSilent(draft) || isNamed(draft));
	const first = suspectedOf(candidates, isBefore);
	return {first, confidence: drafts.length === 1 ? undefined : confidenceIn(first, candidates.filter(draft => draft !== first), isBefore)};
};

type IsBefore = (callee: Draft, caller: Draft) => boolean;

const suspectedOf = (sorted: readonly Draft[], isBefore: IsBefore): Draft => {
	const [first, ...rest] = sorted;
	if (first === undefined) {
		throw new TypeError('An incident has members.');
	}

	const near = sorted.filter(draft => draft.onsetMs - first.onsetMs < sensedTimeMs);
	const [accused] = near.some(draft => isSensed(draft)) ? near.filter(draft => blameOf(draft) > 0).toSorted((a, b) => bySuspicion(a, b)) : [];
	if (accused) {
		return accused;
	}

	// Down the calls: a callee that began with its caller, or up to a minute after.
	const together = new Set([first, ...rest.filter(draft => draft.onsetMs - first.onsetMs < sameTimeMs)]);
	const addCallees = (caller: Draft): void => {
		const callees = rest.filter(callee => !together.has(callee) && isBefore(callee, caller) && callee.onsetMs - caller.onsetMs < calledTimeMs);
		for (const callee of callees) {
			together.add(callee);
		}

		for (const callee of callees) {
			addCallees(callee);
		}
	};

	for (const draft of together) {
		addCallees(draft);
	}

	const blame = (draft: Draft): number => [...together].reduce((sum, other) => sum + Number(isBefore(draft, other)) - (Number(isBefore(other, draft)) * together.size), 0);
	const most = Math.max(...[...together].map(draft => blame(draft)));
	return sorted.find(draft => together.has(draft) && blame(draft) === most) ?? first;
};

/** The ranking holds where the first is called by the next, or began clearly before it, or has clearly more against it. */
const confidenceIn = (first: Draft, others: readonly Draft[], isBefore: IsBefore): Confidence => {
	const isCallerOf = (draft: Draft, seen: ReadonlySet<Draft> = new Set()): boolean => isBefore(first, draft)
		|| others.some(other => other !== draft && !seen.has(other) && isBefore(other, draft) && isCallerOf(other, new Set([...seen, draft])));
	const isClear = (other: Draft): boolean => isCallerOf(other)
		|| (!isBefore(other, first) && other.onsetMs - first.onsetMs >= clearLeadMs && !(isSensed(first) || isSensed(other)))
		|| (blameOf(first) > 0 && blameOf(first) >= clearBlame * blameOf(other));
	const rival = others.toSorted((a, b) => byBlame(a, b)).find(other => !isClear(other));
	return rival === undefined ? {type: 'likely'} : {type: 'unclear', rival: rival.service};
};
