import type {Anomaly, Detector, Expectation} from '../detect/types.js';
import type {Store} from '../store/store.js';

/** Puts what a detector says into the store: anomalies, with what `refine` knows of each beyond its minutes, and what is expected of each service. */
export function reportDetected(store: Store, detector: Detector, refine: (anomaly: Anomaly) => Anomaly): void {
	const {history} = store.getState();
	const expectations = new Map<string, Expectation>();
	for (const service of history.services.keys()) {
		const expectation = detector.expectation(service);
		if (expectation) {
			expectations.set(service, expectation);
		}
	}

	store.dispatch({type: 'detected', anomalies: detector.anomalies().map(anomaly => refine(anomaly)), expectations});
}
