import type {Call} from '../../detect/connections/types.js';
import type {Anomaly, Expectation} from '../../detect/types.js';
import type {Store} from '../../store/store.js';
import type {Detection} from './detection.js';

/** How a detector's anomalies become what is shown: `refine` adds what is known of each beyond its minutes, `link` what connects them, `calls` who is known to call whom, `isConfirmed` holds back what nothing has confirmed yet. */
export type Refining = {readonly refine: (anomaly: Anomaly) => Anomaly; readonly link: (anomalies: readonly Anomaly[]) => readonly Anomaly[]; readonly calls: () => readonly Call[]; readonly isConfirmed: (anomaly: Anomaly) => boolean; readonly isInterim: boolean};

/** Puts what a detector says into the store: anomalies, what happened to them, and what is expected of each service. */
export function publish(store: Store, detection: Pick<Detection, 'detector' | 'takeEvents'>, {refine, link, calls, isConfirmed, isInterim}: Refining): void {
	const detector = detection.detector();
	const expectations = new Map<string, Expectation>();
	for (const service of store.getState().history.services.keys()) {
		const expectation = detector.expectation(service);
		if (expectation) {
			expectations.set(service, expectation);
		}
	}

	const anomalies = link(detector.anomalies().filter(anomaly => isConfirmed(anomaly)).map(anomaly => refine(anomaly)));
	const linksOf = new Map(anomalies.map(({service, links}) => [service, links]));
	const linked = (anomaly: Anomaly): Anomaly => {
		const links = linksOf.get(anomaly.service);
		return links ? {...anomaly, links} : anomaly;
	};

	store.dispatch({
		type: 'detected',
		anomalies,
		events: detection.takeEvents(isConfirmed).map(event => ({...event, anomaly: linked(refine(event.anomaly))})),
		expectations,
		isInterim,
	});

	const known = isInterim ? store.getState().calls : calls();
	if (known !== store.getState().calls) {
		store.dispatch({type: 'calls-learned', calls: known});
	}
}
