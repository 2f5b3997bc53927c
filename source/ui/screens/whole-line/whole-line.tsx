import {Box} from 'ink';
import {useMemo, type ReactElement} from 'react';
import {formatDateTime} from '../../../words/times.js';
import {Line} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {fitRow} from '../../layout/row.js';
import {scrollStart} from '../../layout/scroll.js';
import {titleRow} from '../../layout/title-row.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {wholeLineRows} from './whole-line-rows.js';
import {wholeLineKeys, wholeLineMove} from './commands.js';
import {
	fieldCursor,
	fieldRow,
	labelsInRows,
	shownFields,
} from './fields.js';
import {reduceWholeLine, wholeLineSchema, type WholeLineState} from './state.js';

/** The least share of the rows that the fields get where there are so many. */
const fieldShare = 0.35;
/** Title, two rules, and what is left of the line. */
const fixedRows = 4;

/** One log line, however long: all of it, then its labels and fields. */
function WholeLine({state, screen, columns, rows}: ScreenProps<WholeLineState>): ReactElement {
	const {service, entry, scroll, pane} = screen;
	const fields = shownFields(state, screen);
	const text = useMemo(() => wholeLineRows(entry, columns, labelsInRows(fields, columns)), [entry, fields, columns]);
	const room = Math.max(2, rows - fixedRows);
	const fieldsHeight = Math.max(1, Math.min(fields.length, Math.max(Math.floor(room * fieldShare), room - text.length)));
	const textHeight = room - fieldsHeight;
	const isInFields = pane === 'fields';
	const cursor = fieldCursor(screen, fields.length);
	const first = useWindow(cursor, fields.length, fieldsHeight);
	useReportPage(isInFields ? fieldsHeight : textHeight, isInFields ? fields.length : text.length);
	const start = scrollStart(scroll, text.length, textHeight);
	const more = text.length - start - textHeight;
	const title = titleRow(state, {
		left: [[[service, 'heading']], [['one line', 'dim']]], right: [[[formatDateTime(entry.timeMs, {timeZone: state.timeZone})]], [[`${text.length} rows`, 'dim']]],
	}, columns);
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={title}/>
			<Line spans={[['─'.repeat(columns), 'dim']]}/>
			<Lines rows={text.slice(start, start + textHeight)} height={textHeight}/>
			<Line spans={more > 0 ? [[` ... ${more} more rows`, 'dim']] : []}/>
			<Line spans={fitRow([[' FIELDS', isInFields ? 'heading' : 'dim'], [isInFields ? '  = keeps the lines that have it, ! drops them' : '  tab goes there', 'dim'], [fields.length > fieldsHeight ? `  ${first + 1} to ${first + fieldsHeight} of ${fields.length}` : '', 'dim']], columns)}/>
			<Lines rows={fields.slice(first, first + fieldsHeight).map((field, index) => fieldRow(field, columns, isInFields && first + index === cursor))} height={fieldsHeight}/>
		</Box>
	);
}

/** A log line in full. */
export const wholeLineScreen: ScreenModule<'whole-line'> = {
	View: WholeLine,
	reduce: reduceWholeLine,
	schema: wholeLineSchema,
	onOpen: nothing,
	onLeave: nothing,
	bindings: wholeLineKeys,
	move: wholeLineMove,
};
