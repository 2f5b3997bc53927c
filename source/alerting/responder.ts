import {isOpen} from '../detect/lifecycle.js';
import type {FirstOptions} from '../detect/incidents/first.js';
import {groupIncidents} from '../detect/incidents/incident.js';
import {fleetService, type Anomaly} from '../detect/types.js';
import type {Analyses, ModelSettings} from '../investigate/analyses.js';
import type {ServiceDetails} from '../investigate/evidence/service-details.js';
import {createRedactor} from '../investigate/redaction/redact.js';
import {createNameRedactor} from '../investigate/redaction/redact-names.js';
import type {LokiClient, Scope} from '../loki/types.js';
import {groupingOf} from '../store/selectors/incidents.js';
import type {Store} from '../store/store.js';
import {planAlerts, type AlertPlan} from './alert-plan.js';
import {openCommandOf} from './compose.js';
import type {Finding} from './finding.js';
import {createFindings, noSpending, type ModelSpending} from './findings.js';
import {matchIncidents, type CurrentIncident} from './match-incidents.js';
import type {Remembered} from './memory/alert-memory-fold.js';
import type {AlertMemory} from './memory/alert-memory.js';
import {createMemoryOpener} from './memory/open-memory.js';
import {openOutbox, type Outbox} from './outbox.js';
import {sendAlerts, type SentAlert} from './send-alerts.js';
import type {AlertTarget} from './targets/target.js';

/** Open incidents that are looked into in one pass. */
const maxFindings = 3;
/** Below this part of the baseline nobody can say that something is over because it is not found. */
const shortBaseline = 0.5;
const longEnoughMinutes = 12 * 60;
/** Below this much known baseline, or below the whole of a shorter one, who was first is preliminary. */
const knownEnoughMinutes = 3 * 60;

/** What a pass over Loki found, as far as it matters to the team. */
export type Watched = {
	readonly scope: Scope;
	readonly anomalies: readonly Anomaly[];
	/** Those that may be open, and are not alerted because nothing has confirmed them. */
	readonly held: readonly Anomaly[];
	readonly learnt: {readonly minutes: number; readonly wantedMinutes: number};
};

/** What was done about what one pass found. */
export type Acted = {
	readonly plan: AlertPlan;
	readonly remembered: Remembered;
	readonly sent: readonly SentAlert[];
	readonly found: ReadonlyMap<string, Finding>;
	/** What opens the investigation of an incident on another machine. */
	readonly openCommand: (incident: CurrentIncident) => string;
	readonly redact: (text: string) => string;
	readonly notes: readonly string[];
};

export type ResponderOptions = {
	readonly client: LokiClient;
	readonly store: Store;
	readonly details: ServiceDetails;
	readonly analyses: Analyses;
	/** None where nobody is to be alerted. */
	readonly targets: readonly AlertTarget[];
	readonly exploreUrl: ((selector: string, startMs: number, endMs: number) => string) | undefined;
	readonly analyze: 'none' | 'rules' | 'claude';
	readonly model: ModelSettings;
	readonly maxDollarsPerDay: number;
	/** An open incident is reported again after this time. */
	readonly remindMs: number;
	/** This process lives on, and remembers what it sent. */
	readonly isService: boolean;
	readonly tenant: string | undefined;
	readonly journal: 'none' | 'loki';
	readonly stateDir: string;
	readonly redactPatterns: readonly RegExp[];
	readonly now: () => number;
};

/** What follows from what a pass read: the memory of alerts, a look into what is open, and the messages to the team. */
export type Responder = {
	readonly act: (read: Watched, signal: AbortSignal) => Promise<Acted>;
	/** What the model cost since this was asked last. */
	readonly takeSpending: () => ModelSpending;
};

