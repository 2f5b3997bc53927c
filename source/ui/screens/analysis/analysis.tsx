import {Box} from 'ink';
import type {ReactElement} from 'react';
import {formatTime} from '../../../words/numbers.js';
import {sanitizeLine} from '../../../terminal/sanitize.js';
import {citationsOf, lineOfCitation} from '../../../answer/placed-citations.js';
import type {Analysis} from '../../../store/analysis.js';
import type {State} from '../../../store/state.js';
import {Line, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {fitRow} from '../../layout/row.js';
import {scrollStart} from '../../layout/scroll.js';
import {sentenceRows} from '../../layout/service-title.js';
import {troubleRows} from '../../layout/trouble-rows.js';
import {moveInText} from '../../keys/movement.js';
import {act} from '../../keys/binding.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {analysisKeys, endKey, questionField} from './commands.js';
import {analysisSchema, reduceAnalysisScreen, type AnalysisState} from './state.js';
import {analysisTitle} from './title.js';
import {useAnswerRows} from './use-answer-rows.js';

/** The answer as it streams, the conversation below it; follows the end until it is scrolled. */
function AnalysisScreen({state, screen, columns, rows}: ScreenProps<AnalysisState>): ReactElement {
	const analysis = state.analyses.get(screen.service);
	const answer = useAnswerRows(analysis, columns, {selected: screen.citation, areToolsOpen: screen.areToolsOpen, timeZone: state.timeZone});
	const text = analysis ? answer.rows : collectingRows(state, screen.service, columns);
	const height = Math.max(1, rows - 4);
	useReportPage(height, text.length);
	// A verdict is there at once and is read from its top; an answer that streams is followed.
	const isWhole = analysis?.source === 'rules' && screen.scroll.from === 'end' && screen.scroll.rows === 0;
	const scroll = isWhole ? {from: 'top', rows: 0} as const : screen.scroll;
	const cited = screen.citation === undefined ? undefined : answer.citationRows.get(screen.citation);
	const start = scrollStart(cited === undefined ? scroll : {from: 'top', rows: Math.max(0, cited - Math.floor(height / 2))}, text.length, height);
	const more = text.length - start - height;
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={analysisTitle(state, analysis, screen.service, columns)}/>
			<Lines rows={sentenceRows(state, screen.service, columns, 1)} height={1}/>
			<Line spans={[['─'.repeat(columns), 'dim']]}/>
			<Lines rows={text.slice(start, start + height)} height={height}/>
			<Line spans={cited !== undefined && analysis ? citedLineRow(analysis, screen.citation ?? 0, state.timeZone, columns) : moreRow(more)}/>
		</Box>
	);
}

const moreRow = (more: number): StyledRow => more > 0 ? [[` ... ${more} more rows, G to the end`, 'dim']] : [];

function collectingRows(state: State, service: string, columns: number): readonly StyledRow[] {
	const trouble = state.details.get(service)?.trouble;
	return trouble
		? troubleRows(trouble, columns)
		: [[[' reading samples of the bad window and of the time before', 'dim']]];
}

/** The line that the citation under the cursor names, as it was written. */
function citedLineRow(analysis: Analysis, number: number, timeZone: string | undefined, columns: number): StyledRow {
	const citation = citationsOf(analysis)[number];
	const line = citation && lineOfCitation(analysis, citation);
	return fitRow(line
		? [[` ${line.id} `, 'selected'], [`${line.service} ${formatTime(line.timeMs, {timeZone, withSeconds: true})} `, 'dim'], [sanitizeLine(line.line)], ['  enter', 'key'], [' opens it', 'dim']]
		: [[` ${citation?.id ?? ''}: no such line was shown to the model`, 'warning']], columns);
}

/** How many values were held back from the model. */
function redactedPart({analyses}: State, {service}: AnalysisState): StyledRow {
	const count = analyses.get(service)?.redactedCount ?? 0;
	return count === 0 ? [] : [[`redacted ${count}`, 'dim']];
}

/** The conversation about a service. A session that goes on asks the model nothing by itself. */
export const analysisScreen: ScreenModule<'analysis'> = {
	View: AnalysisScreen,
	reduce: reduceAnalysisScreen,
	schema: analysisSchema,
	onOpen: nothing,
	onLeave: nothing,
	bindings: analysisKeys,
	move: moveInText(scroll => act('analysis', {type: 'scrolled', scroll})),
	escape: endKey,
	fields: {question: questionField},
	footerNote: redactedPart,
};
