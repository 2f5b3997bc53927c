import {costOf, type Model, type TokenCounts} from '../request/models.js';
import type {AnalysisUsage} from '../../../facts/analysis.js';

/** Written text a token, about; for an answer that ended before the API said how much it was. */
const charactersPerToken = 4;

export const noTokens: TokenCounts = {
	input: 0, cacheRead: 0, cacheWrite: 0, output: 0,
};

/** All tokens of a request's input, cached or not. */
export const inputOf = ({input, cacheRead, cacheWrite}: TokenCounts): number => input + cacheRead + cacheWrite;

/** Counts of one request, read from its `message_start` and `message_delta` events. Other servers leave fields out. */
export const readTokens = (usage: unknown, before: TokenCounts = noTokens): TokenCounts => {
	const fields: Readonly<Record<string, unknown>> = typeof usage === 'object' && usage !== null ? {...usage} : {};
	const read = (name: string, known: number): number => {
		const value = fields[name];
		return typeof value === 'number' && Number.isFinite(value) && value >= 0 ? Math.max(value, known) : known;
	};

	return {
		input: read('input_tokens', before.input),
		cacheRead: read('cache_read_input_tokens', before.cacheRead),
		cacheWrite: read('cache_creation_input_tokens', before.cacheWrite),
		output: read('output_tokens', before.output),
	};
};

/** The same counts where the answer was cut: at least what was seen of it. */
export const withSeenText = (tokens: TokenCounts, characters: number): TokenCounts => ({...tokens, output: Math.max(tokens.output, Math.ceil(characters / charactersPerToken))});

/** Adds up the requests of a conversation. */
export const sumUsage = (model: Model, requests: readonly TokenCounts[]): AnalysisUsage => {
	const costs = requests.map(tokens => costOf(model, tokens));
	return {
		inputTokens: requests.reduce((sum, tokens) => sum + inputOf(tokens), 0),
		outputTokens: requests.reduce((sum, tokens) => sum + tokens.output, 0),
		costDollars: costs.includes(undefined) ? undefined : costs.reduce<number>((sum, cost) => sum + (cost ?? 0), 0),
	};
};
