import {createAnalyses, type Analyses} from '../../investigate/analyses.js';
import {createLogViews, type LogViews} from '../../lines/log-views.js';
import type {Focus} from '../../investigate/evidence/past-anomaly.js';
import {createServiceDetails, type ServiceDetails} from '../../investigate/evidence/service-details.js';
import {createLokiClient} from '../../loki/client.js';
import {createPatientClient} from '../../loki/patient-client.js';
import type {LokiClient} from '../../loki/types.js';
import {createMonitor, type Monitor} from '../../monitor/live/monitor.js';
import type {MonitorOptions} from '../../monitor/live/types.js';
import {createRedactor} from '../../investigate/redaction/redact.js';
import {createNameRedactor} from '../../investigate/redaction/redact-names.js';
import {createAlerter, type Alerter} from '../../alerting/alerter.js';
import {createCooldown} from '../../alerting/cooldown.js';
import {openTargets} from '../../alerting/targets/registry.js';
import {createMutes, type Mutes} from '../../alerting/mutes.js';
import {openSeenFile} from '../../monitor/seen-file.js';
import {knownPatterns} from '../../patterns/known-patterns.js';
import type {Store} from '../../store/store.js';
import {createSharedMemory, type SharedMemory} from '../../alerting/shared-memory.js';
import {createNamingMiners} from './naming-miners.js';
import {sessionFacts, type SessionOptions} from './session-settings.js';

/** What was learnt of patterns is kept this often: a lost connection loses little. */
const saveEveryMs = 5 * 60_000;

/** The same alert within this time asks for a second key press. */
const alertCooldownMs = 15 * 60_000;

/** All rooms around one store; what shows it and what acts on it is the caller's. */
export type Session = {
	readonly store: Store;
	readonly monitor: Monitor;
	readonly details: ServiceDetails;
	readonly analyses: Analyses;
	readonly alerter: Alerter;
	readonly mutes: Mutes;
	readonly shared: SharedMemory;
	readonly logViews: LogViews;
	/** Asks what a person wants to know, patiently. */
	readonly personClient: LokiClient;
	readonly signal: AbortSignal;
	readonly focus: Focus | undefined;
	/** Ends every request and timer, and keeps what was learnt. */
	readonly close: () => Promise<void>;
};

/** What a person asked for is asked again for so long where Loki refuses it for what may pass. */
const personPatienceMs = 10_000;

/** Wires the rooms around a store. Throws LokiError where Loki's address cannot be used. */
export async function createSession(store: Store, options: SessionOptions, {waiter}: Pick<MonitorOptions, 'waiter'> = {}): Promise<Session> {
	const {now, behindMs = 0} = options;
	const realNow = () => now() + behindMs;
	const controller = new AbortController();
	const {signal} = controller;
	const client = createLokiClient(options.loki);
	store.dispatch({type: 'session-opened', session: sessionFacts(options)});
	const seenFile = await openSeenFile({directory: options.stateDir, lokiUrl: options.loki.url, tenant: options.loki.tenant});
	const known = knownPatterns(seenFile.seen);
	// What is looked at afterwards is no news: it was learnt when it happened, or was missed.
	const save = async (): Promise<void> => behindMs === 0 ? seenFile.save() : undefined;
	const saving = setInterval(() => {
		void save();
	}, saveEveryMs);
	saving.unref();
	const monitor = createMonitor({
		known,
		hideLines: lines => createRedactor(options.redactPatterns).redactEach(lines),
		client,
		store,
		selector: options.selector,
		serviceLabel: options.serviceLabel,
		levelLabel: options.levelLabel,
		errorFilters: options.errorFilters,
		...(options.services && {services: options.services}),
		pollMs: options.pollMs,
		settleMs: options.settleMs,
		baselineHours: options.baselineHours,
		detector: options.detector,
		...(options.historyReady && {historyReady: options.historyReady}),
		waiter,
		now,
	});
	const {scope} = monitor;
	const createNamingMiner = createNamingMiners(() => store.getState().history.services);
	// The monitor says what it waits for. What a person asked for just takes a little longer.
	const patient = createPatientClient(client, {leftMs: askedAgoMs => personPatienceMs - askedAgoMs});
	const details = createServiceDetails({
		client: patient, scope, store, createMiner: createNamingMiner, isShown: true, known, now, signal, ...(options.focus && {focus: options.focus}),
	});
	const analyses = createAnalyses({
		store, details, client: patient, scope, createMiner: createNamingMiner, timeZone: options.timeZone, model: options.model, redactPatterns: options.redactPatterns, now, signal, placeholders: 'session',
	});
	const alerter = createAlerter({
		store,
		scope,
		targets: openTargets(options.alerts.targets, {now}),
		exploreUrl: options.alerts.exploreUrl,
		loadDetail: details.load,
		createRedactor: () => analyses.redactor,
		async openOutbox() {
			const {openOutbox} = await import('../../alerting/outbox.js');
			return openOutbox({directory: options.stateDir, now: realNow});
		},
		cooldown: createCooldown({cooldownMs: alertCooldownMs}),
		now,
		signal,
	});
	const shared = createSharedMemory({
		store, client, scope, tenant: options.loki.tenant, journal: options.journal, stateDir: options.stateDir, redact: createNameRedactor(() => createRedactor(options.redactPatterns)), now, signal,
	});
	const mutes = createMutes({
		store, memory: shared, now,
	});
	const logViews = createLogViews({
		client: patient, settings: options.loki, scope, store, now, signal,
	});
	return {
		store,
		monitor,
		details,
		analyses,
		alerter,
		mutes,
		shared,
		logViews,
		personClient: patient,
		signal,
		focus: options.focus,
		async close() {
			controller.abort();
			clearInterval(saving);
			await save();
		},
	};
}
