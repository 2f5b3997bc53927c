import {currentScreen} from '../../store/view-state.js';
import type {Session} from '../shared/session.js';

/** What a restored screen shows of Loki comes fresh from it, as soon as it is known what this Loki is. Ends with the session. */
export function reopenScreen({store, monitor, details, logViews, signal}: Session): void {
	const screen = currentScreen(store.getState().view);
	if (screen.type !== 'service' && screen.type !== 'lines') {
		return;
	}

	const end = store.subscribe(() => {
		if (!monitor.scope()) {
			return;
		}

		end();
		if (screen.type === 'service') {
			void details.load(screen.service);
		} else {
			void (screen.around ? logViews.openAround(screen.service, screen.around) : logViews.open(screen.service, screen.template));
		}
	});
	signal.addEventListener('abort', end, {once: true});
}
