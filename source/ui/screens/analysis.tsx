import {Box} from 'ink';
import type {ReactElement} from 'react';
import type {State} from '../../store/state.js';
import type {Screen} from '../../store/view-state.js';
import {Line, type StyledRow} from '../components/line.js';
import {Lines} from '../components/lines.js';
import {useAnswerRows} from '../hooks/use-answer-rows.js';
import {useReportPage} from '../hooks/use-page.js';
import {analysisTitle} from '../layout/analysis-title.js';
import {citedLineRow} from '../layout/cited-line.js';
import {scrollStart} from '../layout/scroll.js';
import {sentenceRows} from '../layout/service-title.js';

type AnalysisScreenProps = {
	readonly state: State;
	readonly screen: Extract<Screen, {type: 'analysis'}>;
	readonly columns: number;
	readonly rows: number;
};

/** The answer as it streams, the conversation below it; follows the end until it is scrolled. */
export function AnalysisScreen({state, screen, columns, rows}: AnalysisScreenProps): ReactElement {
	const analysis = state.analyses.get(screen.service);
	const answer = useAnswerRows(analysis, columns, {selected: screen.citation, areToolsOpen: screen.areToolsOpen, timeZone: state.timeZone});
	const text = analysis ? answer.rows : collectingRows(state, screen.service);
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

function collectingRows(state: State, service: string): readonly StyledRow[] {
	const trouble = state.details.get(service)?.trouble;
	return trouble
		? [[[` ${trouble.what}: ${trouble.why}`, 'warning']], [[` ${trouble.nextStep}`, 'dim']]]
		: [[[' reading samples of the bad window and of the time before', 'dim']]];
}
