import type {Slice} from '../senses/types.js';

/** Of two services that write within each other's requests, the one calls the other where it is so much rarer the other way round. */
const clearDirection = 3;

export type TracedCall = {readonly caller: string; readonly callee: string; readonly timeMs: number};

/**
Who calls whom by the requests of a slice: between two lines of a caller's span, the callee writes first.
Clocks of hosts differ, and what is called goes on after its answer: a direction counts only where the other one is rare.
*/
export function tracedCalls({startMs, times}: Pick<Slice, 'startMs' | 'times'>): readonly TracedCall[] {
	const counted = new Map<string, number>();
	const calls = times.filter(({kind}) => kind === 'call');
	const pairOf = (caller: string, callee: string): string => `${caller}\n${callee}`;
	for (const {service, blamed, values} of calls) {
		const pair = pairOf(service, blamed);
		counted.set(pair, (counted.get(pair) ?? 0) + (values.length / 2));
	}

	return calls
		.filter(({service, blamed}) => counted.get(pairOf(service, blamed))! >= clearDirection * (counted.get(pairOf(blamed, service)) ?? 0))
		.flatMap(({service, blamed, values}) => values.filter((_, index) => index % 2 === 0).map(seconds => ({caller: service, callee: blamed, timeMs: startMs + (seconds * 1000)})));
}
