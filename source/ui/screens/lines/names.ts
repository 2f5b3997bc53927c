import type {LogEntry} from '../../../loki/types.js';
import {memoizeLast} from '../../../store/selectors/memoize.js';
import type {LogView} from '../../../store/state.js';
import {fit} from '../../../terminal/width.js';
import type {Span} from '../../components/line.js';
import {nameTones} from '../../theme.js';
import {serviceOfLine} from './shown-lines.js';
import type {LinesState} from './state.js';

/** At most this share of a row is the name of who wrote it. */
const shareOfRow = 0.2;

/** Who wrote each line, in a colour and a column of fixed width; undefined for all where only one service can have. */
export function nameSpans(screen: LinesState, view: LogView | undefined, columns: number): (entry: LogEntry) => Span | undefined {
	const isOfAny = screen.trace !== undefined || (screen.query !== undefined && screen.around === undefined);
	const found = isOfAny && view ? servicesIn({view, screen}) : screen.services;
	// A query that finds the lines of one service needs no column for it.
	const services = screen.query && found?.length === 1 ? [] : found;
	if (!view || !services || services.length === 0) {
		return () => undefined;
	}

	const width = Math.min(Math.floor(columns * shareOfRow), Math.max(...services.map(name => name.length))) + 2;
	const spans = new Map(services.map((name, index): [string, Span] => [name, [`${fit(name, width - 2)}  `, nameTones[index % nameTones.length]!]]));
	return entry => spans.get(serviceOfLine(entry, view, screen)) ?? [' '.repeat(width)];
}

/** The services of the lines that are held, in the order in which they come. */
export const servicesIn = memoizeLast(
	({view, screen}: {readonly view: LogView; readonly screen: LinesState}): readonly string[] => [...new Set(view.entries.map(entry => serviceOfLine(entry, view, screen)))],
	({view, screen}) => [view.entries, view.serviceLabel, screen.service],
);
