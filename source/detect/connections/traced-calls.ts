import {groupBy} from '../senses/group-by.js';
import {maxTraceLines} from '../senses/spans.js';
import type {SenseEvent} from '../senses/types.js';

/** Of two services that write within each other's requests, the one calls the other where it is so much rarer the other way round. */
const clearDirection = 3;

export type TracedCall = {readonly caller: string; readonly callee: string; readonly timeMs: number};

type Part = {readonly service: string; readonly firstMs: number; readonly lastMs: number};

/** One line may be written at the end of a request, as access logs are: when such a service began, nobody knows. */
const hasBegun = ({firstMs, lastMs}: Part): boolean => lastMs > firstMs;

/** The services of one request, in the order in which they began. */
const partsOf = (trace: readonly SenseEvent[]): readonly Part[] => Array.from(groupBy(trace, ({service}) => service), ([service, events]): Part => {
	const times = events.map(({timeMs}) => timeMs);
	return {service, firstMs: Math.min(...times), lastMs: Math.max(...times)};
}).filter(part => hasBegun(part)).toSorted((a, b) => a.firstMs - b.firstMs);

const encloses = (outer: Part, inner: Part): boolean => outer.firstMs < inner.firstMs && outer.lastMs >= inner.lastMs;

/** A service is called by the one that began last before it and writes again once it is done. One that goes on after its own caller is done is not taken for a caller. */
const callsIn = (parts: readonly Part[]): readonly TracedCall[] => {
	const isWithin = (part: Part, index: number): boolean => index === 0 || parts.slice(0, index).some(other => encloses(other, part));
	return parts.flatMap((part, index) => {
		const caller = parts.slice(0, index).findLast((other, place) => encloses(other, part) && isWithin(other, place));
		return caller ? [{caller: caller.service, callee: part.service, timeMs: part.firstMs}] : [];
	});
};

/**
Who calls whom by the requests of a few minutes: the order in which services begin to write in them, without a name in any line.
Clocks of hosts differ: a direction counts only where the other one is rare.
*/
export function tracedCalls(events: readonly SenseEvent[]): readonly TracedCall[] {
	const traces = [...groupBy(events, ({trace}) => trace).values()];
	const calls = traces.flatMap(trace => trace.length > maxTraceLines ? [] : callsIn(partsOf(trace)));
	const pairOf = (caller: string, callee: string): string => `${caller}\n${callee}`;
	const counted = groupBy(calls, ({caller, callee}) => pairOf(caller, callee));
	return calls.filter(({caller, callee}) => counted.get(pairOf(caller, callee))!.length >= clearDirection * (counted.get(pairOf(callee, caller))?.length ?? 0));
}
