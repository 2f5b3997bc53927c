import {isOpen, sameTroubleMs} from '../../detect/lifecycle.js';
import type {AnomalyKind} from '../../detect/types.js';
import {fleetVerdict} from '../../store/selectors/verdict-line.js';
import type {State} from '../../store/state.js';
import type {Store} from '../../store/store.js';
import type {ServiceDetails} from './service-details.js';

/** Services that are looked into without being asked, at once. The rest waits until somebody opens it. */
const maxServices = 3;

/** When a trouble that was looked into began, and of which kinds it was. */
type Seen = {readonly onsetMs: number; readonly kinds: ReadonlySet<AnomalyKind>};

const kindsOf = ({anomalies}: State, service: string): readonly AnomalyKind[] => anomalies.filter(anomaly => anomaly.service === service && isOpen(anomaly)).map(({kind}) => kind);

/**
Reads the evidence of the services that broke first as soon as they are known, so that the verdict without AI is there before anyone asks.
Each service once for each trouble, and again where another kind of anomaly has opened in it; ends with the signal.
*/
export function lookIntoFirst(store: Store, details: ServiceDetails, signal: AbortSignal): void {
	const seen = new Map<string, Seen>();
	let isRunning = false;

	const next = (): string | undefined => {
		const state = store.getState();
		return fleetVerdict(state).first.slice(0, maxServices).find(({service, onsetMs}) => {
			const before = seen.get(service);
			return !before || Math.abs(before.onsetMs - onsetMs) > sameTroubleMs || kindsOf(state, service).some(kind => !before.kinds.has(kind));
		})?.service;
	};

	const look = async (): Promise<void> => {
		if (isRunning || signal.aborted || store.getState().connection.status !== 'live') {
			return;
		}

		isRunning = true;
		for (let service = next(); service !== undefined && !signal.aborted; service = next()) {
			const state = store.getState();
			const onset = fleetVerdict(state).first.find(entry => entry.service === service);
			seen.set(service, {onsetMs: onset?.onsetMs ?? 0, kinds: new Set(kindsOf(state, service))});
			await details.load(service);
		}

		isRunning = false;
	};

	const unsubscribe = store.subscribe(() => {
		void look();
	});
	signal.addEventListener('abort', unsubscribe, {once: true});
}
