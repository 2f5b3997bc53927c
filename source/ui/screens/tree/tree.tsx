import {Box} from 'ink';
import type {ReactElement} from 'react';
import type {Incident} from '../../../detect/incidents/incident.js';
import {incidentTree} from '../../../store/selectors/calls.js';
import {firstIn} from '../../../store/selectors/first.js';
import {openIncidents} from '../../../store/selectors/incidents.js';
import type {State} from '../../../store/state.js';
import {firstWords, judgingFirst} from '../../../words/first.js';
import {formatDuration, formatTime, plural} from '../../../words/numbers.js';
import {Line, type StyledRow} from '../../components/line.js';
import {Lines} from '../../components/lines.js';
import {useReportPage} from '../../hooks/use-page.js';
import {useWindow} from '../../hooks/use-window.js';
import {nearestRow} from '../../keys/movement.js';
import {titleRow} from '../../layout/title-row.js';
import {nothing, type ScreenModule, type ScreenProps} from '../screen-module.js';
import {momentField} from '../../keys/time-keys.js';
import {queryField} from '../query/prompt.js';
import {treeIncident, treeKeys, treeMove} from './commands.js';
import {reduceTree, treeSchema, type TreeState} from './state.js';
import {nameColumns, treeRow} from './tree-rows.js';

/** One incident: its services below those that call them, and who of them was first. */
function Tree({state, screen, columns, rows}: ScreenProps<TreeState>): ReactElement {
	const incident = treeIncident(state, screen);
	const nodes = incident ? incidentTree(state, incident) : [];
	const cursor = nearestRow(screen.selected, nodes.length);
	const listHeight = Math.max(1, rows - 2);
	const top = useWindow(cursor, nodes.length, listHeight);
	useReportPage(listHeight, nodes.length);
	const names = nameColumns(nodes, columns);
	const list: readonly StyledRow[] = incident
		? nodes.slice(top, top + listHeight).map((node, index) => treeRow(node, {
			incident, names, columns, isSelected: top + index === cursor,
		}))
		: [[[' this incident is over: ', 'dim'], ['i', 'key'], [' lists it', 'dim']]];
	return (
		<Box flexDirection='column' height={rows}>
			<Line spans={titleOf(state, incident, columns)}/>
			<Line spans={[]}/>
			<Lines rows={list} height={listHeight}/>
		</Box>
	);
}

function titleOf(state: State, incident: Incident | undefined, columns: number): StyledRow {
	if (!incident) {
		return titleRow(state, {left: [[['incident', 'heading']]], right: []}, columns);
	}

	const {id, onsetMs} = incident;
	const first = firstIn(state, incident);
	const who = first.confidence === 'preliminary' ? judgingFirst(first.service) : firstWords(first, {at: ''});
	const others = openIncidents(state).filter(other => other.id !== id).length;
	return titleRow(state, {
		left: [[['incident ', 'dim'], [who, 'heading']], [[`since ${formatTime(onsetMs, {timeZone: state.timeZone})} (${formatDuration(state.nowMs - onsetMs)})`]]],
		right: others === 0 ? [] : [[[`${plural(others, 'other incident')} open`, 'dim']]],
	}, columns);
}

/** One incident as a tree of calls. */
export const treeScreen: ScreenModule<'tree'> = {
	View: Tree,
	reduce: reduceTree,
	schema: treeSchema,
	onOpen: nothing,
	onLeave: nothing,
	bindings: treeKeys,
	move: treeMove,
	canPause: true,
	fields: {moment: momentField, query: queryField},
	instance: ({memberService}) => memberService,
};
