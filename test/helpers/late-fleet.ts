import type {SandboxLoki} from '../../source/sandbox/types.js';
import {minuteMs} from './states.js';

/** Enough that one that fails to be heard is not the fleet. */
export const lateServices = ['payment', 'cart', 'users', 'web', 'search', 'checkout'] as const;

export type Rates = {readonly lines: number; readonly errors: number};

export type LateFleet = {
	/** Writes what the services wrote in this time; it reaches Loki when `arrive` is called. */
	readonly write: (fromMs: number, toMs: number, ratesOf?: (service: string) => Rates) => void;
	/** Lines of this time are in Loki from now on. */
	readonly arrive: (untilMs: number, fromMs?: number) => void;
	/** Lines that were written, by service. */
	readonly written: (service: string, fromMs: number, toMs: number) => number;
};

type WrittenLine = {readonly service: string; readonly timeMs: number; readonly isError: boolean};

/** The same at each call: so many lines a minute, the errors first. */
function linesOf(service: string, {lines, errors}: Rates, fromMs: number, toMs: number): readonly WrittenLine[] {
	const firstMs = Math.floor(fromMs / minuteMs) * minuteMs;
	return Array.from({length: Math.ceil((toMs - firstMs) / minuteMs) * lines}, (_, index) => ({
		service, timeMs: firstMs + Math.round((index + 0.5) * minuteMs / lines), isError: index % lines < errors,
	})).filter(({timeMs}) => timeMs >= fromMs && timeMs < toMs);
}

/** A fleet whose lines are on their way to a Loki for as long as a test says. */
export function createLateFleet(loki: Pick<SandboxLoki, 'push'>): LateFleet {
	let underWay: WrittenLine[] = [];
	const all: WrittenLine[] = [];
	return {
		write(fromMs, toMs, ratesOf = () => ({lines: 6, errors: 0})) {
			for (const service of lateServices) {
				const lines = linesOf(service, ratesOf(service), fromMs, toMs);
				underWay.push(...lines);
				all.push(...lines);
			}
		},
		arrive(untilMs, fromMs = -Infinity) {
			const isIn = ({timeMs}: {readonly timeMs: number}): boolean => timeMs >= fromMs && timeMs < untilMs;
			loki.push(underWay.filter(line => isIn(line)).map(({service, timeMs, isError}) => ({
				labels: {namespace: 'production', app: service},
				timeNs: BigInt(timeMs) * 1_000_000n,
				line: isError ? `level=error msg="charge failed: upstream timed out" id=${timeMs}` : `level=info msg="charged" id=${timeMs}`,
			})));
			underWay = underWay.filter(line => !isIn(line));
		},
		written: (service, fromMs, toMs) => all.filter(line => line.service === service && line.timeMs >= fromMs && line.timeMs < toMs).length,
	};
}
