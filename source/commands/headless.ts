import {createHash} from 'node:crypto';
import path from 'node:path';
import {groupIncidents, type Incident} from '../detect/incident.js';
import {packBytes} from '../detect/pack.js';
import {fleetService} from '../detect/types.js';
import {openDirectoryLog} from '../incidents/alert-memory-directory.js';
import {dayOf, type Remembered} from '../incidents/alert-memory-fold.js';
import {createAlertMemory, type AlertMemory} from '../incidents/alert-memory.js';
import {
	anomalyMute,
	planAlerts,
	type AlertPlan,
	type CurrentIncident,
} from '../incidents/alert-plan.js';
import {openJournal} from '../incidents/journal.js';
import {hashFingerprint, scopeKey} from '../incidents/journal-event.js';
import {openCommand} from '../incidents/open-token.js';
import {createAnalyses} from '../investigate/analyses.js';
import {createRedactor} from '../investigate/redact.js';
import {createServiceDetails} from '../investigate/service-details.js';
import {createLokiClient} from '../loki/client.js';
import {troubleOf} from '../loki/trouble.js';
import type {Scope} from '../loki/types.js';
import {readMemory, saveMemory} from '../monitor/pass-memory.js';
import {createPasses, type PassResult} from '../monitor/pass.js';
import {openSeenFile} from '../monitor/seen-file.js';
import {openOutbox, type Outbox} from '../notify/outbox.js';
import {createWebhook} from '../notify/webhook.js';
import {knownPatterns} from '../patterns/known-patterns.js';
import {createMiner} from '../patterns/miner.js';
import {readStateFile, writeStateFile} from '../records/state-file.js';
import {relationOf} from '../store/selectors/relation.js';
import {initialState} from '../store/state.js';
import {createStore} from '../store/store.js';
import {sanitizeLine} from '../terminal/sanitize.js';
import type {CheckOptions} from './check-options.js';
import {
	emptyReport,
	reportAnomaly,
	reportIncident,
	statusOf,
	toIso,
	type CheckAlert,
	type CheckReport,
} from './check-report.js';
import {sendAlerts} from './headless-alerts.js';
import {createFindings, type Finding} from './headless-findings.js';

/** Open incidents that are looked into in one pass. */
const maxFindings = 3;
/** A service keeps what it learnt this often, and when it ends: it is a large file. */
const saveEveryMs = 5 * 60_000;
/** Minutes that the store needs beside the detector. */
const storeHours = 1;
/** Below this part of the baseline nobody can say that something is over because it is not found. */
const shortBaseline = 0.5;
const longEnoughMinutes = 12 * 60;

/** Looks at a Loki without a screen: reads, judges, tells the team, and keeps what it learnt. */
export type Headless = {
	/** One pass. Never throws for what may pass: the report says what failed. */
	readonly pass: (signal: AbortSignal) => Promise<CheckReport>;
	/** Keeps what was learnt since it was last kept, and ends. */
	readonly close: () => Promise<void>;
};

/** What is kept of one Loki, tenant and selector is of no use to another. The address may hold a password: only its hash is written. */
function watchedKey({session}: CheckOptions): string {
	const {loki, selector, services, serviceLabel, baselineHours, detector} = session;
	return createHash('sha256').update(JSON.stringify([loki.url, loki.tenant ?? '', selector ?? '', services ?? [], serviceLabel ?? '', baselineHours, detector.kind, detector.sensitivity ?? ''])).digest('hex');
}

