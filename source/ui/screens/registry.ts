import type {State} from '../../store/state.js';
import type {View} from '../../store/view-state.js';
import {alertScreen} from './alert/alert.js';
import type {AlertAction, AlertState} from './alert/state.js';
import {analysisScreen} from './analysis/analysis.js';
import type {AnalysisAction, AnalysisIntent, AnalysisState} from './analysis/state.js';
import {incidentScreen} from './incident/incident.js';
import type {IncidentAction, IncidentIntent, IncidentState} from './incident/state.js';
import {incidentsScreen} from './incidents/incidents.js';
import type {IncidentsAction, IncidentsIntent, IncidentsState} from './incidents/state.js';
import {linesScreen} from './lines/lines.js';
import type {LinesAction, LinesIntent, LinesState} from './lines/state.js';
import {namespacesScreen} from './namespaces/namespaces.js';
import type {NamespacesAction, NamespacesIntent, NamespacesState} from './namespaces/state.js';
import {overviewScreen} from './overview/overview.js';
import type {OverviewState} from './overview/state.js';
import {previewScreen} from './preview/preview.js';
import type {PreviewAction, PreviewIntent, PreviewState} from './preview/state.js';
import {queryScreen} from './query/query.js';
import type {QueryAction, QueryIntent, QueryState} from './query/state.js';
import type {ScreenModule, ScreenTypes} from './screen-module.js';
import {serviceScreen} from './service/service.js';
import type {ServiceAction, ServiceIntent, ServiceState} from './service/state.js';
import type {TreeAction, TreeState} from './tree/state.js';
import {treeScreen} from './tree/tree.js';
import type {WholeLineAction, WholeLineState} from './whole-line/state.js';
import {wholeLineScreen} from './whole-line/whole-line.js';

/** Every screen by its type: the types that belong to it. */
export type Screens = {
	readonly overview: ScreenTypes<OverviewState>;
	readonly service: ScreenTypes<ServiceState, ServiceAction, ServiceIntent>;
	readonly lines: ScreenTypes<LinesState, LinesAction, LinesIntent>;
	readonly 'whole-line': ScreenTypes<WholeLineState, WholeLineAction>;
	readonly analysis: ScreenTypes<AnalysisState, AnalysisAction, AnalysisIntent>;
	readonly preview: ScreenTypes<PreviewState, PreviewAction, PreviewIntent>;
	readonly alert: ScreenTypes<AlertState, AlertAction>;
	readonly incidents: ScreenTypes<IncidentsState, IncidentsAction, IncidentsIntent>;
	readonly incident: ScreenTypes<IncidentState, IncidentAction, IncidentIntent>;
	readonly tree: ScreenTypes<TreeState, TreeAction>;
	readonly query: ScreenTypes<QueryState, QueryAction, QueryIntent>;
	readonly namespaces: ScreenTypes<NamespacesState, NamespacesAction, NamespacesIntent>;
};

export type ScreenType = keyof Screens;

export type ScreenOf<Type extends ScreenType> = Screens[Type]['state'];

export type ActionOf<Type extends ScreenType> = Screens[Type]['action'];

/** A screen that is open. */
export type Screen = ScreenOf<ScreenType>;

/** What an open screen is told, with the screen for which it is meant. */
export type ScreenAction<Type extends ScreenType = ScreenType> = {
	readonly [Each in Type]: {readonly type: 'screen-acted'; readonly screen: Each; readonly action: ActionOf<Each>};
}[Type];

/** The state of the program with the screens that are open. */
export type UiState = State<Screen>;

type ScreenModules = {readonly [Type in ScreenType]: ScreenModule<Type>};

/** Every screen by its type: what it does. */
export const screens: ScreenModules = {
	overview: overviewScreen,
	service: serviceScreen,
	lines: linesScreen,
	'whole-line': wholeLineScreen,
	analysis: analysisScreen,
	preview: previewScreen,
	alert: alertScreen,
	incidents: incidentsScreen,
	incident: incidentScreen,
	tree: treeScreen,
	query: queryScreen,
	namespaces: namespacesScreen,
};

export const screenTypes = Object.keys(screens) as readonly ScreenType[];

/** The screen that is seen. */
export const currentScreen = ({screens: open}: View<Screen>): Screen => open.at(-1) ?? {type: 'overview'};
