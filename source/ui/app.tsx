import process from 'node:process';
import {Box, useWindowSize} from 'ink';
import {useRef, type ReactElement} from 'react';
import type {State} from '../store/state.js';
import {isWaitingToAsk} from '../store/selectors/analysis.js';
import type {Store} from '../store/store.js';
import {currentScreen} from '../store/view-state.js';
import type {Intent} from './intents.js';
import {Line, type StyledRow} from './components/line.js';
import {Lines} from './components/lines.js';
import {TextFieldRow} from './components/text-field-row.js';
import {useKeys} from './hooks/use-keys.js';
import {PageContext, type Page} from './hooks/use-page.js';
import {useStateOf} from './hooks/use-state-of.js';
import {footerRow} from './layout/footer.js';
import {headerRow, verdictRow} from './layout/header.js';
import {AlertScreen} from './screens/alert/alert.js';
import {AnalysisScreen} from './screens/analysis/analysis.js';
import {Help} from './help.js';
import {IncidentScreen} from './screens/incident/incident.js';
import {Incidents} from './screens/incidents/incidents.js';
import {LinesScreen} from './screens/lines/lines.js';
import {Overview} from './screens/overview/overview.js';
import {Preview} from './screens/preview/preview.js';
import {Service} from './screens/service/service.js';

type AppProps = {
	readonly store: Store;
	/** Carries out what the screen asks for. */
	readonly onIntent: (intent: Intent) => void;
};

const minColumns = 60;
const minRows = 15;

/** The whole screen as a function of the store. */
export function App({store, onIntent}: AppProps): ReactElement {
	const page = useRef<Page>({pageRows: 1, contentRows: 0});
	return (
		<PageContext value={page}>
			<Frame store={store} onIntent={onIntent}/>
		</PageContext>
	);
}

function Frame({store, onIntent}: AppProps): ReactElement {
	const {columns, rows} = useWindowSize();
	const state = useStateOf(store);
	useKeys(store, onIntent);
	// The box takes the window's width and not a number of columns: Ink paints once with the old numbers after a resize.
	// A frame as high as the window scrolls it on Windows.
	const height = process.platform === 'win32' ? rows - 1 : rows;
	if (columns < minColumns || rows < minRows) {
		return (
			<Box width='100%' height={height} overflow='hidden'>
				<Line spans={[[`${columns}x${rows} is too small: ${minColumns}x${minRows} is needed. q quits.`]]}/>
			</Box>
		);
	}

	const {field} = state.view;
	const head = headRows(state, columns);
	const bodyRows = height - head.length - 1;
	return (
		<Box flexDirection='column' width='100%' height={height} overflow='hidden'>
			<Lines rows={head}/>
			<Box flexDirection='column' height={bodyRows}>
				<Body state={state} columns={columns} rows={bodyRows}/>
			</Box>
			{field ? <TextFieldRow field={field} columns={columns} hint={field.purpose === 'question' && isWaitingToAsk(state) ? 'enter sends it once the answer has ended' : undefined}/> : <Line spans={footerRow(state, columns)}/>}
		</Box>
	);
}

/** The overview has the fleet's two lines; the other screens have titles of their own, and one line more only in trouble. */
function headRows(state: State, columns: number): readonly StyledRow[] {
	if (currentScreen(state.view).type === 'overview') {
		return [headerRow(state, columns), verdictRow(state, columns)];
	}

	return state.connection.status === 'failing' ? [verdictRow(state, columns)] : [];
}

type BodyProps = {
	readonly state: State;
	readonly columns: number;
	readonly rows: number;
};

function Body({state, columns, rows}: BodyProps): ReactElement {
	const screen = currentScreen(state.view);
	const size = {columns, rows};
	if (state.view.isHelpOpen) {
		return <Help state={state} {...size}/>;
	}

	switch (screen.type) {
		case 'overview': {
			return <Overview state={state} {...size}/>;
		}

		case 'service': {
			return <Service key={screen.service} state={state} screen={screen} {...size}/>;
		}

		case 'lines': {
			return <LinesScreen state={state} screen={screen} {...size}/>;
		}

		case 'analysis': {
			return <AnalysisScreen state={state} screen={screen} {...size}/>;
		}

		case 'preview': {
			return <Preview screen={screen} {...size}/>;
		}

		case 'incidents': {
			return <Incidents state={state} screen={screen} {...size}/>;
		}

		case 'incident': {
			return <IncidentScreen key={screen.id} state={state} screen={screen} {...size}/>;
		}

		case 'alert': {
			return <AlertScreen state={state} screen={screen} {...size}/>;
		}
	}
}
