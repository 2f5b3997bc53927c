import {formatDuration} from '../../../words/numbers.js';
import type {Judgement} from '../types.js';

/** A Date header has whole seconds, cut off: half of one is what it is late on average. */
const cutOffMs = 500;
const warnAboveMs = 5000;
const failAboveMs = 60_000;
const nextStep = 'Set the clocks by NTP (timedatectl, chronyc tracking): this program asks Loki for minutes by this machine\'s clock.';

/** This clock against that of the server: both in milliseconds since the epoch, at the same moment. */
export function judgeClock(serverMs: number | undefined, hereMs: number): Judgement {
	if (serverMs === undefined) {
		return {state: 'skip', detail: 'The answer carries no Date header to compare with.'};
	}

	const skewMs = hereMs - (serverMs + cutOffMs);
	const size = Math.abs(skewMs);
	const detail = `This clock is ${formatDuration(size)} ${skewMs > 0 ? 'ahead of' : 'behind'} Loki's.`;
	return size > warnAboveMs ? {state: size > failAboveMs ? 'fail' : 'warn', detail, nextStep} : {state: 'pass', detail: size <= cutOffMs * 2 ? 'This clock and Loki\'s agree to the second.' : detail};
}
