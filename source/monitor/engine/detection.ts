import {setImmediate as nextTurn} from 'node:timers/promises';
import {performance} from 'node:perf_hooks';
import {createDetector, type DetectorOptions} from '../../detect/index.js';
import type {Finding} from '../../detect/senses/types.js';
import type {
	Anomaly,
	Detector,
	Minute,
	PatternWindow,
} from '../../detect/types.js';
import {replayMinutes} from '../../store/history.js';
import type {Store} from '../../store/store.js';
import {reportDetected, type Telling} from './report-detected.js';

/** A replay gives way to the screen this often. */
const sliceMs = 20;

/** Pattern windows kept for a replay. */
const maxWindows = 200;
/** Looks of the senses kept for a replay: what is open now came with one of the last. */
const maxLooks = 5;

/** Keeps the detector in step with the store's history; what it says is in the store only after a report. */
export type Detection = {
	/** Feeds minutes that follow what was fed before, or correct it. */
	readonly take: (minutes: readonly Minute[]) => void;
	readonly takePatterns: (window: PatternWindow) => void;
	/** What the senses found up to a time. */
	readonly takeFindings: (findings: readonly Finding[], atMs: number) => void;
	/** What the detector says, onsets as it knows them. */
	readonly anomalies: () => readonly Anomaly[];
	/** Puts what the detector says, with all that is known of it, into the store. */
	readonly report: () => void;
	/** The detector in use, which a replay replaces. */
	readonly detector: () => Pick<Detector, 'counts' | 'services' | 'expectation'>;
	/** Starts afresh from the whole history: older minutes have come in. Gives the time that it took. */
	readonly replay: (signal: AbortSignal) => Promise<{readonly tookMs: number}>;
};

export function createDetection(store: Store, options: DetectorOptions, telling: Telling): Detection {
	let detector = createDetector(options);
	const windows = new Map<string, PatternWindow>();
	const looks: Array<{readonly findings: readonly Finding[]; readonly atMs: number}> = [];

	return {
		report() {
			reportDetected(store, detector, telling);
		},
		anomalies: () => detector.anomalies(),
		detector: () => detector,
		take(minutes) {
			for (const minute of minutes) {
				detector.takeMinute(minute);
			}
		},
		takePatterns(window) {
			windows.delete(window.service);
			windows.set(window.service, window);
			for (const service of windows.keys()) {
				if (windows.size <= maxWindows) {
					break;
				}

				windows.delete(service);
			}

			detector.takePatterns(window);
		},
		takeFindings(findings, atMs) {
			looks.push({findings, atMs});
			looks.splice(0, Math.max(0, looks.length - maxLooks));
			detector.takeFindings(findings, atMs);
		},
		async replay(signal) {
			const startMs = performance.now();
			const fresh = createDetector(options);
			const {history} = store.getState();
			let sliceStartMs = performance.now();
			for (const minute of replayMinutes(history)) {
				fresh.takeMinute(minute);
				if (!(performance.now() - sliceStartMs > sliceMs)) {
					continue;
				}

				await nextTurn(undefined, {signal});
				sliceStartMs = performance.now();
			}

			// What came in while this replay gave way is caught up here.
			for (const minute of replayMinutes(store.getState().history)) {
				if (minute.startMs >= history.firstMinuteMs + (history.minutes * 60_000)) {
					fresh.takeMinute(minute);
				}
			}

			for (const window of windows.values()) {
				fresh.takePatterns(window);
			}

			for (const {findings, atMs} of looks) {
				fresh.takeFindings(findings, atMs);
			}

			detector = fresh;
			return {tookMs: performance.now() - startMs};
		},
	};
}
