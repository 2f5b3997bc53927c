import {Box} from 'ink';
import type {ReactElement} from 'react';
import {isHidden, isStorm, listedPatterns} from '../../../store/selectors/patterns.js';
import type {ServiceDetail, State} from '../../../store/state.js';
import {shownMinutes} from '../../../store/view-state.js';
import {Line, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {sentenceRows, serviceTitle} from '../../layout/service-title.js';
import {troubleRows} from '../../layout/trouble-rows.js';
import {momentField} from '../../keys/time-keys.js';
import {queryField} from '../query/prompt.js';
import {serviceKeys, serviceMove} from './commands.js';
import {reduceService, serviceSchema, type ServiceState} from './state.js';
import {changeRow, patternChangeRow} from './change-list.js';
import {patternHead, patternTableRow} from './pattern-table.js';
import {
	callsRow,
	onsetRow,
	serviceChart,
	verdictRows,
} from './parts.js';

/** From this width what changed stands beside the chart; below it `tab` leads there. */
const twoPaneColumns = 110;

/** One service: what is wrong, since when, how it looks over time, its patterns, what changed, who was first. */
function Service({state, screen, columns, rows}: ScreenProps<ServiceState>): ReactElement {
	const detail = state.details.get(screen.service);
	const sentences = sentenceRows(state, screen.service, columns, 3);
	const verdict = verdictRows(detail, columns, {timeZone: state.timeZone});
	const calls = callsRow(state, screen.service, columns);
	const callRows = calls.length === 0 ? 0 : 1;
	const chartHeight = Math.max(5, Math.min(12, Math.floor((rows - sentences.length - verdict.length) * 0.38)));
	const listHeight = Math.max(1, rows - 4 - callRows - sentences.length - verdict.length - chartHeight);
	const isWide = columns >= twoPaneColumns;
	const chartColumns = isWide ? Math.floor(columns * 0.58) : columns;
	const minutes = shownMinutes(state.view);
	const chart = serviceChart(state, screen.service, {
		columns: chartColumns, rows: chartHeight, minutes, cursorMs: screen.cursorMs,
	});
	const list = listOf(state, screen, columns);
	const first = useWindow(screen.selectedPattern, list.rows.length, listHeight);
	useReportPage(listHeight, list.rows.length);
	const visible = list.rows.slice(first, first + listHeight).map((row, index) => row(first + index === screen.selectedPattern));
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={serviceTitle(state, screen.service, columns)}/>
			<Lines rows={sentences}/>
			<Lines rows={verdict}/>
			<Line spans={[]}/>
			<Box height={chartHeight} flexShrink={0}>
				<Box width={chartColumns} flexDirection='column'><Lines rows={chart} height={chartHeight}/></Box>
				{isWide && screen.pane === 'patterns' && <Box flexDirection='column'><Lines rows={changesBeside(detail, columns - chartColumns, chartHeight)} height={chartHeight}/></Box>}
			</Box>
			<Line spans={list.head}/>
			<Lines rows={visible} height={listHeight}/>
			{callRows > 0 && <Line spans={calls}/>}
			<Line spans={onsetRow(state, screen.service, columns)}/>
		</Box>
	);
}

type List = {
	readonly head: StyledRow;
	readonly rows: ReadonlyArray<(isSelected: boolean) => StyledRow>;
};

function listOf(state: State, screen: ServiceState, columns: number): List {
	const detail = state.details.get(screen.service);
	const evidence = detail?.evidence;
	if (!evidence) {
		return {head: [[` ${screen.pane.toUpperCase()}`, 'dim']], rows: waitingRows(detail, columns)};
	}

	if (screen.pane === 'changes') {
		const rows = [
			...evidence.changes.map(change => (isSelected: boolean) => changeRow(change, columns, isSelected)),
			...evidence.patternChanges.map(change => (isSelected: boolean) => patternChangeRow(change, columns, isSelected)),
		];
		return {head: [[' CHANGED AGAINST THE TIME BEFORE', 'dim']], rows: rows.length > 0 ? rows : [() => [['  nothing that stands out', 'dim']]]};
	}

	const rows = listedPatterns(state, screen.service).map(pattern => (isSelected: boolean) => patternTableRow(pattern, columns, {
		isSelected, isHidden: isHidden(state, screen.service, pattern), isStorm: isStorm(state, screen.service, pattern),
	}));
	return {head: patternHead(evidence, columns), rows: rows.length > 0 ? rows : [() => [['  no lines in this window', 'dim']]]};
}

function waitingRows(detail: ServiceDetail | undefined, columns: number): List['rows'] {
	return detail?.status !== 'failed' || !detail.trouble ? [() => [['  reading a sample of the lines', 'dim']]] : troubleRows(detail.trouble, columns, 'r').map(row => () => row);
}

function changesBeside(detail: ServiceDetail | undefined, columns: number, height: number): readonly StyledRow[] {
	const changes = detail?.evidence?.changes ?? [];
	const head: StyledRow = [['   CHANGED AGAINST THE TIME BEFORE', 'dim']];
	return changes.length === 0 ? [head, [[detail?.evidence ? '   nothing that stands out' : '', 'dim']]] : [head, ...changes.slice(0, height - 1).map(change => [['  '], ...changeRow(change, columns - 3, false)] satisfies StyledRow)];
}

/** One service. */
export const serviceScreen: ScreenModule<'service'> = {
	View: Service,
	reduce: reduceService,
	schema: serviceSchema,
	onOpen: screen => [{type: 'open-service', service: screen.service}],
	onLeave: nothing,
	bindings: serviceKeys,
	move: serviceMove,
	onRefresh: screen => [{type: 'open-service', service: screen.service, forceRefresh: true}],
	canPause: true,
	fields: {moment: momentField, query: queryField},
	instance: screen => screen.service,
};