export function createResponder(options: ResponderOptions): Responder {
	const {
		client, store, details, analyses, targets, exploreUrl, analyze, redactPatterns, isService, stateDir, now,
	} = options;
	const redact = createNameRedactor(() => createRedactor(redactPatterns));
	const openMemory = createMemoryOpener({
		client, tenant: options.tenant, journal: options.journal, stateDir, now,
	});
	let outbox: Promise<Outbox> | undefined;
	let findings: {readonly of: AlertMemory; readonly find: ReturnType<typeof createFindings>} | undefined;

	/** What was found out is of one memory: another selector watches other incidents. */
	const findingsFor = (memory: AlertMemory): ReturnType<typeof createFindings> => {
		if (findings?.of !== memory) {
			findings = {
				of: memory, find: createFindings({
					store, details, analyses, memory, model: options.model, analyze, maxDollarsPerDay: options.maxDollarsPerDay, redact, now,
				}),
			};
		}

		return findings.find;
	};

	/** What the lines of those say that broke first decides what belongs together and who was first: read once, as several services are found in trouble. */
	const lookAtFirst = async (anomalies: readonly Anomaly[], remembered: Remembered, fleet: FirstOptions): Promise<void> => {
		if (analyze === 'none') {
			return;
		}

		const open = matchIncidents({
			incidents: groupIncidents(anomalies, groupingOf(store.getState(), anomalies)), remembered, nowMs: now(), redact, fleet,
		}, []);
		const services = [...new Set(open.filter(incident => !incident.remembered).flatMap(({members}) => members.map(({service}) => service)))].filter(service => service !== fleetService);
		if (services.length > 1) {
			await Promise.all(services.slice(0, maxFindings).map(async service => details.load(service)));
		}
	};

	/** Alerts the team, and looks into what is open. */
	const act = async (read: Watched, signal: AbortSignal): Promise<Acted> => {
		const alerts = await openMemory(read.scope);
		const remembered = await alerts.remember(signal);
		const {minutes, wantedMinutes} = read.learnt;
		const fleet: FirstOptions = {isPreliminary: minutes < Math.min(knownEnoughMinutes, wantedMinutes), services: store.getState().history.services.size};
		await lookAtFirst(read.anomalies, remembered, fleet);
		signal.throwIfAborted();
		const plan = planAlerts({
			targets: targets.map(({id}) => id),
			incidents: groupIncidents(read.anomalies, groupingOf(store.getState(), read.anomalies)),
			remembered,
			held: read.held.filter(anomaly => isOpen(anomaly)),
			nowMs: now(),
			remindMs: options.remindMs,
			isBaselineShort: minutes < Math.min(longEnoughMinutes, wantedMinutes * shortBaseline),
			redact,
			fleet,
		});
		await alerts.write(plan.events, signal);
		const found = new Map<string, Finding>();
		const notes: string[] = [];
		const find = async (incident: CurrentIncident, how: {readonly forceRefresh: boolean; readonly isModelAllowed: boolean}): Promise<Finding | undefined> => {
			const {finding, notes: said} = await findingsFor(alerts).find(incident, remembered, {...how, signal});
			notes.push(...said);
			if (finding) {
				found.set(incident.id, finding);
			}

			return finding;
		};

		const sent = await sendAlerts({
			plan,
			targets,
			memory: alerts,
			async openOutbox() {
				outbox ??= openOutbox({directory: stateDir, now});
				return outbox;
			},
			find: async ({incident}) => find(incident, {forceRefresh: true, isModelAllowed: true}),
			exploreUrl,
			createRedactor: () => createRedactor(redactPatterns),
			redact,
			scope: read.scope,
			isService,
			now,
			signal,
		});
		for (const incident of plan.open.slice(0, maxFindings)) {
			if (!found.has(incident.id)) {
				await find(incident, {forceRefresh: false, isModelAllowed: targets.length === 0 && await isOurs(alerts, incident, signal)});
			}
		}

		const opened = await outbox;
		const outboxNote = opened?.note();
		return {
			plan, remembered, sent, found, redact,
			openCommand: incident => openCommandOf(incident, {evidence: found.get(incident.id)?.evidence, scope: read.scope, nowMs: now()}),
			notes: [...notes, ...alerts.notes(), ...outboxNote === undefined ? [] : [outboxNote]],
		};
	};

	/** Without alerts too, an incident is analysed by one run only. */
	const isOurs = async (alerts: AlertMemory, {id, fingerprints, remembered}: CurrentIncident, signal: AbortSignal): Promise<boolean> => {
		if (analyze !== 'claude' || remembered?.finding) {
			return false;
		}

		const {isWon} = await alerts.claim({
			incident: id, reason: 'opened', target: 'model', fingerprints, isForAnalysis: true,
		}, {atMs: now(), triedMs: undefined}, signal);
		return isWon;
	};

	return {act, takeSpending: () => findings?.find.takeSpending() ?? noSpending};
}
