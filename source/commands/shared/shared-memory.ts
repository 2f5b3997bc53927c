import {addMute, removeMute, type Mute} from '../../detect/mute.js';
import {openDirectoryLog} from '../../alerting/memory/alert-memory-directory.js';
import type {Remembered, RememberedIncident} from '../../alerting/memory/alert-memory-fold.js';
import {createAlertMemory, type AlertMemory} from '../../alerting/memory/alert-memory.js';
import {planAlerts} from '../../alerting/alert-plan.js';
import {openJournal} from '../../alerting/memory/journal.js';
import {scopeKey} from '../../alerting/memory/journal-event.js';
import {hashFingerprint} from '../../detect/incident-id.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {openIncidents} from '../../store/selectors/incidents.js';
import type {AlertRecord, State} from '../../store/state.js';
import type {Store} from '../../store/store.js';

/** What others have told is looked up this often. */
const lookEveryMs = 60_000;
/** What was told longer ago is history. */
const shownMs = 24 * 60 * 60_000;

export type SharedMemoryOptions = {
	readonly store: Store;
	readonly client: LokiClient;
	readonly scope: () => Scope | undefined;
	readonly tenant: string | undefined;
	/** Whether a stream of Loki is part of the memory, beside the state directory. */
	readonly journal: 'none' | 'loki';
	readonly stateDir: string;
	readonly redact: (text: string) => string;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

/** The memory of alerts and mutes that this screen shares with checks and with other screens. */
export type SharedMemory = {
	/** Looks up what others told and muted, now and from time to time, and tells them of this screen's alerts. Ends with the signal. */
	readonly start: () => void;
	/** Looks once. */
	readonly look: () => Promise<void>;
	/** Tells the others of a mute; a time that has passed takes it back. */
	readonly tellMute: (targets: ReadonlyArray<Mute['target']>, untilMs: number) => Promise<void>;
	/** Tells the others that an alert was sent. */
	readonly tellAlert: (alert: AlertRecord) => Promise<void>;
};

export function createSharedMemory(options: SharedMemoryOptions): SharedMemory {
	const {store, client, tenant, stateDir, redact, now, signal} = options;
	let opened: {readonly key: string; readonly memory: AlertMemory} | undefined;

	/** Undefined until Loki was asked what is watched. */
	const open = async (): Promise<AlertMemory | undefined> => {
		const scope = options.scope();
		if (!scope) {
			return undefined;
		}

		const key = scopeKey(tenant, scope.selector);
		if (opened?.key !== key) {
			const journal = options.journal === 'loki' ? [openJournal({client, scope: key, now})] : [];
			opened = {key, memory: createAlertMemory({logs: [...journal, await openDirectoryLog({directory: stateDir, scope: key, now})], scope: key, now})};
		}

		return opened.memory;
	};

	const look = async (): Promise<void> => {
		const memory = await open();
		if (!memory) {
			return;
		}

		const remembered = await memory.remember(signal);
		const state = store.getState();
		const mutes = withMutes(state, remembered, redact, now());
		if (JSON.stringify(mutes) !== JSON.stringify(state.mutes)) {
			store.dispatch({type: 'mutes-changed', mutes});
		}

		for (const incident of remembered.incidents) {
			const alert = alertOf(state, incident, redact, now());
			if (alert) {
				store.dispatch({type: 'alert-started', alert});
			}
		}
	};

	const tellAlert: SharedMemory['tellAlert'] = async ({service, destination, delivery}) => {
		const memory = await open();
		if (!memory || !delivery || delivery.state === 'failed') {
			return;
		}

		const remembered = await memory.remember(signal);
		const plan = planAlerts({
			incidents: openIncidents(store.getState()), remembered, nowMs: now(), remindMs: Infinity, isBaselineShort: false, redact,
		});
		const told = plan.open.find(({members}) => members.some(member => member.service === service));
		if (told) {
			await memory.write([
				...plan.events.filter(event => 'incident' in event && event.incident === told.id),
				{
					event: 'alerted', incident: told.id, reason: 'opened', severity: told.severity, result: delivery.state, destination,
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
		tellAlert,
		async tellMute(targets, untilMs) {
			await quietly(async () => {
				const memory = await open();
				await memory?.write(targets.map(target => ({event: 'muted', target: 'fingerprint' in target ? {fingerprint: hashFingerprint(target.fingerprint)} : {service: redact(target.service)}, untilMs})), signal);
			});
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
				const alert = action.type === 'alert-ended' ? store.getState().alerts.find(({id}) => id === action.id) : undefined;
				if (alert) {
					void quietly(async () => tellAlert(alert));
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

/** The screen's mutes with those of others; fingerprints travel as hashes, names redacted. */
function withMutes({mutes, anomalies, history}: State, remembered: Remembered, redact: (text: string) => string, nowMs: number): readonly Mute[] {
	return remembered.mutes.reduce((all, {target, untilMs}) => {
		const own: ReadonlyArray<Mute['target']> = 'fingerprint' in target
			? anomalies.filter(({fingerprint}) => hashFingerprint(fingerprint) === target.fingerprint).map(({fingerprint}) => ({fingerprint}))
			: [...history.services.keys()].filter(service => redact(service) === target.service).map(service => ({service}));
		return own.reduce((changed, each) => untilMs > nowMs ? addMute(changed, each, untilMs - nowMs, nowMs) : removeMute(changed, each), all);
	}, mutes);
}

/** An alert of another run as the screen shows its own; undefined where it is shown already, or nothing was told. */
function alertOf({alerts, history}: State, {id, members, told, finding}: RememberedIncident, redact: (text: string) => string, nowMs: number): AlertRecord | undefined {
	const [first] = members;
	const service = [...history.services.keys()].find(name => redact(name) === first?.service) ?? first?.service;
	if (!told || service === undefined || nowMs - told.lastMs > shownMs) {
		return undefined;
	}

	const isShown = alerts.some(alert => alert.id === id || (alert.service === service && Math.abs((alert.delivery?.atMs ?? 0) - told.lastMs) < lookEveryMs));
	if (isShown) {
		return undefined;
	}

	return {
		id,
		service,
		fingerprint: id,
		destination: 'Slack, by another run',
		preview: [finding?.headline, finding?.cause, finding?.command].filter(text => text !== undefined),
		startedMs: told.firstMs,
		delivery: {state: 'delivered', atMs: told.lastMs},
	};
}
