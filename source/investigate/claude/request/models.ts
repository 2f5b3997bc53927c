/** Dollars a million tokens. */
export type ModelPrice = {
	readonly input: number;
	readonly output: number;
	readonly cacheRead: number;
	/** Kept for five minutes. */
	readonly cacheWrite: number;
};

export type Model = {
	readonly id: string;
	/** Whether `thinking: {type: 'adaptive'}` may be asked for; where not, the parameter is left out. */
	readonly canThink: boolean;
	readonly canCache: boolean;
	/** Whether tools may be offered. */
	readonly canUseTools: boolean;
	/** Whether an answer in the form of a JSON schema may be asked for. */
	readonly canFormat: boolean;
	readonly maxOutputTokens: number;
	readonly contextTokens: number;
	/** Undefined where the price is not known: then no cost is shown, rather than a wrong one. */
	readonly price: ModelPrice | undefined;
	/** What every token of a request costs whose prompt is longer than `aboveTokens`. */
	readonly longPrompt?: {readonly aboveTokens: number; readonly price: ModelPrice};
};

/** Tokens of one request, as the API counts them: `input` is what was neither read from nor written to the cache. */
export type TokenCounts = {
	readonly input: number;
	readonly cacheRead: number;
	readonly cacheWrite: number;
	readonly output: number;
};

export const defaultModelId = 'claude-sonnet-5-5';

const price = (input: number, output: number, cacheRead: number): ModelPrice => ({
	input, output, cacheRead, cacheWrite: input * 1.25,
});

const million = 1_000_000;
const current = {
	canThink: true, canCache: true, canUseTools: true, canFormat: true, maxOutputTokens: 128_000, contextTokens: million,
};
const older = {
	canThink: false, canCache: true, canUseTools: true, canFormat: true, maxOutputTokens: 64_000, contextTokens: 200_000,
};

/** Prices of platform.claude.com (models and pricing), read in November 2026. */
const models: readonly Model[] = [
	{id: 'claude-sonnet-5-5', ...current, price: price(2, 10, 0.1)},
	{id: 'claude-opus-5-5', ...current, price: price(4, 20, 0.2)},
	{
		id: 'claude-haiku-5-5', ...current, price: price(0.1, 0.5, 0.01), longPrompt: {aboveTokens: 100_000, price: price(0.5, 2.5, 0.05)},
	},
	{id: 'claude-fable-5-1', ...current, price: price(10, 50, 0.25)},
	{id: 'claude-fable-5', ...current, price: price(10, 50, 1)},
	{id: 'claude-sonnet-5', ...current, price: price(2, 10, 0.2)},
	{id: 'claude-opus-5', ...current, price: price(5, 25, 0.5)},
	{
		id: 'claude-opus-4-8', ...older, contextTokens: million, price: price(5, 25, 0.5),
	},
	{
		id: 'claude-opus-4-7', ...older, contextTokens: million, price: price(5, 25, 0.5),
	},
	{
		id: 'claude-opus-4-6', ...older, contextTokens: million, price: price(5, 25, 0.5),
	},
	{id: 'claude-opus-4-5', ...older, price: price(5, 25, 0.5)},
	{
		id: 'claude-sonnet-4-6', ...older, contextTokens: million, price: price(3, 15, 0.3),
	},
	{id: 'claude-sonnet-4-5', ...older, price: price(3, 15, 0.3)},
	{id: 'claude-haiku-4-5', ...older, price: price(1, 5, 0.1)},
];

/** A model that is not in the table: a newer Claude, or a local one behind a Messages-compatible URL. Only what every server takes is sent. */
const unknownModel = (id: string): Model => {
	const isClaude = id.startsWith('claude-');
	return {
		id,
		canThink: false,
		canCache: isClaude,
		canUseTools: isClaude,
		canFormat: isClaude,
		maxOutputTokens: isClaude ? 16_000 : 8192,
		contextTokens: isClaude ? 200_000 : 32_000,
		price: undefined,
	};
};

/** What is known of a model, by its id; a dated id (`claude-haiku-4-5-20251001`) is its family's. Never throws. */
export const findModel = (id: string): Model => {
	const family = id.replace(/-\d{8}$/, '');
	const known = models.find(model => model.id === family);
	return known ? {...known, id} : unknownModel(id);
};

/** The models of the table, the default one first. */
export const knownModelIds = (): readonly string[] => models.map(model => model.id);

/** What a key switches between: the usual one, the strong one, the cheap one. */
const offered = ['claude-sonnet-5-5', 'claude-opus-5-5', 'claude-haiku-5-5'] as const;

/** The model after this one; `configured` is the one that the settings name, which stays among those that are offered. */
export const nextModelId = (id: string, configured: string): string => {
	const ids = [...new Set([configured, ...offered])];
	return ids[(ids.indexOf(id) + 1) % ids.length] ?? configured;
};

/** `$2 in, $10 out a million tokens`; undefined where the price is not known. */
export const priceWords = ({price: known}: Model): string | undefined => known && `$${known.input} in, $${known.output} out a million tokens`;

/** What one request cost in dollars; undefined where the model's price is not known. */
export const costOf = (model: Model, tokens: TokenCounts): number | undefined => {
	const promptTokens = tokens.input + tokens.cacheRead + tokens.cacheWrite;
	const isLong = model.longPrompt !== undefined && promptTokens > model.longPrompt.aboveTokens;
	const rate = isLong ? model.longPrompt.price : model.price;
	return rate ? ((tokens.input * rate.input) + (tokens.cacheRead * rate.cacheRead) + (tokens.cacheWrite * rate.cacheWrite) + (tokens.output * rate.output)) / million : undefined;
};