/** Wires the rooms for runs without a screen. Throws LokiError where Loki's address cannot be used. */
export async function createHeadless(options: CheckOptions): Promise<Headless> {
	const {session} = options;
	const {now, stateDir, loki} = session;
	const client = createLokiClient(loki);
	const {host} = new URL(loki.url);
	const store = createStore(initialState(now(), {
		host, tenant: loki.tenant, selector: session.selector ?? '', baselineHours: storeHours, isDemo: false, timeZone: session.timeZone,
	}));
	const watched = watchedKey(options);
	const stateFile = path.join(stateDir, 'check', `${watched.slice(0, 16)}.state`);
	const seenFile = await openSeenFile({directory: stateDir, lokiUrl: loki.url, tenant: loki.tenant});
	const stored = readStateFile(stateFile);
	const {memory: saved, note: memoryNote} = readMemory(stored.value, watched);
	const startNotes = [stored.note, memoryNote].filter(note => note !== undefined);
	const known = knownPatterns(seenFile.seen);
	const passes = createPasses({
		client,
		store,
		selector: session.selector,
		...(session.services && {services: session.services}),
		serviceLabel: session.serviceLabel,
		baselineHours: session.baselineHours,
		settleMs: session.settleMs,
		detector: session.detector,
		known,
		budget: options.budget,
		memory: saved,
		now,
	});
	stored.close();
	const ending = new AbortController();
	const details = createServiceDetails({
		client, scope: passes.scope, store, createMiner, known, timeZone: session.timeZone, now, signal: ending.signal,
	});
	const analyses = createAnalyses({
		store, details, client, scope: passes.scope, createMiner, timeZone: session.timeZone, model: session.model, redactPatterns: session.redactPatterns, now, signal: ending.signal,
	});
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
		const main = incident.members.flatMap(({anomalies}) => anomalies).find(({service}) => service === incident.suspected);
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
	const act = async (read: Extract<PassResult, {type: 'read'}>, signal: AbortSignal): Promise<Acted> => {
		const alerts = await openMemory(read.scope);
		const remembered = await alerts.remember(signal);
		const {minutes, wantedMinutes} = read.learnt;
		const planFor = (incidents: readonly Incident[]): AlertPlan => planAlerts({
			incidents,
			remembered,
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
		const find = async (incident: CurrentIncident, how: {readonly isAnew: boolean; readonly isModelAllowed: boolean}): Promise<Finding | undefined> => {
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
				find: async ({incident}) => find(incident, {isAnew: true, isModelAllowed: true}),
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
				await find(incident, {isAnew: false, isModelAllowed: !webhook && await isOurs(alerts, incident, signal)});
			}
		}

		const opened = await outbox;
		const outboxNote = opened?.note();
		return {
			plan, remembered, sent, found, notes: [...notes, ...alerts.notes(), ...outboxNote === undefined ? [] : [outboxNote]],
		};
	};

	/** Without alerts too, an incident is analysed by one run only. */
	const isOurs = async (alerts: AlertMemory, {id, fingerprints, remembered}: CurrentIncident, signal: AbortSignal): Promise<boolean> => {
		if (options.analyze !== 'claude' || remembered?.finding) {
			return false;
		}

		const {isWon} = await alerts.claim({incident: id, reason: 'opened', fingerprints}, signal);
		return isWon;
	};

	let savedMs = -Infinity;
	let isUnsaved = false;

	const save = async (): Promise<readonly string[]> => {
		savedMs = now();
		isUnsaved = false;
		const learnt = passes.memory();
		const [note] = await Promise.all([learnt && writeStateFile(stateFile, saveMemory(learnt, watched), packBytes), seenFile.save()]);
		return note === undefined ? [] : [note];
	};

	const report = (read: Extract<PassResult, {type: 'read'}>, {plan, remembered, sent, found, notes}: Acted): Partial<CheckReport> => {
		const {scope, anomalies, learnt} = read;
		const nowMs = now();
		return {
			status: statusOf(anomalies),
			loki: {
				host, tenant: loki.tenant, selector: scope.selector, serviceLabel: scope.capabilities.serviceLabel, version: scope.capabilities.version,
			},
			judgedAt: toIso(read.judgedMs),
			baseline: {learntMinutes: learnt.minutes, wantedMinutes: learnt.wantedMinutes, isCold: learnt.isCold},
			services: {watched: read.services, abnormal: new Set(anomalies.filter(({state}) => state !== 'resolved').map(({service}) => service)).size},
			anomalies: anomalies.map(anomaly => reportAnomaly(anomaly, redact, anomalyMute(anomaly, remembered.mutes, nowMs, redact))),
			incidents: plan.open.map(incident => reportIncident(incident, {
				finding: found.get(incident.id), openCommand: linkOf(incident, found.get(incident.id), scope),
			}, redact)),
			alerts: [...sent, ...mutedAlerts(plan, redact)],
			notes: [...startNotes.splice(0), ...read.notes, ...notes],
		};
	};

	return {
		async pass(signal) {
			const startedMs = now();
			const before = client.cost();
			const base = emptyReport(startedMs, host, loki.tenant);
			const finish = (part: Partial<CheckReport>): CheckReport => {
				const cost = client.cost();
				const {inputTokens = 0, outputTokens = 0, dollars = 0} = findings?.takeSpending() ?? {};
				return {
					...base,
					...part,
					endedAt: toIso(now()),
					cost: {
						lokiRequests: cost.requests - before.requests,
						lokiBytes: cost.bytesScanned - before.bytesScanned,
						milliseconds: Math.max(0, Math.round(now() - startedMs)),
						modelInputTokens: inputTokens,
						modelOutputTokens: outputTokens,
						modelDollars: Number(dollars.toFixed(6)),
						modelDollarsToday: Number(((part.cost?.modelDollarsToday ?? 0) + dollars).toFixed(6)),
					},
				};
			};

			try {
				const read = await passes.run(signal);
				if (read.type === 'nothing-matches') {
					return finish({status: 'failed', error: nothingMatches(read), notes: startNotes.splice(0)});
				}

				isUnsaved = true;
				const isSavingDue = options.everyMs === undefined || now() - savedMs >= saveEveryMs;
				const saving = isSavingDue ? save() : [];
				const acted = await act(read, signal);
				const part = report(read, acted);
				const dollarsBefore = acted.remembered.dollars.get(dayOf(startedMs)) ?? 0;
				return finish({...part, notes: [...part.notes ?? [], ...await saving], cost: {...base.cost, modelDollarsToday: dollarsBefore}});
			} catch (error) {
				if (signal.aborted) {
					throw error;
				}

				return finish({status: 'failed', error: troubleOf(error), notes: startNotes.splice(0)});
			}
		},
		async close() {
			ending.abort();
			store.close();
			if (isUnsaved) {
				await save();
			}
		},
	};
}

type Acted = {
	readonly plan: AlertPlan;
	readonly remembered: Remembered;
	readonly sent: readonly CheckAlert[];
	readonly found: ReadonlyMap<string, Finding>;
	readonly notes: readonly string[];
};

/** What would have been told if it were not muted. */
const mutedAlerts = ({open}: AlertPlan, redact: (text: string) => string): readonly CheckAlert[] => open.filter(({mutedUntilMs, remembered}) => mutedUntilMs !== undefined && !remembered?.told).map(({id, suspected, mutedUntilMs}) => ({
	incident: id, service: redact(suspected), reason: 'opened', result: 'muted', destination: undefined, why: `muted until ${toIso(mutedUntilMs ?? 0)}`, nextStep: undefined,
}));

function nothingMatches({selector, labels}: Extract<PassResult, {type: 'nothing-matches'}>): NonNullable<CheckReport['error']> {
	const existing = labels.map(({label, values}) => `${label}=${values.join(', ')}`).join('; ');
	return {
		what: `Nothing matches ${sanitizeLine(selector, {maxLength: 500})}`,
		why: labels.length === 0 ? 'nothing has written to this Loki in the last 24 h' : `these labels exist: ${sanitizeLine(existing, {maxLength: 1000})}`,
		nextStep: 'Choose what is watched with --selector.',
	};
}
