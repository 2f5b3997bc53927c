import {
	formatAge,
	formatCount,
	formatDuration,
	plural,
} from '../../../words/numbers.js';
import type {LiveLines, LogView, State} from '../../../store/state.js';
import type {Span, StyledRow} from '../../components/line.js';
import {justify, rowWidth} from '../../layout/row.js';
import {displayWidth, fitMiddle} from '../../../terminal/width.js';
import {logHead, windowWords} from './log-rows.js';
import {filterWords} from './filters.js';
import {longestGap} from './gaps.js';
import {servicesIn} from './names.js';
import {serviceOfLine, type ShownLines} from './shown-lines.js';
import type {LinesState} from './state.js';
import {timeWords, zoneOf} from './time-styles.js';

/** Of what is shown: how old the answer is, or the newest line where lines come in. */
export function ageSpan(view: LogView | undefined, {around}: LinesState, nowMs: number): Span {
	const newest = view?.entries.at(-1);
	if (view?.live && newest) {
		return [`newest ${formatAge(Math.max(0, nowMs - newest.timeMs))}`, 'dim'];
	}

	return view?.status === 'ready' && around === undefined ? [`read ${formatAge(Math.max(0, nowMs - view.endMs))}`, 'dim'] : [''];
}

/** Which lines are shown: their window and how many of how many; what is on its way, or goes wrong. */
export function linesHead(state: State, screen: LinesState, {view}: ShownLines, columns: number): StyledRow {
	return justify([[[`${windowWords(view, zoneOf(state, screen))} ${logHead(view, screen.template)}`.trim(), 'dim']]], [newsOf(view)], columns, {gap: 2, first: 'right'});
}

function newsOf(view: LogView | undefined): StyledRow {
	if (view?.reading !== undefined) {
		return [[`reading ${view.reading} lines`, 'bold']];
	}

	if (view?.trouble && view.entries.length > 0) {
		return [['not read anew', 'warning']];
	}

	return view?.live ? [liveSpan(view.live)] : [];
}

function liveSpan({status, isHeld, waiting}: LiveLines): Span {
	if (isHeld) {
		return [`HELD +${formatCount(waiting)} new`, 'selected'];
	}

	const words: Readonly<Record<LiveLines['status'], Span>> = {
		connecting: ['LIVE connecting', 'bold'],
		live: [waiting > 0 ? `LIVE +${formatCount(waiting)}` : 'LIVE', 'good'],
		polling: ['LIVE by polling', 'good'],
		waiting: ['LIVE interrupted', 'warning'],
		failed: ['not live', 'warning'],
	};
	return words[status];
}

/** What narrows the list, and what is missing from it. What has no room goes from the end. */
export function linesNote(screen: LinesState, {view, indexes}: ShownLines, columns: number): StyledRow {
	const {leastLevel, template, trace, query, around, filters = []} = screen;
	const level: StyledRow = leastLevel === undefined ? [] : [[`level >= ${leastLevel}`, 'bold'], [`: ${formatCount(indexes.length)}`, 'dim']];
	const trouble = view?.trouble && view.entries.length > 0 ? `${view.trouble.what}: ${view.trouble.why}` : '';
	const parts: readonly StyledRow[] = [
		...filters.map((filter): StyledRow => [[filterWords(filter), 'bold']]),
		level,
		...trace && view ? traceParts(screen, view) : [],
		...view?.live ? missing(view.live) : [],
		[[trouble, 'warning']],
		[[view?.live?.why ?? '', view?.live?.status === 'polling' ? 'dim' : 'warning']],
		[[timeWords(screen), 'dim']],
		template === undefined ? [] : [[`"${template}"`]],
	];
	return justify([...query && !around ? [queryPart(query.text, parts, columns)] : [], ...parts], [], columns, {gap: 2});
}

const leastQueryColumns = 20;

/** What a query asks, in the room that what narrows it leaves. */
function queryPart(text: string, others: readonly StyledRow[], columns: number): StyledRow {
	const taken = others.map(part => rowWidth(part)).filter(width => width > 0).reduce((sum, width) => sum + width + 2, 2);
	return [[fitMiddle(text, Math.min(displayWidth(text), Math.max(leastQueryColumns, columns - taken))), 'plain']];
}

/** Through how many services a request went, how long it took, and before whom it waited longest. */
function traceParts(screen: LinesState, view: LogView): readonly StyledRow[] {
	const [first, last] = [view.entries[0], view.entries.at(-1)];
	if (!first || !last) {
		return [];
	}

	const longest = longestGap(view.entries);
	return [
		[[`${plural(servicesIn({view, screen}).length, 'service')}, ${formatDuration(last.timeMs - first.timeMs)} from first to last line`, 'dim']],
		longest ? [[`longest gap ${formatDuration(longest.gapMs)}, before ${serviceOfLine(view.entries[longest.index]!, view, screen)}`, 'warning']] : [],
	];
}

function missing({sampled, leftOut, dropped, hasGap}: LiveLines): readonly StyledRow[] {
	return [
		sampled ? [[`${formatCount(sampled.shown)} of ${formatCount(sampled.came)} lines/s shown, errors first`, 'warning']] : [],
		leftOut > 0 ? [[`${formatCount(leftOut)} not shown`, 'warning']] : [],
		dropped > 0 ? [[`${formatCount(dropped)} dropped by Loki`, 'warning']] : [],
		hasGap ? [['a gap could not be read', 'warning']] : [],
	];
}
