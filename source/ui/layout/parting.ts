import {formatTime, plural} from '../../words/numbers.js';
import {firstWords} from '../../words/first.js';
import {firstIn} from '../../store/selectors/first.js';
import {fleetVerdict} from '../../store/selectors/verdict-line.js';
import type {State} from '../../store/state.js';

/** What the shell shows once the screen is gone: what was open, and the way back to it. Undefined where nothing was judged and nothing is kept. */
export function partingLine(state: State): string | undefined {
	const {tone, abnormal, services, incidents} = fleetVerdict(state);
	const [incident] = incidents;
	const first = incident && firstIn(state, incident);
	const open = first ? `${abnormal} of ${plural(services, 'service')} abnormal, ${firstWords(first, {at: formatTime(first.onsetMs, {timeZone: state.timeZone})})}` : undefined;
	const calm = tone === 'calm' ? `${plural(services, 'service')}, nothing abnormal` : undefined;
	// A demo leaves nothing behind, nor does a session without a record.
	const back = state.isDemo || state.records.session === undefined ? undefined : 'back to it: loki-sentinel -c';
	const parts = [open ?? calm, back].filter(part => part !== undefined);
	return parts.length === 0 ? undefined : parts.join('; ');
}
