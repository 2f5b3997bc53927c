import type {State} from '../../store/state.js';
import {currentScreen} from '../../store/view-state.js';
import type {Span, StyledRow} from '../components/line.js';
import {usableBindings, type KeyBinding} from '../keys/key-table.js';
import {noticeRow} from './notice.js';
import {justify} from './row.js';

/** The last line: the keys that work now, or the newest piece of news for a few seconds. */
export function footerRow(state: State, columns: number): StyledRow {
	if (state.notice) {
		return noticeRow(state.notice, columns);
	}

	const bindings = usableBindings(state).filter(binding => binding.footer !== undefined);
	const right = [redactedPart(state), ...bindings.filter(binding => isAlways(binding)).map(binding => keySpans(binding))];
	const left = bindings.filter(binding => !isAlways(binding)).map(binding => keySpans(binding));
	return justify(left, right, columns, {gap: columns >= 100 ? 3 : 2, first: 'right'});
}

/** How many values were held back from the model, where an analysis is read. */
function redactedPart({view, analyses}: State): StyledRow {
	const screen = currentScreen(view);
	const count = screen.type === 'analysis' ? analyses.get(screen.service)?.redactedCount ?? 0 : 0;
	return count === 0 ? [] : [[`redacted ${count}`, 'dim']];
}

/** Help and the way out are shown however narrow it is. */
const isAlways = (binding: KeyBinding): boolean => ['esc', '?', 'q'].some(name => binding.keys.includes(name));

const keySpans = (binding: KeyBinding): Span[] => [[binding.shown ?? binding.keys[0] ?? '', 'key'], [` ${binding.footer}`, 'dim']];
