import {fleetService} from '../detect/types.js';
import type {Analyses, ModelSettings} from '../investigate/analyses.js';
import {defaultLimits} from '../investigate/claude/budget/budget.js';
import type {ServiceDetails} from '../investigate/evidence/service-details.js';
import type {Evidence} from '../facts/evidence.js';
import type {Verdict} from '../facts/verdict.js';
import type {Store} from '../store/store.js';
import {
	findingOf,
	redactWords,
	toldBy,
	type Finding,
} from './finding.js';
import type {CurrentIncident} from './match-incidents.js';
import {dayOf, type Remembered} from './memory/alert-memory-fold.js';
import type {AlertMemory} from './memory/alert-memory.js';

/** A model that has not answered by then is not waited for: the alert goes out with what the rules say. */
const maxAnalysisMs = 75_000;
/** What an answer of a model whose price is not known counts for. */
const unknownDollars = 0.25;

export type FindingsOptions = {
	readonly store: Store;
	readonly details: ServiceDetails;
	readonly analyses: Analyses;
	readonly memory: AlertMemory;
	readonly model: ModelSettings;
	readonly analyze: 'none' | 'rules' | 'claude';
	readonly maxDollarsPerDay: number;
	readonly redact: (text: string) => string;
	readonly now: () => number;
};

/** What one pass spent on models. */
export type ModelSpending = {readonly inputTokens: number; readonly outputTokens: number; readonly dollars: number};

export type Findings = {
	/** What is known of an incident's cause: the rules' verdict, or a model's answer, once an incident. `forceRefresh` reads the lines again; a model is asked only where that is allowed. */
	readonly find: (incident: CurrentIncident, remembered: Remembered, options: {readonly forceRefresh: boolean; readonly isModelAllowed: boolean; readonly signal: AbortSignal}) => Promise<{readonly finding: Finding | undefined; readonly notes: readonly string[]}>;
	/** Since the last call. */
	readonly takeSpending: () => ModelSpending;
};

export const noSpending: ModelSpending = {inputTokens: 0, outputTokens: 0, dollars: 0};
const maxKept = 200;

/** Looks into incidents for a run without a screen. */
export function createFindings(options: FindingsOptions): Findings {
	const {store, details, analyses, memory, model, now, redact} = options;
	const kept = new Map<string, Finding>();
	let spending = noSpending;
	/** Of this process: what another one spends is in the memory with the next pass. */
	const spentToday = new Map<string, number>();
	/** Questions under way: each may cost its limit. */
	let asking = 0;
	const mayCostDollars = model.budget?.dollars ?? defaultLimits.dollars;

	const keep = (id: string, finding: Finding): Finding => {
		kept.delete(id);
		kept.set(id, finding);
		const [oldest] = kept.keys();
		if (kept.size > maxKept && oldest !== undefined) {
			kept.delete(oldest);
		}

		return finding;
	};

	const askModel = async (incident: CurrentIncident, detail: {readonly evidence: Evidence; readonly verdict: Verdict}, signal: AbortSignal): Promise<{readonly finding: Finding | undefined; readonly notes: readonly string[]}> => {
		const {suspected: service, id} = incident;
		const before = store.getState().analyses.get(service);
		const timer = setTimeout(() => {
			analyses.stop(service);
		}, maxAnalysisMs);
		try {
			await analyses.analyse(service);
		} finally {
			clearTimeout(timer);
		}

		signal.throwIfAborted();
		const newest = store.getState().analyses.get(service);
		// Where the lines could not be read again, the analysis of an earlier incident still stands there.
		const analysis = newest === before ? undefined : newest;
		const turn = analysis?.turns.at(-1);
		const {inputTokens = 0, outputTokens = 0, costDollars} = analysis?.usage ?? {};
		const dollars = inputTokens + outputTokens === 0 ? 0 : costDollars ?? unknownDollars;
		spending = {inputTokens: spending.inputTokens + inputTokens, outputTokens: spending.outputTokens + outputTokens, dollars: spending.dollars + dollars};
		spentToday.set(dayOf(now()), (spentToday.get(dayOf(now())) ?? 0) + dollars);
		const answer = toldBy(analysis);
		const told = answer && redactWords(answer.told, redact);
		if (inputTokens + outputTokens > 0) {
			await memory.write([{
				event: 'analysed', incident: id, source: analysis?.source === 'scripted' ? 'scripted' : 'claude', model: analysis?.model ?? model.model, headline: told?.headline.slice(0, 1000) ?? '', cause: told?.cause?.slice(0, 1000), command: told?.command?.slice(0, 1000), inputTokens, outputTokens, dollars,
			}], signal);
		}

		if (answer && told) {
			return {finding: {source: answer.source, told, ...detail}, notes: []};
		}

		const why = turn?.trouble ? `${turn.trouble.what}: ${turn.trouble.why}` : 'answer incomplete';
		return {finding: undefined, notes: [`Claude did not analyse ${redact(service)} (${why}); showing the rule-based verdict.`]};
	};

	return {
		async find(incident, remembered, {forceRefresh, isModelAllowed, signal}) {
			const {suspected: service, id} = incident;
			const known = kept.get(id);
			if (options.analyze === 'none' || service === fleetService || (known && !forceRefresh)) {
				return {finding: known, notes: []};
			}

			const detail = await details.load(service, {forceRefresh});
			signal.throwIfAborted();
			if (!detail) {
				const why = store.getState().details.get(service)?.trouble?.why ?? 'no answer';
				const without = known ? 'No new verdict' : 'No verdict';
				return {finding: known, notes: [`${without} for ${redact(service)}: its lines could not be read (${why}).`]};
			}

			const byRules = findingOf(detail, undefined);
			const before = incident.remembered?.finding;
			if (before && before.headline !== '') {
				return {finding: keep(id, {...byRules, source: before.source, told: before}), notes: []};
			}

			if (options.analyze === 'rules' || before !== undefined || !isModelAllowed) {
				return {finding: keep(id, byRules), notes: []};
			}

			const today = dayOf(now());
			const spent = Math.max(remembered.dollars.get(today) ?? 0, spentToday.get(today) ?? 0);
			if (spent + (asking * mayCostDollars) >= options.maxDollarsPerDay) {
				return {finding: keep(id, byRules), notes: [`Daily Claude budget ($${options.maxDollarsPerDay}) used; showing the rule-based verdict of ${redact(service)}.`]};
			}

			asking++;
			try {
				const {finding, notes} = await askModel(incident, detail, signal);
				return {finding: keep(id, finding ?? byRules), notes};
			} finally {
				asking--;
			}
		},
		takeSpending() {
			const taken = spending;
			spending = noSpending;
			return taken;
		},
	};
}
