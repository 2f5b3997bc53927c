import {groupIncidents, type Incident} from '../../detect/incident.js';
import {leadOf} from '../../detect/lead.js';
import {fleetService} from '../../detect/types.js';
import {openDirectoryLog} from '../../alerting/memory/alert-memory-directory.js';
import type {Remembered} from '../../alerting/memory/alert-memory-fold.js';
import {createAlertMemory, type AlertMemory} from '../../alerting/memory/alert-memory.js';
import {planAlerts, type AlertPlan, type CurrentIncident} from '../../alerting/alert-plan.js';
import {openJournal} from '../../alerting/memory/journal.js';
import {hashFingerprint, scopeKey} from '../../alerting/memory/journal-event.js';
import {openCommand} from '../../incidents/open-token.js';
import type {Analyses} from '../../investigate/analyses.js';
import {createRedactor} from '../../investigate/redaction/redact.js';
import type {ServiceDetails} from '../../investigate/evidence/service-details.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import type {PassResult} from '../../monitor/pass.js';
import {openOutbox, type Outbox} from '../../alerting/outbox.js';
import {createWebhook} from '../../alerting/targets/slack/webhook.js';
import {relationOf} from '../../store/selectors/relation.js';
import type {Store} from '../../store/store.js';
import type {CheckOptions} from './options.js';
import type {CheckAlert} from './report.js';
import {sendAlerts} from './headless-alerts.js';
import {
	createFindings,
	noSpending,
	type Finding,
	type ModelSpending,
} from './headless-findings.js';

/** Open incidents that are looked into in one pass. */
const maxFindings = 3;
/** Below this part of the baseline nobody can say that something is over because it is not found. */
const shortBaseline = 0.5;
const longEnoughMinutes = 12 * 60;

type Read = Extract<PassResult, {type: 'read'}>;

/** What was done about what one pass found. */
export type Acted = {
	readonly plan: AlertPlan;
	readonly remembered: Remembered;
	readonly sent: readonly CheckAlert[];
	readonly found: ReadonlyMap<string, Finding>;
	/** What opens the investigation of an incident on another machine. */
	readonly openCommand: (incident: CurrentIncident) => string;
	readonly redact: (text: string) => string;
	readonly notes: readonly string[];
};

export type ResponderOptions = {
	readonly options: CheckOptions;
	readonly client: LokiClient;
	readonly store: Store;
	readonly details: ServiceDetails;
	readonly analyses: Analyses;
};

/** What follows from what a pass read: the memory of alerts, a look into what is open, and the messages to the team. */
export type Responder = {
	readonly act: (read: Read, signal: AbortSignal) => Promise<Acted>;
	/** What the model cost since this was asked last. */
	readonly takeSpending: () => ModelSpending;
};

