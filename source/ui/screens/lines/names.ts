import type {LogEntry} from '../../../loki/types.js';
import type {LogView} from '../../../store/state.js';
import {fit} from '../../../terminal/width.js';
import type {Span} from '../../components/line.js';
import {nameTones} from '../../theme.js';
import type {LinesState} from './state.js';

/** At most this share of a row is the name of who wrote it. */
const shareOfRow = 0.2;

/** Who wrote each line, in a colour and a column of fixed width; undefined for all where only one service did. */
export function nameSpans({services}: LinesState, view: LogView | undefined, columns: number): (entry: LogEntry) => Span | undefined {
	const label = view?.serviceLabel;
	if (!services || label === undefined) {
		return () => undefined;
	}

	const width = 1 + Math.min(Math.floor(columns * shareOfRow), Math.max(...services.map(name => name.length)));
	const spans = new Map(services.map((name, index): [string, Span] => [name, [`${fit(name, width)} `, nameTones[index % nameTones.length]!]]));
	return ({labels}) => spans.get(labels[label] ?? '') ?? [`${fit(labels[label] ?? '', width)} `, 'dim'];
}
