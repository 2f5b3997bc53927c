import {createHash} from 'node:crypto';
import {performance} from 'node:perf_hooks';
import {dayOf} from '../../alerting/memory/alert-memory-fold.js';
import {createAnalyses} from '../../investigate/analyses.js';
import {createRedactor} from '../../investigate/redaction/redact.js';
import {createServiceDetails} from '../../investigate/evidence/service-details.js';
import {createLokiClient} from '../../loki/client.js';
import {createPatientClient} from '../../loki/patient-client.js';
import {askedWaitMs, troubleOf} from '../../loki/http/trouble.js';
import {createPasses, type PassesOptions} from '../../monitor/once/pass.js';
import {openSeenFile} from '../../monitor/seen-file.js';
import {knownPatterns} from '../../patterns/known-patterns.js';
import {createNamingMiners} from '../shared/naming-miners.js';
import {anywhere} from '../../words/reader.js';
import {initialState} from '../../store/initial-state.js';
import {createStore} from '../../store/store.js';
import {createResponder} from '../../alerting/responder.js';
import {openCheckMemory} from './check-memory.js';
import type {CheckOptions} from './options.js';
import {reportNothing, reportRead} from './report-read.js';
import {emptyReport, toIso, type CheckReport} from './report.js';

/** A service keeps what it learnt this often, and when it ends: it is a large file. */
const saveEveryMs = 5 * 60_000;
/** A service asks again with its next pass; until then it waits in a pass no longer than this. */
const servicePatienceMs = 10_000;
/** Minutes that the store needs beside the detector. */
const storeHours = 1;

/** Looks at a Loki without a screen: reads, judges, tells the team, and keeps what it learnt. */
export type Headless = {
	/** One pass. Never throws for what may pass: the report says what failed. */
	readonly pass: (signal: AbortSignal) => Promise<CheckReport>;
	/** Keeps what was learnt since it was last kept, and ends. */
	readonly close: () => Promise<void>;
};

/** What is kept of one Loki, tenant and selector is of no use to another. The address may hold a password: only its hash is written. */
function watchedKey({session}: CheckOptions): string {
	const {loki, selector, services, serviceLabel, levelLabel, errorFilters, baselineHours, detector} = session;
	return createHash('sha256').update(JSON.stringify([loki.url, loki.tenant ?? '', selector ?? '', services ?? [], serviceLabel ?? '', ...levelLabel === undefined ? [] : [levelLabel], ...errorFilters ?? [], baselineHours, detector.kind, detector.sensitivity ?? ''])).digest('hex');
}

/** Wires the rooms for runs without a screen. Throws LokiError where Loki's address cannot be used. */
export async function createHeadless(options: CheckOptions, {wait}: Pick<PassesOptions, 'wait'> = {}): Promise<Headless> {
	const {session} = options;
	const {now, stateDir, loki} = session;
	const client = createLokiClient(loki);
	const {host} = new URL(loki.url);
	// A text names its zone once; what a program reads names it with every time.
	const reader = options.format === 'text' ? {timeZone: session.timeZone} : anywhere;
	const store = createStore(initialState(now(), {
		host, tenant: loki.tenant, selector: session.selector ?? '', baselineHours: storeHours, isDemo: false, timeZone: session.timeZone,
	}));
	const watched = watchedKey(options);
	const seenFile = await openSeenFile({directory: stateDir, lokiUrl: loki.url, tenant: loki.tenant});
	const kept = openCheckMemory(stateDir, watched);
	const startNotes = [...kept.notes];
	const known = knownPatterns(seenFile.seen);
	const patienceMs = options.everyMs === undefined ? options.budget.maxMs : Math.min(options.budget.maxMs, servicePatienceMs);
	let patientUntilMs = 0;
	let passSignal: AbortSignal | undefined;
	const patient = createPatientClient(client, {leftMs: () => patientUntilMs - performance.now(), signal: () => passSignal, wait});
	const passes = createPasses({
		client: patient,
		store,
		selector: session.selector,
		...(session.services && {services: session.services}),
		serviceLabel: session.serviceLabel,
		levelLabel: session.levelLabel,
		errorFilters: session.errorFilters,
		baselineHours: session.baselineHours,
		settleMs: session.settleMs,
		detector: session.detector,
		known,
		hideLines: lines => createRedactor(session.redactPatterns).redactEach(lines),
		budget: options.budget,
		memory: kept.memory,
		...wait && {wait},
		now,
	});
	kept.release();
	const ending = new AbortController();
	const createNamingMiner = createNamingMiners(() => store.getState().history.services);
	const details = createServiceDetails({
		client: patient, scope: passes.scope, store, createMiner: createNamingMiner, known, now, signal: ending.signal,
	});
	const analyses = createAnalyses({
		store, details, client: patient, scope: passes.scope, createMiner: createNamingMiner, timeZone: session.timeZone, model: session.model, redactPatterns: session.redactPatterns, now, signal: ending.signal, placeholders: 'conversation',
	});
	const responder = createResponder({
		...options,
		...session,
		exploreUrl: session.alerts.exploreUrl,
		tenant: loki.tenant,
		isService: options.everyMs !== undefined,
		client,
		store,
		details,
		analyses,
	});
	let savedMs = -Infinity;
	let isUnsaved = false;

	const save = async (): Promise<readonly string[]> => {
		savedMs = now();
		isUnsaved = false;
		const learnt = passes.memory();
		const [note] = await Promise.all([learnt && kept.save(learnt), seenFile.save()]);
		return note === undefined ? [] : [note];
	};

	return {
		async pass(signal) {
			const startedMs = now();
			patientUntilMs = performance.now() + patienceMs;
			passSignal = signal;
			const before = client.cost();
			const base = emptyReport(startedMs, host, loki.tenant);
			const finish = (part: Partial<CheckReport>): CheckReport => {
				const cost = client.cost();
				const {inputTokens, outputTokens, dollars} = responder.takeSpending();
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
					return finish({status: 'failed', error: reportNothing(read), notes: startNotes.splice(0)});
				}

				isUnsaved = true;
				const isSavingDue = options.everyMs === undefined || now() - savedMs >= saveEveryMs;
				const saving = isSavingDue ? save() : [];
				const acted = await responder.act(read, signal);
				const part = reportRead(read, acted, {
					host, tenant: loki.tenant, nowMs: now(), reader,
				});
				const dollarsBefore = acted.remembered.dollars.get(dayOf(startedMs)) ?? 0;
				return finish({...part, notes: [...startNotes.splice(0), ...part.notes ?? [], ...await saving], cost: {...base.cost, modelDollarsToday: dollarsBefore}});
			} catch (error) {
				if (signal.aborted) {
					throw error;
				}

				const waitMs = askedWaitMs(error);
				// The report has a schema, and no place in a query.
				const {what, why, nextStep} = troubleOf(error);
				return finish({
					status: 'failed', error: {
						what, why, nextStep, ...waitMs !== undefined && {retryAfterSeconds: waitMs / 1000},
					}, notes: startNotes.splice(0),
				});
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
