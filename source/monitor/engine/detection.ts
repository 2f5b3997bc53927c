import {setImmediate as nextTurn} from 'node:timers/promises';
import {performance} from 'node:perf_hooks';
import {createDetector, type DetectorOptions} from '../../detect/index.js';
import {saidOfId} from '../../detect/kinds/said.js';
import {isOpen} from '../../detect/lifecycle.js';
import type {Finding} from '../../detect/senses/types.js';
import type {
	Anomaly,
	AnomalyEvent,
	Detector,
	Minute,
	PatternWindow,
} from '../../detect/types.js';

/** Many minutes give way to the screen and to signals this often. */
const sliceMs = 20;

/** Pattern windows kept for a replay. */
const maxWindows = 200;
/** Looks of the senses kept for a replay: what is open now came with one of the last. */
const maxLooks = 5;
/** Events that wait to be taken; the oldest go first. */
const maxEvents = 5000;

/** One detector, kept in step with what is known. */
export type Detection = {
	/** Feeds minutes that follow what was fed before, or correct it. Rejects with the signal's reason. */
	readonly take: (minutes: Iterable<Minute>, signal: AbortSignal) => Promise<void>;
	readonly takePatterns: (window: PatternWindow) => void;
	/** What the senses found up to a time. */
	readonly takeFindings: (findings: readonly Finding[], atMs: number) => void;
	/** What the detector says, onsets as it knows them. */
	readonly anomalies: () => readonly Anomaly[];
	/** What happened since they were taken last to anomalies that are listed now; those that `isReady` says no of wait for the next time. */
	readonly takeEvents: (isReady: (anomaly: Anomaly) => boolean) => readonly AnomalyEvent[];
	/** The detector in use, which a replay or a restart replaces. */
	readonly detector: () => Detector;
	/** Starts afresh from the whole history, oldest minute first: older minutes have come in. Gives the time that it took. */
	readonly replay: (minutes: Iterable<Minute>, signal: AbortSignal) => Promise<{readonly tookMs: number}>;
	/** Forgets all. */
	readonly restart: () => void;
};

export function createDetection(options: DetectorOptions): Detection {
	const {saved: _, ...fresh} = options;
	let detector = createDetector(options);
	let events: AnomalyEvent[] = [];
	const windows = new Map<string, PatternWindow>();
	const looks: Array<{readonly findings: readonly Finding[]; readonly atMs: number}> = [];

	const note = (happened: readonly AnomalyEvent[]): void => {
		events.push(...happened);
		events.splice(0, Math.max(0, events.length - maxEvents));
	};

	const feed = async (target: Detector, minutes: Iterable<Minute>, signal: AbortSignal): Promise<void> => {
		let sliceStartMs = performance.now();
		for (const minute of minutes) {
			note(target.takeMinute(minute));
			if (!(performance.now() - sliceStartMs > sliceMs)) {
				continue;
			}

			await nextTurn(undefined, {signal});
			sliceStartMs = performance.now();
		}
	};

	return {
		take: async (minutes, signal) => feed(detector, minutes, signal),
		takePatterns(window) {
			windows.delete(window.service);
			windows.set(window.service, window);
			for (const service of windows.keys()) {
				if (windows.size <= maxWindows) {
					break;
				}

				windows.delete(service);
			}

			note(detector.takePatterns(window));
		},
		takeFindings(findings, atMs) {
			looks.push({findings, atMs});
			looks.splice(0, Math.max(0, looks.length - maxLooks));
			note(detector.takeFindings(findings, atMs));
		},
		anomalies: () => detector.anomalies(),
		takeEvents(isReady) {
			// A long history tells of much that was over long ago.
			const listed = new Map(detector.anomalies().map(({fingerprint, openedMs}) => [fingerprint, openedMs]));
			const current = events.filter(({anomaly}) => listed.get(anomaly.fingerprint) === anomaly.openedMs);
			events = current.filter(({anomaly}) => !isReady(anomaly));
			return current.filter(({anomaly}) => isReady(anomaly));
		},
		detector: () => detector,
		async replay(minutes, signal) {
			const startMs = performance.now();
			const next = createDetector(fresh);
			events = [];
			await feed(next, minutes, signal);
			// An error keeps the anomaly that it was announced with: by what the senses said of it, or by its pattern.
			const sensed = new Set(detector.anomalies().filter(anomaly => isOpen(anomaly) && saidOfId(anomaly.pattern?.id) !== undefined).map(({service}) => service));
			const takeWindows = (isSensed: boolean): void => {
				for (const window of windows.values()) {
					if (sensed.has(window.service) === isSensed) {
						note(next.takePatterns(window));
					}
				}
			};

			takeWindows(false);
			for (const {findings, atMs} of looks) {
				note(next.takeFindings(findings, atMs));
			}

			takeWindows(true);

			detector = next;
			return {tookMs: performance.now() - startMs};
		},
		restart() {
			windows.clear();
			looks.length = 0;
			events = [];
			detector = createDetector(fresh);
		},
	};
}
