import {isDeepStrictEqual} from 'node:util';
import {hashFingerprint, type NamedIncident} from '../detect/incidents/incident-id.js';
import {addMute, removeMute, type Mute} from '../detect/mute.js';
import type {LokiClient, Scope} from '../loki/types.js';
import {currentIncidents} from '../store/selectors/incidents.js';
import type {AlertRecord, State} from '../store/state.js';
import type {Store} from '../store/store.js';
import {knownAnomalies} from '../store/timeline.js';
import {matchIncidents} from './match-incidents.js';
import {toldOf, type Remembered, type RememberedIncident} from './memory/alert-memory-fold.js';
import type {AlertMemory} from './memory/alert-memory.js';
import type {NewEvent} from './memory/journal-event.js';
import {createMemoryOpener, type MemoryOptions} from './memory/open-memory.js';
import {firstTarget} from './targets/target.js';

/** What others have alerted and muted is looked up this often. */
const lookEveryMs = 60_000;
/** Alerts of others that are older are not shown. */
const shownMs = 24 * 60 * 60_000;

export type SharedMemoryOptions = MemoryOptions & {
	readonly store: Store;
	readonly client: LokiClient;
	readonly scope: () => Scope | undefined;
	readonly redact: (text: string) => string;
	readonly signal: AbortSignal;
};

/** The memory of alerts and mutes that this screen shares with checks and with other screens. */
export type SharedMemory = {
	/** Looks up what others alerted and muted, now and once a minute, and writes down this screen's alerts for them. Ends with the signal. */
	readonly start: () => void;
	/** Looks once. */
	readonly look: () => Promise<void>;
	/** Writes a mute down, for the next start and for others; a time that has passed takes it back. Gives false where it ends with this program. */
	readonly mute: (targets: ReadonlyArray<Mute['target']>, untilMs: number) => Promise<boolean>;
	/** Writes down for the others that an alert was sent. */
	readonly noteDelivery: (alert: AlertRecord) => Promise<void>;
};

type MutedEvent = Extract<NewEvent, {event: 'muted'}>;

export function createSharedMemory(options: SharedMemoryOptions): SharedMemory {
	const {store, redact, now, signal} = options;
	const openMemory = createMemoryOpener(options);
	let remembered: Remembered | undefined;
	/** What was muted before Loki was asked what is watched. */
	let waiting: readonly NewEvent[] = [];
	/** What this screen muted that is not in what is remembered yet: it holds from the press on, and for this session where it could not be written. */
	let pressed: readonly MutedEvent[] = [];
	let readings = 0;
	let lastReading = 0;

	/** Undefined until Loki was asked what is watched. */
	const open = async (): Promise<AlertMemory | undefined> => {
		const scope = options.scope();
		if (!scope) {
			return undefined;
		}

		const memory = await openMemory(scope);
		const events = waiting;
		waiting = [];
		await memory.write(events, signal);
		return memory;
	};

	/** A reading that began before another one knows less, however late it ends. */
	const read = async (memory: AlertMemory): Promise<Remembered> => {
		const reading = ++readings;
		const fresh = await memory.remember(signal);
		if (remembered && reading < lastReading) {
			return remembered;
		}

		lastReading = reading;
		remembered = fresh;
		return fresh;
	};

	/** Memory holds hashes: they are mapped to anomalies once those are known. */
	const apply = (): void => {
		if (!remembered) {
			return;
		}

		const state = store.getState();
		const mutes = withMutes(state, [...remembered.mutes, ...pressed], redact, now());
		if (JSON.stringify(mutes) !== JSON.stringify(state.mutes)) {
			store.dispatch({type: 'mutes-changed', mutes});
		}

		const incidents = namedIn(state, remembered);
		if (JSON.stringify(incidents) !== JSON.stringify(state.namedIncidents)) {
			store.dispatch({type: 'incidents-named', incidents});
		}
	};

	const look = async (): Promise<void> => {
		const memory = await open();
		if (!memory) {
			return;
		}

		const {incidents} = await read(memory);
		apply();
		const state = store.getState();
		for (const incident of incidents) {
			const alert = alertOf(state, incident, redact, now());
			if (alert) {
				store.dispatch({type: 'alert-started', alert});
			}
		}
	};

	const noteDelivery: SharedMemory['noteDelivery'] = async ({service, target, destination, delivery}) => {
		const memory = await open();
		if (!memory || !delivery || delivery.state === 'failed') {
			return;
		}

		const events: NewEvent[] = [];
		const current = matchIncidents({
			incidents: currentIncidents(store.getState()), remembered: await memory.remember(signal), nowMs: now(), redact, fleet: {isPreliminary: false, services: store.getState().history.services.size},
		}, events);
		const told = current.find(({members}) => members.some(member => member.service === service));
		if (told) {
			await memory.write([
				...events.filter(event => 'incident' in event && event.incident === told.id),
				{
					event: 'alerted', incident: told.id, reason: 'opened', target, severity: told.severity, result: delivery.state, destination,
				},
			], signal);
		}
	};

	/** A screen goes on without its memory. */
	const quietly = async (work: () => Promise<void>): Promise<void> => {
		try {
			await work();
		} catch {
			// Loki's trouble is on the screen already; the next look tries again.
		}
	};

	return {
		look,
		noteDelivery,
		async mute(targets, untilMs) {
			const events = targets.map((target): MutedEvent => ({event: 'muted', target: 'fingerprint' in target ? {fingerprint: hashFingerprint(target.fingerprint)} : {service: redact(target.service)}, untilMs}));
			// The last press of a target holds, whatever became of the one before.
			pressed = [...pressed.filter(({target}) => events.every(event => !isDeepStrictEqual(event.target, target))), ...events];
			let isKept = false;
			await quietly(async () => {
				const memory = await open();
				if (memory) {
					await memory.write(events, signal);
					isKept = memory.isKept();
					await read(memory);
				} else {
					waiting = [...waiting, ...events];
				}

				pressed = pressed.filter(event => !events.includes(event));
			});
			return isKept;
		},
		start() {
			const looking = setInterval(() => {
				void quietly(look);
			}, lookEveryMs);
			const first = store.subscribe(() => {
				if (!options.scope()) {
					return;
				}

				first();
				void quietly(look);
			});
			const end = store.onAction(action => {
				if (action.type === 'detected') {
					apply();
				}

				const alert = action.type === 'alert-ended' ? store.getState().alerts.find(({id}) => id === action.id) : undefined;
				if (alert) {
					void quietly(async () => noteDelivery(alert));
				}
			});
			signal.addEventListener('abort', () => {
				clearInterval(looking);
				first();
				end();
			}, {once: true});
		},
	};
}

