import {dropOldest} from '../detect/drop-oldest.js';
import {activeMutes} from '../detect/mute.js';
import type {
	Action,
	AnyScreenAction,
	DataAction,
	ViewAction,
} from './actions.js';
import {askTurn, reduceAnalysis, showLines} from './analysis-reducer.js';
import {assertNever} from './assert-never.js';
import {boundLines} from './held-views.js';
import {createHistory, mergeMinutes, newestMinute} from './history.js';
import {nameLeaders} from './leaders.js';
import {isLearning} from './learning.js';
import {addEvent, noteAnomalies, noteEvents} from './timeline.js';
import {rankedIncidents} from './selectors/incidents.js';
import {withCursor} from './selectors/overview.js';
import type {Analysis} from './analysis.js';
import {sessionState} from './initial-state.js';
import type {State} from './state.js';
import {reduceView, type ReduceScreen} from './view-reducer.js';
import type {AnyScreen} from './view-state.js';

/** Details, analyses and alerts kept at most; the oldest go first. */
const maxKept = 200;
/** Each holds many series. */
const maxAnswers = 16;
/** Each holds evidence and conversations of its own. */
const maxOpenedRecords = 8;

const viewActions: Readonly<Record<ViewAction['type'], true>> = {
	'screen-pushed': true,
	'screen-popped': true,
	'view-restored': true,
	'screen-acted': true,
	'service-selected': true,
	'help-toggled': true,
	'help-scrolled': true,
	'field-opened': true,
	'field-edited': true,
	'field-closed': true,
	'texts-recalled': true,
	'filter-changed': true,
	'order-changed': true,
	'range-chosen': true,
	'pattern-hidden': true,
	'pause-toggled': true,
	'watch-toggled': true,
};

/** Whether an action, or whatever else a key press asks for, changes the view. */
export const isViewAction = <Other extends {readonly type: string}, Screen extends AnyScreen, ScreenAction extends AnyScreenAction>(action: Other | ViewAction<Screen, ScreenAction>): action is ViewAction<Screen, ScreenAction> => Object.hasOwn(viewActions, action.type);

/** The one place where the state changes. Pure: the time comes in with the actions. */
export const reduce = <Screen extends AnyScreen, ScreenAction extends AnyScreenAction>(state: State<Screen>, action: Action<Screen, ScreenAction>, reduceScreen: ReduceScreen<Screen, ScreenAction>): State<Screen> => isViewAction(action)
	? followCursor({...state, view: reduceView(state.view, action, reduceScreen)}, action.type)
	: followCursor(reduceData(state, action), action.type);

/** What changes which services are listed. */
const listActions: ReadonlySet<string> = new Set<Action['type']>(['detected', 'filter-changed', 'view-restored']);

const followCursor = <Screen extends AnyScreen>(state: State<Screen>, type: string): State<Screen> => listActions.has(type) ? withCursor(state) : state;

