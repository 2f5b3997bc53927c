import type {ContentBlockParam, MessageCreateParamsStreaming, RawMessageStreamEvent} from '@anthropic-ai/sdk/resources/messages';
import {openAnswer, type Endpoint} from '../answer/answer-stream.js';
import {createTextSorter, type TextSorter, type TextSorterOptions} from '../answer/text-sorter.js';
import {readTokens, withSeenText} from '../budget/token-usage.js';
import {
	cutTrouble,
	describeFailure,
	describeStop,
	malformedTrouble,
	pingTrouble,
	stallTrouble,
	tooLargeTrouble,
	type ApiFailure,
	type TroubleContext,
} from '../troubles.js';
import type {AnalysisEvent} from '../../../facts/analysis.js';
import type {TokenCounts} from './models.js';
import {createMessageBlocks, type AskedCall} from './message-blocks.js';
import {readFailure} from './api-failure.js';
import {watchFetch, type Fetch} from './watched-fetch.js';

/** How one request ended: as the turn ends, with calls of tools, or refused before anything came, so that it can be tried again. */
export type Outcome =
	| {readonly type: 'final'; readonly event: Extract<AnalysisEvent, {type: 'ended' | 'failed'}>}
	| {readonly type: 'calls'; readonly content: readonly ContentBlockParam[]; readonly calls: readonly AskedCall[]}
	| {readonly type: 'refused'; readonly failure: ApiFailure; readonly canRetry: boolean};

type AttemptEvent =
	| Extract<AnalysisEvent, {type: 'started' | 'thinking' | 'text'}>
	| {readonly type: 'tokens'; readonly tokens: TokenCounts}
	/** The last one. */
	| {readonly type: 'outcome'; readonly outcome: Outcome};

export type AttemptOptions = TextSorterOptions & {
	readonly endpoint: Endpoint;
	readonly body: MessageCreateParamsStreaming;
	readonly signal: AbortSignal;
	readonly idleTimeoutMs: number;
	/** Milliseconds in which something other than pings has to come. */
	readonly wordlessTimeoutMs: number;
	readonly fetch: Fetch | undefined;
	readonly now: () => number;
	readonly context: TroubleContext;
};

/** Many times what any answer needs; a broken or hostile server could send for ever. */
const maxAnswerLength = 200_000;
const maxResponseBytes = 16_000_000;

/** What has been seen of the answer so far. */
type Progress = {
	tokens: TokenCounts | undefined;
	characters: number;
	hasText: boolean;
	hasStarted: boolean;
	hasStopped: boolean;
	stopReason: string | undefined;
	explanation: string | undefined;
};

/** The words of a delta; undefined for anything else. */
const readDelta = ({delta}: Extract<RawMessageStreamEvent, {type: 'content_block_delta'}>, progress: Progress): {readonly type: 'text' | 'thinking'; readonly text: string} | undefined => {
	const text = delta.type === 'text_delta' ? delta.text : (delta.type === 'thinking_delta' ? delta.thinking : '');
	progress.characters += delta.type === 'input_json_delta' ? delta.partial_json.length : 0;
	if (typeof text !== 'string' || text === '') {
		return undefined;
	}

	progress.characters += text.length;
	progress.hasText ||= delta.type === 'text_delta';
	return {type: delta.type === 'text_delta' ? 'text' : 'thinking', text};
};

const takeDelta = (event: Extract<RawMessageStreamEvent, {type: 'content_block_delta'}>, progress: Progress, sorter: TextSorter): readonly AttemptEvent[] => {
	const words = readDelta(event, progress);
	if (!words) {
		return [];
	}

	return words.type === 'text' ? sorter.take(words.text, event.index) : [{type: 'thinking', text: words.text}];
};

const takeEvent = (event: RawMessageStreamEvent, progress: Progress, sorter: TextSorter): readonly AttemptEvent[] => {
	switch (event.type) {
		case 'message_start': {
			progress.hasStarted = true;
			progress.tokens = readTokens(event.message.usage);
			return [{type: 'started', model: event.message.model}];
		}

		case 'content_block_start': {
			// The first words may come with the block.
			return event.content_block.type === 'text' && event.content_block.text !== '' ? takeDelta({type: 'content_block_delta', index: event.index, delta: {type: 'text_delta', text: event.content_block.text}}, progress, sorter) : [];
		}

		case 'content_block_delta': {
			return takeDelta(event, progress, sorter);
		}

		case 'message_delta': {
			progress.stopReason = event.delta.stop_reason ?? progress.stopReason;
			progress.explanation = event.delta.stop_details?.explanation ?? undefined;
			progress.tokens = readTokens(event.usage, progress.tokens);
			return [{type: 'tokens', tokens: progress.tokens}];
		}

		case 'message_stop': {
			progress.hasStopped = true;
			return [];
		}

		case 'content_block_stop': {
			return [];
		}
	}
};

