import {isLocked} from '../../store/lock.js';
import type {Span, StyledRow} from '../components/line.js';
import type {KeyText} from '../keys/binding.js';
import {usableKeys} from '../keys/key-table.js';
import {
	currentScreen,
	screens,
	type ScreenOf,
	type ScreenType,
	type UiState,
} from '../screens/registry.js';
import {formatDuration} from '../../words/times.js';
import {noticeRow} from './notice.js';
import {justify} from './row.js';

/** The last line: the keys that work now, or the newest piece of news for a few seconds. */
export function footerRow(state: UiState, columns: number): StyledRow {
	if (state.lock && isLocked(state)) {
		return [[` locked after ${formatDuration(state.lock.afterMs)} without a key: press any key to go on`, 'warning']];
	}

	if (state.notice) {
		return noticeRow(state.notice, columns);
	}

	const screen = currentScreen(state.view);
	const bindings = usableKeys(state).filter(({footer}) => footer !== undefined);
	const right = [noteOf(screen.type, screen, state), ...bindings.filter(binding => isAlways(binding)).map(binding => keySpans(binding))];
	const left = bindings.filter(binding => !isAlways(binding)).map(binding => keySpans(binding));
	return justify(left, right, columns, {gap: columns >= 100 ? 3 : 2, first: 'right'});
}

const noteOf = <Type extends ScreenType>(type: Type, screen: ScreenOf<Type>, state: UiState): StyledRow => screens[type].footerNote?.(state, screen) ?? [];

/** Help and the way out are shown however narrow it is. */
const isAlways = (binding: KeyText): boolean => ['esc', '?', 'q'].some(name => binding.keys.includes(name));

const keySpans = (binding: KeyText): Span[] => [[binding.shown ?? binding.keys[0] ?? '', 'key'], [` ${binding.footer}`, 'dim']];