/** What the rooms report, whatever is on the screen. */
export function reduceData<Screen extends AnyScreen>(state: State<Screen>, action: DataAction): State<Screen> {
	switch (action.type) {
		case 'clock-ticked': {
			const isNoticeOver = state.notice !== undefined && state.notice.untilMs <= action.nowMs;
			return {
				...state, nowMs: action.nowMs, notice: isNoticeOver ? undefined : state.notice, mutes: activeMutes(state.mutes, action.nowMs),
			};
		}

		case 'key-pressed': {
			return state.lock === undefined || state.lock.lastKeyMs === state.nowMs ? state : {...state, lock: {...state.lock, lastKeyMs: state.nowMs}};
		}

		case 'session-opened': {
			return {...state, ...sessionState(action.session, state.nowMs)};
		}

		case 'connection-changed': {
			return {...state, connection: {...state.connection, ...action.change}};
		}

		case 'nothing-matched': {
			return {...state, nothingMatches: {selector: action.selector, labels: action.labels}};
		}

		case 'minutes-read': {
			return {
				...state,
				history: mergeMinutes(state.history, action.minutes),
				openMinute: action.openMinute ?? state.openMinute,
				nothingMatches: undefined,
			};
		}

		case 'counts-forgotten': {
			return {
				...state, history: createHistory(state.history.minutes, newestMinute(state.history)), openMinute: undefined, backfill: {...state.backfill, doneHours: 0},
			};
		}

		case 'cost-changed': {
			return {...state, cost: action.cost};
		}

		case 'backfill-changed': {
			return {...state, backfill: {...state.backfill, ...action.change}};
		}

		case 'detected': {
			const isWhole = state.backfill.doneHours >= state.backfill.wantedHours;
			const timeline = noteAnomalies(noteEvents(state.timeline, action.events ?? []), action.anomalies, isWhole);
			const detected = {
				...state, anomalies: action.anomalies, expectations: action.expectations, timeline,
			};
			return action.isInterim ? detected : withLeaders(detected);
		}

		case 'calls-learned': {
			return {...state, calls: action.calls};
		}

		case 'mutes-changed': {
			return {...state, mutes: action.mutes};
		}

		case 'incidents-named': {
			return {...state, namedIncidents: action.incidents};
		}

		case 'detail-changed': {
			return withLeaders({...state, details: setBounded(state.details, action.service, action.detail)});
		}

		case 'logs-changed': {
			return {...state, logs: boundLines(setBounded(state.logs, action.key, action.view))};
		}

		case 'query-answered': {
			return {...state, answers: setBounded(state.answers, action.key, action.answer, maxAnswers)};
		}

		case 'prompt-changed': {
			return {...state, prompt: {...state.prompt, ...action.change}};
		}

		case 'analysis-opened': {
			const {service, source, model, startedMs} = action.analysis;
			return {
				...state,
				analyses: setBounded(state.analyses, service, action.analysis),
				timeline: addEvent(state.timeline, {
					type: 'analysed', atMs: startedMs, service, source, model,
				}),
			};
		}

		case 'turn-asked': {
			const {service, question, atMs} = action;
			const asked = changeAnalysis(state, service, analysis => askTurn(analysis, question, atMs));
			return question === undefined
				? asked
				: {
					...asked, timeline: addEvent(state.timeline, {
						type: 'asked', atMs, service, question,
					}),
				};
		}

		case 'analysis-event': {
			const before = state.analyses.get(action.service)?.usage.costDollars ?? 0;
			const next = changeAnalysis(state, action.service, analysis => reduceAnalysis(analysis, action.event, action.atMs));
			const after = next.analyses.get(action.service)?.usage.costDollars ?? 0;
			return after === before ? next : {...next, spentDollars: next.spentDollars + after - before};
		}

		case 'lines-shown': {
			return changeAnalysis(state, action.service, analysis => showLines(analysis, action.lines));
		}

		case 'report-read': {
			return changeAnalysis(state, action.service, analysis => ({...analysis, report: action.report}));
		}

		case 'redacted': {
			return changeAnalysis(state, action.service, analysis => ({...analysis, redactedCount: action.count}));
		}

		case 'alert-started': {
			return {...state, alerts: [...state.alerts, action.alert].slice(-maxKept)};
		}

		case 'alert-ended': {
			const alerts = state.alerts.map(alert => alert.id === action.id ? {...alert, delivery: action.delivery, repeatOfMs: action.repeatOfMs ?? alert.repeatOfMs} : alert);
			return {...state, alerts};
		}

		case 'notice': {
			return {...state, notice: action.notice};
		}

		case 'timeline-noted': {
			return {...state, timeline: addEvent(state.timeline, ...action.events)};
		}

		case 'session-restored': {
			return {...state, ...action.restored};
		}

		case 'namespaces-changed': {
			return {...state, namespaces: {...state.namespaces, ...action.change}};
		}

		case 'records-changed': {
			return {...state, records: {...state.records, ...action.change}};
		}

		case 'record-opened': {
			const opened = setBounded(state.records.opened, action.key, action.record, maxOpenedRecords);
			return {...state, records: {...state.records, opened}};
		}

		default: {
			return assertNever(action);
		}
	}
}

function changeAnalysis<Screen extends AnyScreen>(state: State<Screen>, service: string, change: (analysis: Analysis) => Analysis): State<Screen> {
	const analysis = state.analyses.get(service);
	return analysis ? {...state, analyses: setBounded(state.analyses, service, change(analysis))} : state;
}

/** Sets a key of a map as a new map; a changed key counts as the newest. */
function setBounded<Value>(map: ReadonlyMap<string, Value>, key: string, value: Value, most = maxKept): ReadonlyMap<string, Value> {
	const next = new Map(map);
	next.delete(key);
	next.set(key, value);
	dropOldest(next, most);
	return next;
}

/** Who was first, by all that is known now. */
const withLeaders = <Some extends State>(state: Some): Some => isLearning(state.backfill) ? state : {...state, leaders: nameLeaders(state.leaders, rankedIncidents(state), state.nowMs)};