/** One request and its stream. `finish` must be called at the end, however it came: it stops everything, and says what was used. */
export const createAttempt = ({endpoint, body, signal, idleTimeoutMs, wordlessTimeoutMs, fetch, now, context, ...sorting}: AttemptOptions): {readonly events: AsyncIterable<AttemptEvent>; readonly finish: () => TokenCounts | undefined} => {
	const controller = new AbortController();
	const abort = (): void => {
		controller.abort();
	};

	let isShown = false;
	let isWordless = false;
	let wordless: NodeJS.Timeout | undefined;
	const expectWords = (): void => {
		clearTimeout(wordless);
		wordless = setTimeout(() => {
			isWordless = true;
			abort();
		}, wordlessTimeoutMs);
	};

	const watch = watchFetch(fetch ?? globalThis.fetch, {idleTimeoutMs, maxBytes: maxResponseBytes, onTrouble: abort});
	const blocks = createMessageBlocks();
	const sorter = createTextSorter(sorting);
	const progress: Progress = {
		tokens: undefined, characters: 0, hasText: false, hasStarted: false, hasStopped: false, stopReason: undefined, explanation: undefined,
	};

	const ended = (stopReason: string): Outcome => ({
		type: 'final',
		event: {type: 'ended', stopReason, trouble: stopReason === 'aborted' ? undefined : describeStop(stopReason, progress.hasText, context, progress.explanation)},
	});
	const failed = (trouble: Extract<AnalysisEvent, {type: 'failed'}>['trouble']): Outcome => ({type: 'final', event: {type: 'failed', trouble}});

	/** What stands above the stream's own end: the user, then the watch. */
	const interruption = (): Outcome | undefined => {
		if (signal.aborted) {
			return ended('aborted');
		}

		if (isWordless) {
			return failed(pingTrouble(context, wordlessTimeoutMs, progress.hasText));
		}

		const verdict = watch.verdict();
		return verdict && failed(verdict === 'stalled' ? stallTrouble(context, progress.hasText) : tooLargeTrouble(context));
	};

	const outcomeOfEnd = (): Outcome => {
		const calls = sorting.mayCallTools && progress.stopReason === 'tool_use' ? blocks.calls() : [];
		return calls.length > 0 ? {type: 'calls', content: blocks.content(), calls} : outcomeOfAnswer();
	};

	const outcomeOfAnswer = (): Outcome => progress.hasStopped || progress.stopReason !== undefined ? ended(progress.stopReason ?? 'none') : failed(progress.hasStarted ? cutTrouble(context) : malformedTrouble(context));

	const outcomeOfError = (error: unknown): Outcome => {
		if (error instanceof SyntaxError) {
			return failed(malformedTrouble(context));
		}

		const failure = readFailure(error, now());
		// What only thinks or was held back nobody has seen as an answer: it can be asked again.
		if (progress.characters === 0 || (!isShown && failure.canRetry)) {
			return {type: 'refused', failure, canRetry: failure.canRetry};
		}

		const isCut = failure.status === undefined && failure.type === undefined;
		return failed(isCut ? cutTrouble(context) : describeFailure(failure, context));
	};

	async function * events(): AsyncGenerator<AttemptEvent> {
		let outcome: Outcome | undefined;
		try {
			if (signal.aborted) {
				yield {type: 'outcome', outcome: ended('aborted')};
				return;
			}

			signal.addEventListener('abort', abort, {once: true});
			expectWords();
			for await (const event of await openAnswer(endpoint, body, {fetch: watch.fetch, signal: controller.signal})) {
				expectWords();
				const taken = takeEvent(event, progress, sorter);
				isShown ||= taken.some(({type}) => type === 'text');
				yield * taken;
				if (!blocks.take(event) || progress.characters > maxAnswerLength) {
					outcome = failed(tooLargeTrouble(context));
					break;
				}
			}
		} catch (error) {
			outcome = interruption() ?? outcomeOfError(error);
		}

		const end = outcome ?? interruption() ?? outcomeOfEnd();
		// Words that were held back of an answer that is asked for again are not shown.
		yield * end.type === 'refused' ? [] : sorter.rest(end.type === 'calls');
		yield {type: 'outcome', outcome: end};
	}

	return {
		events: events(),
		finish() {
			watch.stop();
			clearTimeout(wordless);
			signal.removeEventListener('abort', abort);
			controller.abort();
			return progress.tokens && (progress.stopReason === undefined ? withSeenText(progress.tokens, progress.characters) : progress.tokens);
		},
	};
};
