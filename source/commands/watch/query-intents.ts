import type {LogViews} from '../../lines/log-views.js';
import {LokiError, LokiQueryError} from '../../loki/http/errors/index.js';
import {serviceSelector, servicesSelector} from '../../loki/logql/logql.js';
import {serviceOf, withoutComments} from '../../loki/logql/own-query.js';
import {readLogql} from '../../loki/logql/read-logql.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {createQueryAnswers} from '../../query/answers.js';
import {choicesAt, takeChoice} from '../../query/choices.js';
import {createNames} from '../../query/names.js';
import {emptyPrompt, type Choices, type QueryFault} from '../../store/query.js';
import type {IntentOf} from '../../ui/intents.js';
import {queryLinesState} from '../../ui/screens/lines/state.js';
import {queryState, type PromptOrigin, type QueryIntent} from '../../ui/screens/query/state.js';
import {currentScreen} from '../../ui/screens/registry.js';
import type {ScreenStore} from '../../ui/screens/screen-store.js';
import type {QueryHistory} from './query-history.js';

/** What `tab` says where it finds nothing. */
const noChoices = (text: string, cursor: number): Choices => ({
	text, cursor, base: {text, from: cursor, to: cursor}, items: [], total: 0, taken: undefined, note: 'nothing to complete here',
});

/** Who has waited longer for `tab` has something else in mind. */
const maxAwaitedMs = 3000;

/** Names are those of streams that wrote in this time. */
const namesRangeMs = 3_600_000;

export type QueryIntentsOptions = {
	readonly store: ScreenStore;
	readonly client: LokiClient;
	readonly scope: () => Scope | undefined;
	readonly logViews: Pick<LogViews, 'query'>;
	readonly say: (text: string) => void;
	/** What was asked before, also in earlier sessions. */
	readonly history: QueryHistory;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

type QueryIntents = {readonly [Type in QueryIntent['type']]: (intent: IntentOf<Type>) => unknown};

/** Carries out what the prompt of queries asks for, and the screen of their answers. */
export function createQueryIntents({store, client, scope, logViews, say, history, now, signal}: QueryIntentsOptions): QueryIntents {
	const answer = createQueryAnswers({
		client, scope, store, now, signal,
	});

	void (async () => {
		store.dispatch({type: 'texts-recalled', purpose: 'query', texts: await history.read()});
	})();

	const complete = (text: string, cursor: number) => {
		store.dispatch({type: 'prompt-changed', change: {choices: choicesAt(text, cursor, names)}});
	};

	const names = createNames({
		client,
		scope,
		lines: () => [...store.getState().logs.values()].at(-1)?.entries ?? [],
		range: () => ({startMs: now() - namesRangeMs, endMs: now()}),
		now,
		signal,
		onCome() {
			const {field} = store.getState().view;
			if (field?.purpose !== 'query') {
				return;
			}

			complete(field.text, field.cursor);
			// Somebody who pressed `tab` and did nothing since waits for it.
			if (awaited?.text === field.text && awaited.cursor === field.cursor && now() - awaited.askedMs < maxAwaitedMs) {
				take(field.text, field.cursor);
			}
		},
	});

	/** Where `tab` was pressed while names were on their way. */
	let awaited: {readonly text: string; readonly cursor: number; readonly askedMs: number} | undefined;

	/** Puts the next choice into the text; where there is none, says so. */
	const take = (text: string, cursor: number) => {
		const known = store.getState().prompt.choices;
		const taken = known && takeChoice(known);
		if (!taken) {
			awaited = {text, cursor, askedMs: now()};
			store.dispatch({type: 'prompt-changed', change: {choices: known && known.note !== '' ? known : noChoices(text, cursor)}});
			return;
		}

		awaited = undefined;
		store.dispatch({type: 'prompt-changed', change: {choices: taken.choices}});
		store.dispatch({type: 'field-edited', field: {text: taken.text, cursor: taken.cursor}});
		// What is taken for good has something that follows it.
		if (taken.choices.items.length === 1 || taken.choices.taken === undefined) {
			complete(taken.text, taken.cursor);
		}
	};

	const openField = (text: string, cursor: number, fault?: QueryFault) => {
		store.dispatch({type: 'prompt-changed', change: {...emptyPrompt, fault}});
		store.dispatch({type: 'field-opened', field: {purpose: 'query', text, cursor}});
	};

	/** The query that an origin is; undefined where Loki is not known yet. */
	const queryOf = (origin: PromptOrigin): string | undefined => {
		const watched = scope();
		if (origin.type === 'query') {
			return origin.text;
		}

		if (!watched) {
			return undefined;
		}

		const {services} = origin.type === 'services' ? origin : {services: [origin.source.service].filter(service => service !== '')};
		const [only] = services;
		const selector = only === undefined ? watched.selector : (services.length === 1 ? serviceSelector(watched, only) : servicesSelector(watched, services));
		return origin.type === 'services' ? selector : logViews.query(origin.source, origin)?.query ?? selector;
	};

	return {
		'open-prompt'({origin}) {
			const text = queryOf(origin);
			if (text === undefined) {
				say('Loki has not answered yet: what can be asked is not known');
				return;
			}

			const begun = `${text.trimEnd()} `;
			openField(begun, begun.length);
			complete(begun, begun.length);
		},
		'complete-query'({text, cursor, isTaken}) {
			const {choices} = store.getState().prompt;
			const isFresh = choices?.text === text && choices.cursor === cursor && choices.items.length > 0;
			if (!isFresh) {
				complete(text, cursor);
			}

			if (isTaken) {
				take(text, cursor);
			}
		},
		'ask-query'({query}) {
			const text = withoutComments(query.text).trim();
			try {
				const {type} = readLogql(text);
				const label = scope()?.capabilities.serviceLabel;
				const asked = {...query, text};
				void history.add(text);
				if (isAnswer()) {
					store.dispatch({type: 'screen-popped'});
				}

				store.dispatch({type: 'screen-pushed', screen: type === 'log' ? queryLinesState(asked, label === undefined ? '' : serviceOf(text, label) ?? '') : queryState(asked)});
			} catch (error) {
				if (!(error instanceof LokiError)) {
					throw error;
				}

				const at = error instanceof LokiQueryError && error.column !== undefined ? error.column - 1 : undefined;
				openField(text, at ?? text.length, {text, why: error.why, at});
			}
		},
		'open-query': async ({query}) => answer(query),
	};

	/** Whether the screen that is seen is the answer to a query. */
	function isAnswer(): boolean {
		const screen = currentScreen(store.getState().view);
		return screen.type === 'query' || (screen.type === 'lines' && screen.query !== undefined && screen.around === undefined);
	}
}