export function createResponder({options, client, store, details, analyses}: ResponderOptions): Responder {
	const {session} = options;
	const {now, stateDir, loki} = session;
	const {webhookUrl, allowedHosts, exploreUrl} = session.slack;
	const webhook = options.isSlackOn && webhookUrl !== undefined ? createWebhook({url: webhookUrl, allowedHosts, now}) : undefined;
	// A name is redacted the same way in every run only by a fresh redactor.
	const redact = (text: string): string => createRedactor(session.redactPatterns).redact(text);
	let outbox: Promise<Outbox> | undefined;
	let memory: {readonly scope: string; readonly alerts: AlertMemory} | undefined;
	let findings: ReturnType<typeof createFindings> | undefined;

	/** The memory of what is watched; Loki has to be asked first what that is. */
	const openMemory = async (scope: Scope): Promise<AlertMemory> => {
		const key = scopeKey(loki.tenant, scope.selector);
		if (memory?.scope !== key) {
			const journal = options.journal === 'loki' ? [openJournal({client, scope: key, now})] : [];
			const alerts = createAlertMemory({logs: [...journal, await openDirectoryLog({directory: stateDir, scope: key, now})], scope: key, now});
			memory = {scope: key, alerts};
			findings = createFindings({
				store, details, analyses, memory: alerts, model: session.model, analyze: options.analyze, maxDollarsPerDay: options.maxDollarsPerDay, redact, now,
			});
		}

		return memory.alerts;
	};

	const linkOf = (incident: CurrentIncident, finding: Pick<Finding, 'evidence'> | undefined, scope: Scope): string => {
		const main = leadOf(incident.members.flatMap(({anomalies}) => anomalies).filter(({service}) => service === incident.suspected));
		return openCommand({
			selector: scope.selector,
			serviceLabel: scope.capabilities.serviceLabel,
			service: incident.suspected,
			kind: main?.kind ?? 'error-spike',
			startMs: incident.onsetMs,
			endMs: finding?.evidence?.endMs ?? now(),
			fingerprint: main ? hashFingerprint(main.fingerprint) : '',
			incident: incident.id,
		});
	};

	/** What the lines of those say that broke first decides who was first: read once, as an incident of several services is found. */
	const lookAtFirst = async (open: AlertPlan['open']): Promise<void> => {
		const found = open.find(({members, remembered, suspected}) => members.length > 1 && !remembered && suspected !== fleetService);
		if (found && options.analyze !== 'none') {
			await Promise.all(found.members.slice(0, maxFindings).map(async ({service}) => details.load(service)));
		}
	};

	/** Tells the team, and looks into what is open. */
	const act = async (read: Read, signal: AbortSignal): Promise<Acted> => {
		const alerts = await openMemory(read.scope);
		const remembered = await alerts.remember(signal);
		const {minutes, wantedMinutes} = read.learnt;
		const planFor = (incidents: readonly Incident[]): AlertPlan => planAlerts({
			incidents,
			remembered,
			held: read.held.filter(({state}) => state !== 'resolved'),
			nowMs: now(),
			remindMs: options.remindMs,
			isBaselineShort: minutes < Math.min(longEnoughMinutes, wantedMinutes * shortBaseline),
			redact,
		});
		await lookAtFirst(planFor(groupIncidents(read.anomalies)).open);
		signal.throwIfAborted();
		const plan = planFor(groupIncidents(read.anomalies, relationOf(store.getState().details)));
		await alerts.write(plan.events, signal);
		const found = new Map<string, Finding>();
		const notes: string[] = [];
		const find = async (incident: CurrentIncident, how: {readonly forceRefresh: boolean; readonly isModelAllowed: boolean}): Promise<Finding | undefined> => {
			const {finding, notes: said} = await findings!.find(incident, remembered, {...how, signal});
			notes.push(...said);
			if (finding) {
				found.set(incident.id, finding);
			}

			return finding;
		};

		const sent = webhook
			? await sendAlerts({
				plan,
				memory: alerts,
				webhook,
				async openOutbox() {
					outbox ??= openOutbox({directory: stateDir, now});
					return outbox;
				},
				isService: options.everyMs !== undefined,
				find: async ({incident}) => find(incident, {forceRefresh: true, isModelAllowed: true}),
				openCommand: ({incident}, finding) => linkOf(incident, finding, read.scope),
				exploreUrl,
				createRedactor: () => createRedactor(session.redactPatterns),
				redact,
				selector: read.scope.selector,
				now,
				signal,
			})
			: [];
		for (const incident of plan.open.slice(0, maxFindings)) {
			if (!found.has(incident.id)) {
				await find(incident, {forceRefresh: false, isModelAllowed: !webhook && await isOurs(alerts, incident, signal)});
			}
		}

		const opened = await outbox;
		const outboxNote = opened?.note();
		return {
			plan, remembered, sent, found, redact,
			openCommand: incident => linkOf(incident, found.get(incident.id), read.scope),
			notes: [...notes, ...alerts.notes(), ...outboxNote === undefined ? [] : [outboxNote]],
		};
	};

	/** Without alerts too, an incident is analysed by one run only. */
	const isOurs = async (alerts: AlertMemory, {id, fingerprints, remembered}: CurrentIncident, signal: AbortSignal): Promise<boolean> => {
		if (options.analyze !== 'claude' || remembered?.finding) {
			return false;
		}

		const {isWon} = await alerts.claim({
			incident: id, reason: 'opened', fingerprints, isForAnalysis: true,
		}, {atMs: now(), triedMs: undefined}, signal);
		return isWon;
	};

	return {act, takeSpending: () => findings?.takeSpending() ?? noSpending};
}
