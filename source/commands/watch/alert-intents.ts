import type {Notice} from '../../store/state.js';
import {alertState} from '../../ui/screens/alert/state.js';
import {previewState, type PreviewIntent} from '../../ui/screens/preview/state.js';
import {currentScreen} from '../../ui/screens/registry.js';
import type {ScreenStore} from '../../ui/screens/screen-store.js';
import type {Session} from '../shared/session.js';

export type AlertIntents = {
	/** Opens a screen with what would leave this host. */
	readonly openPreview: (intent: PreviewIntent) => Promise<void>;
	/** Sends the alert about a service and shows what becomes of it, in place of another one. */
	readonly send: (service: string) => Promise<void>;
};

/** What `s` and `v` ask for. */
export function createAlertIntents(store: ScreenStore, {alerter, analyses}: Session, say: (text: string, tone: Notice['tone']) => void): AlertIntents {
	return {
		async openPreview({service, destination}) {
			const prompt = destination === 'claude' ? await analyses.preview(service) : undefined;
			const lines = destination === 'alert' ? await alerter.preview(service) : prompt?.split('\n');
			if (!lines) {
				say('there is nothing to preview: the lines of this service could not be read', 'bad');
				return;
			}

			store.dispatch({
				type: 'screen-pushed', screen: previewState({
					service, destination, lines, lacksKey: destination === 'claude' && !analyses.hasKey,
				}),
			});
		},
		async send(service) {
			await alerter.send(service, alert => {
				if (currentScreen(store.getState().view).type === 'alert') {
					store.dispatch({type: 'screen-popped'});
				}

				store.dispatch({type: 'screen-pushed', screen: alertState(alert)});
			});
		},
	};
}
