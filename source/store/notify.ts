import type {Notice} from './state.js';
import type {Store} from './store.js';

/** How long a notice stays on the screen. */
const shownMs = 8000;

export type NotifyOptions = {
	readonly tone: Notice['tone'];
	readonly nowMs: number;
	/** How long it stays, in milliseconds; 8 s where not given. */
	readonly forMs?: number;
};

/** Shows a passing line of news in place of the footer, and gives it as the store holds it. */
export function notify(store: Pick<Store, 'dispatch'>, text: string, {tone, nowMs, forMs = shownMs}: NotifyOptions): Notice {
	const notice: Notice = {text, tone, untilMs: nowMs + forMs};
	store.dispatch({type: 'notice', notice});
	return notice;
}
