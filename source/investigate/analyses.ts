import {linkAbort} from '../loki/http/linked-abort.js';
import type {LokiClient, Scope} from '../loki/types.js';
import type {PatternMiner} from '../patterns/types.js';
import type {RestoreText} from '../terminal/restored-text.js';
import type {Analysis, Turn} from '../store/analysis.js';
import type {Store} from '../store/store.js';
import type {AnalysisEvent} from '../facts/analysis.js';
import type {Evidence} from '../facts/evidence.js';
import type {Verdict} from '../facts/verdict.js';
import {readAnswer} from '../answer/parts.js';
import type {BudgetLimits} from './claude/budget/budget.js';
import {createConversation, type PastTurn} from './claude/conversation.js';
import {countPlaceholders} from './redaction/count-placeholders.js';
import {createRedactor} from './redaction/redact.js';
import {findModel, nextModelId, priceWords} from './claude/request/models.js';
import type {ServiceDetails} from './evidence/service-details.js';
import {createToolbox} from './tools/toolbox.js';
import type {Conversation, TrackingRedactor, RestoringRedactor} from './types.js';

/** The model that answers, and how it is reached. */
export type ModelSettings = {
	/** Undefined where there is no key: then there is only the rule-based verdict. */
	readonly apiKey: string | undefined;
	readonly authToken: string | undefined;
	readonly baseUrl: string | undefined;
	readonly model: string;
	/** Of each question, where it is not the usual one. */
	readonly budget?: Partial<BudgetLimits>;
	/** The answers come from a script, and the screen says so. */
	readonly isScripted: boolean;
};

export type AnalysesOptions = {
	readonly store: Store;
	readonly details: ServiceDetails;
	readonly client: LokiClient;
	/** Undefined until Loki has been discovered: then the model gets no tools. */
	readonly scope: () => Scope | undefined;
	readonly createMiner: () => PatternMiner;
	/** In which a person reads clock times. */
	readonly timeZone: string | undefined;
	readonly model: ModelSettings;
	readonly redactPatterns: readonly RegExp[];
	readonly now: () => number;
	readonly signal: AbortSignal;
	/** Whether a placeholder means the same in all conversations and in the records of a session, or each conversation has its own: a run of weeks would fill one redactor. */
	readonly placeholders: 'session' | 'conversation';
};

export type Analyses = {
	/** A new analysis of a service: collects evidence, asks, streams into the store. Resolves when the answer has ended. */
	readonly analyse: (service: string) => Promise<void>;
	readonly ask: (service: string, question: string) => Promise<void>;
	/** Stops the answer that is streaming; what came so far stays. */
	readonly stop: (service: string) => void;
	/** What has been or would be sent, redacted; undefined where the evidence could not be read. */
	readonly preview: (service: string) => Promise<string | undefined>;
	/** Switches the model of the next analysis; says which it is and what it costs. Running conversations keep theirs. */
	readonly nextModel: () => string;
	/** The redactor of the session: what it hid from the model has the same placeholder in every record and message. */
	readonly redactor: TrackingRedactor;
	/** What stands behind a placeholder of this session, for the screen. */
	readonly restore: RestoreText;
	/** False where nothing is sent and there is only the rule-based verdict. A script has one too. */
	readonly hasKey: boolean;
};

type Running = {
	readonly conversation: Conversation;
	readonly redactor: RestoringRedactor;
	abort: AbortController;
};

