import {useMemo, type ReactElement} from 'react';
import {formatDateTime} from '../../../words/times.js';
import {TextScreen} from '../../components/text-screen.js';
import {act} from '../../keys/binding.js';
import {moveInText} from '../../keys/movement.js';
import {
	alertKey,
	analyseKey,
	copyKey,
	incidentsKey,
	previewKey,
	traceKey,
} from '../../keys/shared-bindings.js';
import {titleRow} from '../../layout/title-row.js';
import {wholeLineRows} from '../../layout/whole-line-rows.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {reduceWholeLine, wholeLineSchema, type WholeLineState} from './state.js';

/** One log line, however long: all of it, then its labels. */
function WholeLine({state, screen, columns, rows}: ScreenProps<WholeLineState>): ReactElement {
	const {service, entry, scroll} = screen;
	const text = useMemo(() => wholeLineRows(entry, columns), [entry, columns]);
	const title = titleRow(state, {
		left: [[[service, 'heading']], [['one line', 'dim']]], right: [[[formatDateTime(entry.timeMs, {timeZone: state.timeZone})]], [[`${text.length} rows`, 'dim']]],
	}, columns);
	return <TextScreen title={title} text={text} scroll={scroll} columns={columns} rows={rows}/>;
}

/** A log line in full. */
export const wholeLineScreen: ScreenModule<'whole-line'> = {
	View: WholeLine,
	reduce: reduceWholeLine,
	schema: wholeLineSchema,
	onOpen: nothing,
	onLeave: nothing,
	bindings: [traceKey(({screen: {service, entry}}) => ({service, line: entry})), analyseKey, alertKey, previewKey('slack'), incidentsKey, copyKey(({screen: {entry}}) => ({text: entry.line, what: 'the line'}))],
	move: moveInText(scroll => act('whole-line', {type: 'scrolled', scroll})),
};
