import type {State} from '../../../store/state.js';
import {formatShortAge, formatTime, zoneName} from '../../../words/times.js';
import {act, type Binding} from '../../keys/binding.js';
import type {UiState} from '../registry.js';
import {timeStyles, type LinesState, type TimeStyle} from './state.js';

type Clock = Pick<State, 'nowMs' | 'timeZone'>;

/** The zone of the times of a screen. */
export const zoneOf = ({timeZone}: Pick<State, 'timeZone'>, {times}: LinesState): string | undefined => times === 'utc' ? 'UTC' : timeZone;

/** How a screen shows the time of a line, in 8 columns. */
export function timeOfRows({nowMs, timeZone}: Clock, screen: LinesState): (timeMs: number) => string {
	const zone = zoneOf({timeZone}, screen);
	return screen.times === 'relative' ? timeMs => formatShortAge(nowMs - timeMs) : timeMs => formatTime(timeMs, {timeZone: zone, withSeconds: true});
}

/** What is said of it where it is not the zone of the title. */
export const timeWords = ({times}: LinesState): string => times === undefined ? '' : {utc: 'times in UTC', relative: 'times before now'}[times];

/** A zone that is UTC already needs no second one. */
function nextStyle({nowMs, timeZone}: Clock, {times}: LinesState): TimeStyle | undefined {
	const styles = timeStyles.filter(style => style !== 'utc' || zoneName(nowMs, timeZone) !== 'UTC');
	return styles[times === undefined ? 0 : styles.indexOf(times) + 1];
}

export const timesKey: Binding<LinesState> = {
	keys: ['T'], help: 'times: of the session\'s zone, UTC, before now', run: ({state, screen}: {readonly state: UiState; readonly screen: LinesState}) => act('lines', {type: 'times-changed', times: nextStyle(state, screen)}),
};
