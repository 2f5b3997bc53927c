import {
	incidentNews,
	openNow,
	type IncidentNews,
	type OpenNow,
} from '../../store/selectors/incident-news.js';
import {isJudging} from '../../store/selectors/verdict-line.js';
import {notify} from '../../store/notify.js';
import {
	attentionSequence,
	keepTitle,
	restoreTitle,
	titleSequence,
} from '../../terminal/attention.js';
import type {TerminalCapabilities, Environment} from '../../terminal/capabilities.js';
import type {ScreenStore} from '../../ui/screens/screen-store.js';
import {newsWords, watchTitle} from '../../words/incident-news.js';

export type AttentionOptions = {
	readonly store: ScreenStore;
	readonly env: Environment;
	readonly terminal: Pick<TerminalCapabilities, 'isTmux'>;
	/** Writes a sequence to the terminal. */
	readonly send: (sequence: string) => void;
};

/** While somebody watches, calls for attention where an incident opens, worsens or is over, and keeps the title of the window. Gives what ends it. */
export function startAttention({store, env, terminal: {isTmux}, send}: AttentionOptions): () => void {
	let known: OpenNow | undefined;
	let title = '';

	const end = (): void => {
		if (!known) {
			return;
		}

		send(restoreTitle);
		known = undefined;
		title = '';
	};

	const call = (news: readonly IncidentNews[], nowMs: number): void => {
		const text = newsWords(news);
		send(attentionSequence(text, env, isTmux));
		notify(store, text, {tone: news.some(({type}) => type !== 'over' && type !== 'fleet-back') ? 'bad' : 'good', nowMs});
	};

	const look = (): void => {
		const state = store.getState();
		if (!state.view.isWatched) {
			end();
			return;
		}

		// What was wrong before is no news.
		if (isJudging(state)) {
			return;
		}

		if (!known) {
			send(keepTitle);
		}

		const open = openNow(state);
		const news = incidentNews(known ?? open, open);
		known = open;
		const next = watchTitle(open, state.connection.status !== 'failing');
		if (next !== title) {
			title = next;
			send(titleSequence(title));
		}

		if (news.length > 0) {
			call(news, state.nowMs);
		}
	};

	const unsubscribe = store.subscribe(look);
	return () => {
		unsubscribe();
		end();
	};
}
