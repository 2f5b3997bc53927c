import type {Anomaly, Expectation} from '../../detect/types.js';
import type {Store} from '../../store/store.js';
import type {Detection} from './detection.js';

/** How a detector's anomalies become what is shown: `refine` adds what is known of each beyond its minutes, `isConfirmed` holds back what nothing has confirmed yet. */
export type Refining = {readonly refine: (anomaly: Anomaly) => Anomaly; readonly isConfirmed: (anomaly: Anomaly) => boolean};

/** Puts what a detector says into the store: anomalies, what happened to them, and what is expected of each service. */
export function publish(store: Store, detection: Pick<Detection, 'detector' | 'takeEvents'>, {refine, isConfirmed}: Refining): void {
	const detector = detection.detector();
	const expectations = new Map<string, Expectation>();
	for (const service of store.getState().history.services.keys()) {
		const expectation = detector.expectation(service);
		if (expectation) {
			expectations.set(service, expectation);
		}
	}

	store.dispatch({
		type: 'detected',
		anomalies: detector.anomalies().filter(anomaly => isConfirmed(anomaly)).map(anomaly => refine(anomaly)),
		events: detection.takeEvents(isConfirmed).map(event => ({...event, anomaly: refine(event.anomaly)})),
		expectations,
	});
}