/** The screen's mutes with those that are remembered; fingerprints travel as hashes, names redacted. */
function withMutes({mutes, anomalies, history}: State, remembered: readonly Mute[], redact: (text: string) => string, nowMs: number): readonly Mute[] {
	return remembered.reduce((all, {target, untilMs}) => {
		const own: ReadonlyArray<Mute['target']> = 'fingerprint' in target
			? anomalies.filter(({fingerprint}) => hashFingerprint(fingerprint) === target.fingerprint).map(({fingerprint}) => ({fingerprint}))
			: [...history.services.keys()].filter(service => redact(service) === target.service).map(service => ({service}));
		return own.reduce((changed, each) => untilMs > nowMs ? addMute(changed, each, untilMs - nowMs, nowMs) : removeMute(changed, each), all);
	}, mutes);
}

/** The names that others gave to what this session has seen. */
function namedIn({timeline, anomalies}: State, {incidents}: Remembered): readonly NamedIncident[] {
	const hashes = new Set(knownAnomalies(timeline, anomalies).map(({fingerprint}) => hashFingerprint(fingerprint)));
	return incidents.filter(({fingerprints}) => [...fingerprints].some(fingerprint => hashes.has(fingerprint))).map(({id, fingerprints, onsetMs, resolvedMs}) => ({
		id, fingerprints: [...fingerprints], onsetMs, resolvedMs,
	}));
}

/** An alert of another run as the screen shows its own; undefined where it is shown already, or nothing was told. */
function alertOf({alerts, history}: State, incident: RememberedIncident, redact: (text: string) => string, nowMs: number): AlertRecord | undefined {
	const {id, members, finding, targets} = incident;
	const [first] = members;
	const told = toldOf(incident);
	const service = [...history.services.keys()].find(name => redact(name) === first?.service) ?? first?.service;
	if (!told || service === undefined || nowMs - told.lastMs > shownMs) {
		return undefined;
	}

	const isShown = alerts.some(alert => alert.id === id || (isAbout(alert, id, service) && Math.abs((alert.delivery?.atMs ?? 0) - told.lastMs) < lookEveryMs));
	if (isShown) {
		return undefined;
	}

	return {
		id,
		service,
		target: [...targets].find(([, memory]) => memory.told)?.[0] ?? firstTarget,
		destination: 'by another run',
		alert: undefined,
		written: [finding?.headline, finding?.cause, finding?.command].filter(text => text !== undefined),
		startedMs: told.firstMs,
		delivery: {state: 'delivered', atMs: told.lastMs},
	};
}

const isAbout = ({alert, service}: AlertRecord, incident: string, first: string): boolean => alert?.incident === incident || service === first;
