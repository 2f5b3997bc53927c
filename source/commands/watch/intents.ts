import {notify} from '../../store/notify.js';
import {logViewKey, type Notice} from '../../store/state.js';
import {copySequence} from '../../terminal/osc52.js';
import type {HandledIntent, IntentOf} from '../../ui/intents.js';
import {copyRestored} from '../../ui/restored-words.js';
import {createRedactor} from '../../investigate/redaction/redact.js';
import {traceIdsOf} from '../../patterns/read/trace.js';
import {traceState} from '../../ui/screens/lines/state.js';
import type {ScreenStore} from '../../ui/screens/screen-store.js';
import type {Session} from '../shared/session.js';
import type {SessionOptions} from '../shared/session-settings.js';
import {createAlertIntents} from './alert-intents.js';
import {createCopy} from './copy.js';
import {copyableQuery} from './copyable-query.js';
import {createListNamespaces} from './namespace-intents.js';
import {createIncidentIntents} from './incident-intents.js';
import {createQueryHistory} from './query-history.js';
import {createQueryIntents} from './query-intents.js';
import {createWhenLive} from './when-live.js';

type HandledType = HandledIntent['type'];

type Handlers = {readonly [Type in HandledType]: (intent: IntentOf<Type>) => void};

/** Carries out what the screens ask for; what comes of it reaches them through the store. */
export function createIntentHandler(store: ScreenStore, session: Session, options: SessionOptions): (intent: HandledIntent) => void {
	const {now} = options;
	const {monitor, details, analyses, logViews} = session;
	const incidents = createIncidentIntents(store, options, analyses.redactor);
	const whenLive = createWhenLive({store, scope: monitor.scope, signal: session.signal});
	const say = (text: string, tone: Notice['tone']) => {
		notify(store, text, {tone, nowMs: now()});
	};

	const copy = createCopy(say);
	const alerts = createAlertIntents(store, session, say);
	const history = createQueryHistory({
		directory: options.stateDir,
		lokiUrl: options.loki.url,
		tenant: options.loki.tenant,
		isKept: options.records.isOn,
		redact: text => createRedactor(options.redactPatterns).redact(text),
	});
	const queries = createQueryIntents({
		store, client: session.personClient, scope: monitor.scope, logViews, history, now, signal: session.signal, say(text) {
			say(text, 'plain');
		},
	});

	const listNamespaces = createListNamespaces({
		store, client: session.personClient, scope: monitor.scope, now, signal: session.signal,
	});

	const handlers: Handlers = {
		'open-service'({service, forceRefresh = false}) {
			whenLive(async () => details.load(service, {forceRefresh}));
		},
		'open-lines'({source, atMs}) {
			whenLive(async () => logViews.open(source, {atMs}));
		},
		'open-trace'({service, line}) {
			const id = traceIdsOf(line.line, line.labels)?.trace;
			if (id === undefined) {
				say('no trace or request id was found in this line', 'plain');
				return;
			}

			store.dispatch({type: 'screen-pushed', screen: traceState(service, {id, timeMs: line.timeMs})});
		},
		'follow-lines'({source}) {
			whenLive(async () => {
				// The screen may be left by the time that Loki is known.
				const isOpen = store.getState().view.screens.some(screen => screen.type === 'lines' && screen.isLive && logViewKey(screen) === logViewKey(source));
				await (isOpen ? logViews.follow(source) : undefined);
			});
		},
		'unfollow-lines'({source}) {
			logViews.unfollow(source);
		},
		'hold-lines'({source}) {
			logViews.hold(source);
		},
		'read-more'({source, side, onlyErrors}) {
			void logViews.readMore(source, side, {onlyErrors});
		},
		'copy-query'(intent) {
			const found = copyableQuery(intent, {logViews, exploreUrl: options.alerts.exploreUrl});
			if ('obstacle' in found) {
				say(found.obstacle, 'plain');
				return;
			}

			copy(found.what, terminal => copySequence(found.text, terminal));
		},
		'open-prompt'(intent) {
			queries['open-prompt'](intent);
		},
		'complete-query'(intent) {
			queries['complete-query'](intent);
		},
		'ask-query'(intent) {
			queries['ask-query'](intent);
		},
		'open-query'(intent) {
			whenLive(async () => queries['open-query'](intent));
		},
		'list-namespaces'() {
			whenLive(listNamespaces);
		},
		analyse({service}) {
			void analyses.analyse(service);
		},
		ask({service, question}) {
			void analyses.ask(service, question);
		},
		'stop-analysis'({service}) {
			analyses.stop(service);
		},
		'next-model'() {
			say(analyses.nextModel(), 'plain');
		},
		'send-alert'({service}) {
			void alerts.send(service);
		},
		'open-preview'(intent) {
			void alerts.openPreview(intent);
		},
		mute({service}) {
			void session.mutes.press(service);
		},
		'list-incidents'() {
			void incidents.list(session.signal);
		},
		'open-incident'(intent) {
			void incidents.open(intent);
		},
		export({what}) {
			void incidents.export(what);
		},
		refresh() {
			monitor.pollNow();
			say('asking Loki again', 'plain');
		},
		copy({text, what}) {
			copy(what, terminal => copySequence(text, terminal));
		},
		'copy-answer'({text, what}) {
			copy(what, terminal => copyRestored(analyses.restore(text), terminal));
		},
		say({text, isDim = false}) {
			say(text, isDim ? 'dim' : 'plain');
		},
	};

	const handle = <Type extends HandledType>(type: Type, intent: IntentOf<Type>) => {
		handlers[type](intent);
	};

	return intent => {
		handle(intent.type, intent);
	};
}