/** Runs the conversations with the model and keeps the store up to date with them. */
export function createAnalyses(options: AnalysesOptions): Analyses {
	const {store, model, now} = options;
	const running = new Map<string, Running>();
	let modelId = model.model;
	const hasKey = model.apiKey !== undefined || model.authToken !== undefined;
	const ofSession = createRedactor(options.redactPatterns);

	const converse = (evidence: Evidence, turns: readonly Turn[] = []): Running => {
		const {client, createMiner, timeZone} = options;
		const redactor = options.placeholders === 'session' ? countPlaceholders(ofSession) : createRedactor(options.redactPatterns);
		const scope = options.scope();
		const toolbox = scope && createToolbox({
			client, scope, evidence, redactor, createMiner, now, timeZone,
		});
		const conversation = createConversation({
			evidence,
			model: modelId,
			apiKey: model.apiKey,
			authToken: model.authToken,
			baseUrl: model.baseUrl,
			redactor,
			...(toolbox && {toolbox}),
			...(model.budget && {budget: model.budget}),
			history: turns.map((turn): PastTurn => ({question: turn.question, answer: turn.text, isWhole: turn.status === 'ended'})),
			now,
		});
		return {conversation, redactor, abort: new AbortController()};
	};

	/** The conversation that is going on; one that an earlier session began goes on from its evidence and turns. */
	const runOf = (service: string): Running | undefined => {
		const analysis = store.getState().analyses.get(service);
		const run = running.get(service) ?? (analysis && hasKey && analysis.source !== 'rules'
			? converse(analysis.evidence, analysis.turns)
			: undefined);
		if (run) {
			running.set(service, run);
		}

		return run;
	};

	const stream = async (service: string, question: string | undefined): Promise<void> => {
		const run = runOf(service);
		if (!run) {
			return;
		}

		run.abort = new AbortController();
		store.dispatch({
			type: 'turn-asked', service, question, atMs: now(),
		});
		const show = (event: AnalysisEvent) => {
			// An analysis that was asked for anew has replaced this one on the screen.
			if (running.get(service) !== run) {
				return;
			}

			store.dispatch({
				type: 'analysis-event', service, event, atMs: now(),
			});
		};

		const link = linkAbort(options.signal, run.abort.signal);
		try {
			for await (const event of run.conversation.ask(question, link.signal)) {
				if (event.type === 'started') {
					noteLines(service, run);
				}

				show(model.isScripted ? withoutCost(event) : event);
			}
		} finally {
			link.unlink();
		}

		store.dispatch({type: 'redacted', service, count: run.conversation.redactedCount()});
		noteReport(service, question === undefined);
	};

	/** What stood in the request that is answered now is what the answer may cite. */
	const noteLines = (service: string, run: Running) => {
		if (running.get(service) === run) {
			store.dispatch({type: 'lines-shown', service, lines: run.conversation.shownLines()});
		}
	};

	/** The newest command and Slack line are what `y` and `s` take, with placeholders; a follow-up without them changes nothing. */
	const noteReport = (service: string, isFirst: boolean) => {
		const analysis = store.getState().analyses.get(service);
		const turn = analysis?.turns.at(-1);
		if (!turn) {
			return;
		}

		const {headline, command, slackLine} = readAnswer(turn);
		const before = analysis?.report;
		if (!isFirst && command === undefined && slackLine === undefined) {
			return;
		}

		store.dispatch({
			type: 'report-read',
			service,
			report: {
				headline: isFirst ? headline : before?.headline ?? headline,
				command: command ?? before?.command,
				slackLine: slackLine ?? before?.slackLine,
			},
		});
	};

	return {
		async analyse(service) {
			running.get(service)?.abort.abort();
			const found = await options.details.load(service);
			if (!found) {
				return;
			}

			store.dispatch({type: 'analysis-opened', analysis: newAnalysis(service, found, {...model, model: modelId}, hasKey, now())});
			if (!hasKey) {
				return;
			}

			running.set(service, converse(found.evidence));
			await stream(service, undefined);
		},
		ask: async (service, question) => stream(service, question),
		stop(service) {
			running.get(service)?.abort.abort();
		},
		redactor: ofSession,
		restore: ofSession.restore,
		hasKey,
		nextModel() {
			if (!hasKey) {
				return 'no Claude API key: set ANTHROPIC_API_KEY and restart';
			}

			modelId = nextModelId(modelId, model.model);
			const price = priceWords(findModel(modelId));
			return `the next analysis asks ${modelId}${price === undefined ? '' : ` (${price})`}; a starts it`;
		},
		async preview(service) {
			const run = runOf(service);
			if (run) {
				return run.conversation.preview();
			}

			const found = await options.details.load(service);
			return found && converse(found.evidence).conversation.preview();
		},
	};
}

/** A script costs nothing, whatever its tokens would. */
function withoutCost(event: AnalysisEvent): AnalysisEvent {
	if (event.type === 'usage') {
		return {...event, usage: {...event.usage, costDollars: undefined}};
	}

	return event.type === 'budget' ? {...event, budget: {...event.budget, dollars: {...event.budget.dollars, used: 0}}} : event;
}

function newAnalysis(service: string, {evidence, verdict}: {readonly evidence: Evidence; readonly verdict: Verdict}, model: ModelSettings, hasKey: boolean, nowMs: number): Analysis {
	const source = model.isScripted ? 'scripted' : 'claude';
	return {
		service,
		source: hasKey ? source : 'rules',
		model: model.model,
		startedMs: nowMs,
		evidence,
		verdict,
		shownLines: evidence.lines,
		turns: [],
		report: undefined,
		usage: {inputTokens: 0, outputTokens: 0, costDollars: undefined},
		budget: undefined,
		redactedCount: 0,
	};
}
