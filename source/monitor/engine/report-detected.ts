import type {Anomaly, Detector, Expectation} from '../../detect/types.js';
import type {Store} from '../../store/store.js';

/** How a detector's anomalies become what is shown: `refine` adds what is known of each beyond its minutes, `isTold` keeps back what nothing has borne out yet. */
export type Telling = {readonly refine: (anomaly: Anomaly) => Anomaly; readonly isTold: (anomaly: Anomaly) => boolean};

/** Puts what a detector says into the store: anomalies, and what is expected of each service. */
export function reportDetected(store: Store, detector: Detector, {refine, isTold}: Telling): void {
	const {history} = store.getState();
	const expectations = new Map<string, Expectation>();
	for (const service of history.services.keys()) {
		const expectation = detector.expectation(service);
		if (expectation) {
			expectations.set(service, expectation);
		}
	}

	store.dispatch({type: 'detected', anomalies: detector.anomalies().filter(anomaly => isTold(anomaly)).map(anomaly => refine(anomaly)), expectations});
}
