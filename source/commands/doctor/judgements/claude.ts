import type {ApiFailure} from '../../../investigate/claude/troubles.js';
import type {AnalysisTrouble} from '../../../facts/analysis.js';
import type {Judgement} from '../types.js';

/** How Claude is reached, as it may be shown. */
export type ClaudeWay = {
	readonly model: string;
	/** Host and path prefix, no credentials. */
	readonly address: string;
	/** Whether it is Anthropic's own address, which has a page for each model. */
	readonly isDefaultAddress: boolean;
	/** `ANTHROPIC_API_KEY (environment)`. */
	readonly keySource: string;
	/** The variable of a proxy that the environment names for this address, where Node does not use it. */
	readonly unusedProxy: string | undefined;
};

export type ClaudeAnswer =
	| {readonly type: 'found'; readonly name: string}
	| {readonly type: 'failed'; readonly failure: ApiFailure; readonly trouble: AnalysisTrouble};

const useProxy = (variable: string): string => `${variable} is set, but Node uses it here only where NODE_USE_ENV_PROXY=1 is set too (Node 22.21, 24 and later).`;

/** No key, with what works all the same. */
export function judgeNoKey(): Judgement {
	return {
		state: 'warn',
		detail: 'No key: analyses by Claude are off. The verdict without AI, patterns, evidence and alerts work without one.',
		nextStep: 'Set ANTHROPIC_API_KEY in the environment or in .env, or store it with loki-sentinel setup.',
	};
}

/** What the question for the model's own page, which costs nothing, says of key, model and way. */
export function judgeClaude({model, address, isDefaultAddress, keySource, unusedProxy}: ClaudeWay, answer: ClaudeAnswer): Judgement {
	if (answer.type === 'found') {
		const direct = unusedProxy === undefined ? '' : ` Reached directly, not through the proxy of ${unusedProxy}.`;
		const name = answer.name === '' || answer.name === model ? model : `${model} (${answer.name})`;
		return {state: 'pass', detail: `${address} accepts the key from ${keySource} and has ${name}.${direct}`};
	}

	const {failure, trouble} = answer;
	const hasNoModelPage = !isDefaultAddress && failure.status === 404 && failure.type === undefined;
	if (hasNoModelPage) {
		return {state: 'warn', detail: `${address} answers, but lists no models (404): the key and the model can be checked only by the first analysis.`, nextStep: 'Check ANTHROPIC_BASE_URL if that first analysis fails: /v1/messages is added to it.'};
	}

	const isUnreached = failure.status === undefined && failure.type === undefined;
	const keyNote = failure.status === 401 ? ` The key comes from ${keySource}.` : '';
	return {
		state: trouble.canRetry && !isUnreached ? 'warn' : 'fail',
		detail: `${trouble.what}: ${trouble.why}.${keyNote}`,
		nextStep: isUnreached && unusedProxy !== undefined ? useProxy(unusedProxy) : trouble.nextStep,
	};
}
