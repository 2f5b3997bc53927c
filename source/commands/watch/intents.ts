import process from 'node:process';
import type {Intent} from '../../ui/intents.js';
import {currentScreen} from '../../store/view-state.js';
import {detectTerminal} from '../../terminal/capabilities.js';
import {copySequence} from '../../terminal/osc52.js';
import {createIncidentIntents} from './incident-intents.js';
import type {Session, SessionOptions} from '../shared/session.js';

/** How long a piece of news stays. */
const noticeMs = 8000;

/** Carries out what the screen asks for; what comes of it reaches the screen through the store. */
export function createIntentHandler(session: Session, options: SessionOptions): (intent: Exclude<Intent, {type: 'quit' | 'suspend'}>) => void {
	const {now} = options;
	const {store, monitor, details, analyses, alerter} = session;
	const incidents = createIncidentIntents(store, options);
	const say = (text: string, tone: 'good' | 'bad' | 'plain') => {
		store.dispatch({type: 'notice', notice: {text, tone, untilMs: now() + noticeMs}});
	};

	const copy = (text: string, what: string) => {
		const {isTmux, isScreen} = detectTerminal(process.env, process.stdout);
		const sequence = copySequence(text, {isTmux, isScreen});
		if (sequence === undefined) {
			say(`${what} is too long to copy through the terminal`, 'bad');
			return;
		}

		process.stdout.write(sequence);
		say(`${what} was sent to the terminal's clipboard (OSC 52)`, 'good');
	};

	const openPreview = async (service: string, destination: 'slack' | 'claude') => {
		const prompt = destination === 'claude' ? await analyses.preview(service) : undefined;
		const lines = destination === 'slack' ? await alerter.preview(service) : prompt?.split('\n');
		if (!lines) {
			say('there is nothing to preview: the lines of this service could not be read', 'bad');
			return;
		}

		store.dispatch({
			type: 'screen-pushed', screen: {
				type: 'preview', service, destination, lines, lacksKey: destination === 'claude' && !analyses.hasKey, scroll: {from: 'top', rows: 0},
			},
		});
	};

	/** The counts, and what the screen shows of one service. */
	const refresh = () => {
		const screen = currentScreen(store.getState().view);
		monitor.pollNow();
		if (screen.type === 'lines') {
			void (screen.around ? session.logViews.openAround(screen.service, screen.around) : session.logViews.open(screen.service, screen.template));
		} else if (screen.type === 'service') {
			void details.load(screen.service, {isAnew: true});
		}

		say('asking Loki again', 'plain');
	};

	return intent => {
		switch (intent.type) {
			case 'open-service': {
				void details.load(intent.service);
				break;
			}

			case 'open-lines': {
				void session.logViews.open(intent.service, intent.template);
				break;
			}

			case 'open-context': {
				void session.logViews.openAround(intent.service, intent.line);
				break;
			}

			case 'analyse': {
				void analyses.analyse(intent.service);
				break;
			}

			case 'ask': {
				void analyses.ask(intent.service, intent.question);
				break;
			}

			case 'stop-analysis': {
				analyses.stop(intent.service);
				break;
			}

			case 'next-model': {
				say(analyses.nextModel(), 'plain');
				break;
			}

			case 'send-alert': {
				void alerter.send(intent.service);
				break;
			}

			case 'open-preview': {
				void openPreview(intent.service, intent.destination);
				break;
			}

			case 'mute': {
				void session.mutes.press(intent.service);
				break;
			}

			case 'list-incidents': {
				void incidents.list(session.signal);
				break;
			}

			case 'open-incident': {
				void incidents.open(intent);
				break;
			}

			case 'export': {
				void incidents.export(intent.what);
				break;
			}

			case 'refresh': {
				refresh();
				break;
			}

			case 'copy': {
				copy(intent.text, intent.what);
				break;
			}

			case 'say': {
				say(intent.text, 'plain');
				break;
			}
		}
	};
}
