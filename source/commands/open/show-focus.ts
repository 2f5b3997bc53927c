import {minuteMs} from '../../detect/minute.js';
import {rangeMinutes} from '../../store/view-state.js';
import {alertState} from '../../ui/screens/alert/state.js';
import {currentScreen} from '../../ui/screens/registry.js';
import type {ScreenStore} from '../../ui/screens/screen-store.js';
import {serviceState} from '../../ui/screens/service/state.js';
import {recordedRows} from '../../words/alert-rows.js';
import type {Session} from '../shared/session.js';

/** Opens the screen of the service that a session is about, wide enough for the time, and what was found out about it as soon as Loki has answered. */
export function showFocus(store: ScreenStore, {shared, focus, signal}: Session): void {
	if (!focus) {
		return;
	}

	const {service, startMs} = focus;
	const sinceMinutes = (store.getState().nowMs - startMs) / minuteMs;
	const rangeIndex = rangeMinutes.findIndex(minutes => minutes >= sinceMinutes);
	store.dispatch({type: 'range-chosen', rangeIndex: rangeIndex === -1 ? rangeMinutes.length - 1 : Math.max(1, rangeIndex)});
	store.dispatch({type: 'service-selected', service});
	store.dispatch({type: 'screen-pushed', screen: serviceState(service)});
	/** What another run found out about it, where the memory that both share says so. */
	const showFinding = async (): Promise<void> => {
		try {
			await shared.look();
		} catch {
			// Loki's trouble is on the screen; the evidence is read all the same.
			return;
		}

		const alert = store.getState().alerts.findLast(record => record.service === service && recordedRows(record).length > 0);
		const isStillThere = currentScreen(store.getState().view).type === 'service';
		if (alert && isStillThere) {
			store.dispatch({type: 'screen-pushed', screen: alertState(alert)});
		}
	};

	const unsubscribe = store.subscribe(() => {
		if (store.getState().connection.status !== 'live') {
			return;
		}

		unsubscribe();
		void showFinding();
	});
	signal.addEventListener('abort', unsubscribe, {once: true});
}
