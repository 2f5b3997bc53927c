import {createRedactor} from '../../source/investigate/redaction/redact.js';
import type {Confidence} from '../../source/detect/incidents/blame.js';
import type {Anomaly} from '../../source/detect/types.js';
import {createLokiClient} from '../../source/loki/client.js';
import {createPasses} from '../../source/monitor/once/pass.js';
import {knownPatterns} from '../../source/patterns/known-patterns.js';
import {createSeenSet} from '../../source/patterns/seen-set.js';
import {hashText} from '../../source/patterns/mining/hash.js';
import {initialState} from '../../source/store/initial-state.js';
import {createStore} from '../../source/store/store.js';
import {fleetVerdict} from '../../source/store/selectors/verdict-line.js';
import {anomalySentence} from '../../source/words/anomaly.js';
import {anywhere} from '../../source/words/reader.js';
import {usualFor, type Recording} from './recording.js';
import {createWorld} from './world.js';
import {startWorldLoki} from './world-loki.js';

const minuteMs = 60_000;
const endMs = Date.UTC(2026, 2, 4, 12, 30);
/** How long after a minute's end it is looked at. */
const settleMs = 5000;
const baselineHours = 7;
/** A check runs again and again: so many minutes before the end it did. */
const passMinutes = [6, 4, 2, 1, 0] as const;
const budget = {maxBytes: 1e12, maxMs: 600_000};

export type Replayed = {
	readonly case: string;
	/** The order in which the program blames services. */
	readonly ranked: readonly string[];
	/** Whether the program says that the first is likely or unclear; undefined where it broke alone. */
	readonly confidence: Confidence['type'] | undefined;
	readonly opened: ReadonlyArray<{readonly service: string; readonly kind: string; readonly beginsMsBeforeEnd: number}>;
	readonly cause: string;
	readonly lokiRequests: number;
	readonly milliseconds: number;
};

/** Plays one recorded incident, or usual minutes alone where `name` is no case, and has the engine of `check` look at it. */
export async function replayCase(recording: Recording, name: string, seed: number): Promise<Replayed> {
	const startedMs = performance.now();
	const isCase = recording.cases.includes(name);
	const world = createWorld({
		usual: usualFor(recording, name), incident: isCase ? await recording.readCase(name) : [], endMs, seed: seed + hashText(name),
	});
	let nowMs = endMs;
	const now = (): number => nowMs;
	const loki = await startWorldLoki(world, now);
	const client = createLokiClient({url: loki.url});
	const store = createStore(initialState(nowMs));
	try {
		const passes = createPasses({
			hideLines: lines => createRedactor().redactEach(lines),
			client,
			store,
			selector: '{namespace="recorded"}',
			serviceLabel: undefined,
			baselineHours,
			settleMs,
			detector: {kind: 'default'},
			known: knownPatterns(createSeenSet()),
			budget,
			memory: undefined,
			now,
		});
		const opened = new Map<string, Anomaly>();
		const watchedFromMs = endMs - (passMinutes[0] * minuteMs);
		for (const minutes of passMinutes) {
			nowMs = endMs - (minutes * minuteMs) + settleMs;
			const result = await passes.run(AbortSignal.timeout(600_000));
			for (const anomaly of result.type === 'read' ? result.anomalies : []) {
				// What was over before anybody looked is of the hours before.
				if (anomaly.state !== 'resolved' || opened.has(anomaly.fingerprint) || anomaly.openedMs >= watchedFromMs) {
					opened.set(anomaly.fingerprint, anomaly);
				}
			}
		}

		const {first, incidents} = fleetVerdict(store.getState());
		const [worst] = store.getState().anomalies.filter(({service}) => service === first[0]?.service).toSorted((a, b) => (b.blame ?? 0) - (a.blame ?? 0));
		return {
			case: name,
			ranked: first.map(({service}) => service),
			confidence: incidents[0]?.confidence?.type,
			opened: Array.from(opened.values(), ({service, kind, onsetMs}) => ({service, kind, beginsMsBeforeEnd: endMs - onsetMs})),
			cause: worst ? anomalySentence(worst, anywhere) : '',
			lokiRequests: client.cost().requests,
			milliseconds: Math.round(performance.now() - startedMs),
		};
	} finally {
		store.close();
		await loki.close();
	}
}
