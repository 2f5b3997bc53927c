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

/** Many minutes give way to the screen and to signals this often. */
const sliceMs = 20;

/** Pattern windows kept for a replay. */
const maxWindows = 200;
/** Looks of the senses kept for a replay: what is open now came with one of the last. */
const maxLooks = 5;

/** One detector, kept in step with what is known. */
export type Detection = {
	/** Feeds minutes that follow what was fed before, or correct it. Rejects with the signal's reason. */
	readonly take: (minutes: Iterable<Minute>, signal: AbortSignal) => Promise<void>;
	readonly takePatterns: (window: PatternWindow) => void;
	/** What the senses found up to a time. */
	readonly takeFindings: (findings: readonly Finding[], atMs: number) => void;
	/** What the detector says, onsets as it knows them. */
	readonly anomalies: () => readonly Anomaly[];
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
	const windows = new Map<string, PatternWindow>();
	const looks: Array<{readonly findings: readonly Finding[]; readonly atMs: number}> = [];

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

			detector.takePatterns(window);
		},
		takeFindings(findings, atMs) {
			looks.push({findings, atMs});
			looks.splice(0, Math.max(0, looks.length - maxLooks));
			detector.takeFindings(findings, atMs);
		},
		anomalies: () => detector.anomalies(),
		detector: () => detector,
		async replay(minutes, signal) {
			const startMs = performance.now();
			const next = createDetector(fresh);
			await feed(next, minutes, signal);
			for (const window of windows.values()) {
				next.takePatterns(window);
			}

			for (const {findings, atMs} of looks) {
				next.takeFindings(findings, atMs);
			}

			detector = next;
			return {tookMs: performance.now() - startMs};
		},
		restart() {
			windows.clear();
			looks.length = 0;
			detector = createDetector(fresh);
		},
	};
}

async function feed(detector: Detector, minutes: Iterable<Minute>, signal: AbortSignal): Promise<void> {
	let sliceStartMs = performance.now();
	for (const minute of minutes) {
		detector.takeMinute(minute);
		if (!(performance.now() - sliceStartMs > sliceMs)) {
			continue;
		}

		await nextTurn(undefined, {signal});
		sliceStartMs = performance.now();
	}
}
