import {createConnections} from '../../detect/connections/connections.js';
import {createMinuteReader} from '../../loki/counts/read-minutes.js';
import type {ReaderMemory} from '../../loki/counts/sharded-reading.js';
import {areCountsAlike} from '../../loki/discovery/guesses.js';
import type {LokiError} from '../../loki/http/errors/index.js';
import type {Scope} from '../../loki/types.js';
import {countLines} from '../../store/history.js';
import {createCorroborator} from '../corroborate/corroborate.js';
import {createFleetLevels} from '../levels/fleet-levels.js';
import {firstOnset, suspects} from '../looks/suspects.js';
import {createDetection} from './detection.js';
import {createLearntPasts} from './learnt-pasts.js';
import {createLooks, type Looks} from './looks.js';
import {publish} from './publish.js';
import {tolerate} from './tolerate.js';
import type {
	Engine,
	EngineOptions,
	EngineSettings,
	PublishOptions,
	StepOptions,
} from './types.js';

/** Where a Loki takes longer to say when something began, its minute is published for now. */
const onsetWaitMs = 1000;

export function createEngine({client, store, detector, miner, known, hideLines, errorFilters, now}: EngineOptions, {maxSuspects, isFatal, saved}: EngineSettings): Engine {
	const reader: ReaderMemory = saved?.reader ?? {isPlain: false};
	const detection = createDetection({...detector, saved: saved?.detector});
	const corroborator = createCorroborator({
		client, detector: detection.detector, now, saved: saved?.corroborated,
	});
	const readMinutes = createMinuteReader(reader);
	const levels = createFleetLevels({
		client, readMinutes, given: errorFilters, saved: saved?.levels,
	});
	const pasts = createLearntPasts({saved: saved?.learntPastMs, now});
	let connections = createConnections(saved?.calls);
	let scope = saved?.scope;
	let looks: Looks | undefined;
	let doubts: readonly string[] = [];

	/** What may speak for or against a service as the first is still being read. */
	let isInterim = false;

	const show = (): void => {
		publish(store, detection, {
			refine: anomaly => looks?.onsets.apply(anomaly) ?? anomaly, link: connections.link, calls: connections.calls.known, isConfirmed: corroborator.isConfirmed, isInterim,
		});
	};

	const watched = (): {readonly scope: Scope; readonly looks: Looks} => {
		if (!scope || !looks) {
			throw new Error('No scope is watched yet.');
		}

		return {scope, looks};
	};

	/** Of what is new the onset is looked at before it is shown: minutes would name the wrong one as the first to break. */
	const refineAndShow = async (signal: AbortSignal): Promise<readonly LokiError[]> => {
		const late = setTimeout(show, onsetWaitMs);
		try {
			return await tolerate(async () => watched().looks.onsets.refine(detection.anomalies(), now(), signal), {isFatal, signal});
		} finally {
			clearTimeout(late);
			show();
		}
	};

	const confirmSilences = async ({endMs, signal}: PublishOptions): Promise<readonly string[]> => {
		const held = await corroborator.lookAtSilences(detection.anomalies(), {scope: watched().scope, endMs, signal});
		const all = [...doubts, ...held];
		const doubt = all.length === 0 ? undefined : all.join(' ');
		if (doubt !== store.getState().connection.doubt) {
			store.dispatch({type: 'connection-changed', change: {doubt}});
		}

		return held;
	};

	const publishUntold = (): void => {
		const untold = levels.book.untold();
		if (untold !== store.getState().connection.untold) {
			store.dispatch({type: 'connection-changed', change: {untold}});
		}
	};

	/** What is known is counted anew where services are found to mark their errors otherwise. */
	const countAnew = async ({known: window, correct, services, signal}: StepOptions): Promise<void> => {
		const minutes = await levels.prepare({
			window, knownAt: detection.detector().counts, services: services(), signal,
		});
		publishUntold();
		if (minutes.length === 0) {
			return;
		}

		store.dispatch({type: 'minutes-read', minutes});
		await correct(minutes, signal);
	};

	const lookAtSuspects = async (signal: AbortSignal): Promise<readonly LokiError[]> => {
		const skipped: LokiError[] = [];
		for (const service of suspects(store.getState(), maxSuspects)) {
			const window = await watched().looks.patterns.look({
				service,
				nowMs: now(),
				onsetMs: firstOnset(store.getState().anomalies, service),
				countLines(range) {
					const {history, openMinute} = store.getState();
					return countLines(history, service, range) + (openMinute?.counts.get(service)?.lines ?? 0);
				},
				signal,
			});
			pasts.note(service);
			detection.takePatterns(window);
			skipped.push(...await refineAndShow(signal));
		}

		return skipped;
	};

	const lookWithSenses = async ({endMs: endNow, services, signal}: StepOptions): Promise<readonly LokiError[]> => {
		const endMs = endNow();
		const heardMs = heardEnd(endMs);
		const findings = await watched().looks.senses.look({
			endMs, heardMs, services: services(), anomalies: detection.anomalies(), signal,
		});
		if (!findings) {
			return [];
		}

		detection.takeFindings(findings, heardMs);
		return refineAndShow(signal);
	};

	/** As `tolerate`, plus errors skipped inside `ask`. */
	const extra = async (ask: () => Promise<readonly LokiError[]>, signal: AbortSignal): Promise<readonly LokiError[]> => {
		let inner: readonly LokiError[] = [];
		const outer = await tolerate(async () => {
			inner = await ask();
		}, {isFatal, signal});
		return [...inner, ...outer];
	};

	/** What is late is not there to be looked at. */
	const heardEnd = (endMs: number): number => Math.min(endMs, corroborator.reachedMs() ?? endMs);

	const settle: Engine['publish'] = async ({endMs, signal}) => {
		const options = {endMs: heardEnd(endMs), signal};
		const held = await confirmSilences(options);
		return {held, skipped: await refineAndShow(options.signal)};
	};

	return {
		async readMinutes(options) {
			const read = await levels.readMinutes(options);
			publishUntold();
			return read;
		},
		detection,
		corroborator,
		levels,
		watch(next) {
			if (looks && scope === next) {
				return true;
			}

			const areCountsKept = scope === undefined || areCountsAlike(scope, next);
			if (!areCountsKept) {
				detection.restart();
			}

			if (scope && scope.selector !== next.selector) {
				connections = createConnections();
			}

			scope = next;
			looks = createLooks({
				client, scope, miner, services: () => store.getState().history.services, known, isPastKnown: pasts.isKnown, hideLines, connections, onLines: levels.take, saved: looks?.save() ?? saved,
			});
			return areCountsKept;
		},
		async step(options) {
			const {read, signal} = options;
			isInterim = true;
			try {
				await countAnew(options);
				corroborator.begin();
				doubts = await read();
				const {held, skipped} = await settle({endMs: options.endMs(), signal});
				const withoutPatterns = await extra(async () => lookAtSuspects(signal), signal);
				const withoutSenses = await extra(async () => lookWithSenses(options), signal);
				return {held, skipped: [...skipped, ...withoutPatterns, ...withoutSenses]};
			} finally {
				isInterim = false;
				if (!signal.aborted) {
					show();
				}
			}
		},
		publish: settle,
		save: () => scope && {
			scope,
			reader,
			detector: detection.detector().save('views'),
			onsets: [],
			senses: undefined,
			...(looks?.save() ?? (saved && {onsets: saved.onsets, senses: saved.senses})),
			learntPastMs: pasts.save(),
			corroborated: corroborator.save(),
			calls: connections.save(),
			levels: levels.save(),
		},
	};
}
