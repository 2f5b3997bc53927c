import process from 'node:process';
import {Box, useWindowSize} from 'ink';
import {useRef, type ReactElement} from 'react';
import {isLocked} from '../store/lock.js';
import type {TextField} from '../store/view-state.js';
import type {RestoreText} from '../terminal/restored-text.js';
import type {ThemeName} from '../terminal/theme-names.js';
import {Line, type StyledRow} from './components/line.js';
import {Lines} from './components/lines.js';
import {TextFieldRow} from './components/text-field-row.js';
import {Help} from './help.js';
import {useKeys} from './hooks/use-keys.js';
import {PageContext, type Page} from './hooks/use-page.js';
import {RestoreContext} from './hooks/use-restore.js';
import {useStateOf} from './hooks/use-state-of.js';
import {ThemeContext, useThemeOf} from './hooks/use-theme.js';
import type {Intent} from './intents.js';
import {openField, type OpenField} from './keys/field-keys.js';
import {footerRow} from './layout/footer.js';
import {verdictRow} from './layout/header.js';
import {pastRow} from './layout/past-row.js';
import {
	currentScreen,
	screens,
	type ScreenOf,
	type ScreenType,
	type UiState,
} from './screens/registry.js';
import type {ScreenModule, ScreenProps} from './screens/screen-module.js';
import type {ScreenStore} from './screens/screen-store.js';

type AppProps = {
	readonly store: ScreenStore;
	/** Carries out what the screen asks for. */
	readonly onIntent: (intent: Intent) => void;
	/** What stands behind the placeholders in a model's words. */
	readonly restore?: RestoreText | undefined;
	/** The colours where the settings do not say, or leave it to the terminal. */
	readonly theme?: ThemeName | undefined;
};

const minColumns = 60;
const minRows = 15;

/** The whole screen as a function of the store. */
export function App({store, onIntent, restore, theme = '16'}: AppProps): ReactElement {
	const shownTheme = useThemeOf(store, theme);
	const page = useRef<Page>({pageRows: 1, contentRows: 0});
	return (
		<PageContext value={page}>
			<RestoreContext value={restore}>
				<ThemeContext value={shownTheme}>
					<Frame store={store} onIntent={onIntent}/>
				</ThemeContext>
			</RestoreContext>
		</PageContext>
	);
}

function Frame({store, onIntent}: Omit<AppProps, 'restore' | 'theme'>): ReactElement {
	const {columns, rows} = useWindowSize();
	const state = useStateOf(store);
	useKeys(store, onIntent);
	// The box takes the window's width and not a number of columns: Ink paints once with the old numbers after a resize.
	// A frame as high as the window scrolls it on Windows.
	const height = process.platform === 'win32' ? rows - 1 : rows;
	if (columns < minColumns || rows < minRows) {
		return (
			<Box width='100%' height={height} overflow='hidden'>
				<Line spans={[[`${columns}x${rows} is too small: it needs ${minColumns}x${minRows}. q quits.`]]}/>
			</Box>
		);
	}

	// A locked screen says so where its keys stand; what was being typed is back with the next key.
	const field = isLocked(state) ? undefined : state.view.field;
	const head = headRows(state, columns);
	const open = field && openField(field, state);
	const bodyRows = height - head.length - 1 - (open?.below?.height ?? 0);
	return (
		<Box flexDirection='column' width='100%' height={height} overflow='hidden'>
			<Lines rows={head}/>
			<Box flexDirection='column' height={bodyRows}>
				<Body state={state} columns={columns} rows={bodyRows}/>
			</Box>
			{field && open ? <Typing field={field} open={open} columns={columns}/> : <Line spans={footerRow(state, columns)}/>}
		</Box>
	);
}

function Typing({field, open: {prompt, hint, below}, columns}: {readonly field: TextField; readonly open: OpenField; readonly columns: number}): ReactElement {
	return (
		<Box flexDirection='column'>
			<TextFieldRow field={field} prompt={prompt} columns={columns} hint={hint}/>
			{below && <Lines rows={below.rows(columns)} height={below.height}/>}
		</Box>
	);
}

/** The rows above a screen: its own where it has some, else one in trouble only; above them which time it is, where it is not the present. */
function headRows(state: UiState, columns: number): readonly StyledRow[] {
	const {head} = screens[currentScreen(state.view).type];
	const own = head?.(state, columns) ?? (state.connection.status === 'failing' ? [verdictRow(state, columns)] : []);
	return state.behindMs === 0 ? own : [pastRow(state, columns), ...own];
}

type BodyProps = Pick<ScreenProps<unknown>, 'state' | 'columns' | 'rows'>;

function Body(props: BodyProps): ReactElement {
	const {state} = props;
	const screen = currentScreen(state.view);
	return state.view.isHelpOpen ? <Help {...props}/> : viewOf(screen.type, screen, props);
}

function viewOf<Type extends ScreenType>(type: Type, screen: ScreenOf<Type>, props: BodyProps): ReactElement {
	const {View, instance}: ScreenModule<Type> = screens[type];
	return <View key={instance?.(screen)} {...props} screen={screen}/>;
}
