import type {Anthropic} from '@anthropic-ai/sdk';
import type {MessageCreateParamsStreaming, RawMessageStreamEvent} from '@anthropic-ai/sdk/resources/messages';
import type {Stream} from '@anthropic-ai/sdk/streaming';
import type {Fetch} from '../request/watched-fetch.js';

export type Endpoint = {
	readonly apiKey: string | undefined;
	/** Sent instead of the key where only this is set. */
	readonly authToken: string | undefined;
	readonly baseUrl: string;
};

/** The SDK's logger would write to the terminal that the screen is drawn on. */
const silence = (): void => undefined;
const silentLogger = {
	error: silence, warn: silence, info: silence, debug: silence,
};

/** The SDK's client, which is loaded here and not before: that takes most of a second. No retries: the caller knows which wait to show. */
export const createClient = async (endpoint: Endpoint, fetch: Fetch): Promise<Anthropic> => {
	const {Anthropic} = await import('@anthropic-ai/sdk');
	return new Anthropic({
		// Null, not undefined: undefined would read the environment or a profile on disk.
		apiKey: endpoint.apiKey ?? null,
		authToken: endpoint.apiKey === undefined ? endpoint.authToken ?? null : null,
		baseURL: withoutVersion(endpoint.baseUrl),
		maxRetries: 0,
		logger: silentLogger,
		logLevel: 'off',
		openTelemetry: false,
		fetch,
	});
};

/** Many gateways give their address with `/v1`, which the SDK adds itself. */
const withoutVersion = (baseUrl: string): string => baseUrl.replace(/\/v1\/{0,4}$/, '');

/** Opens one streamed answer over the SDK. Throws what the SDK throws. */
export const openAnswer = async (endpoint: Endpoint, body: MessageCreateParamsStreaming, {fetch, signal}: {readonly fetch: Fetch; readonly signal: AbortSignal}): Promise<Stream<RawMessageStreamEvent>> => {
	const client = await createClient(endpoint, fetch);
	// `messages.create` writes a warning to the console for models near their end of life; `post` does not.
	return client.post<Stream<RawMessageStreamEvent>>('/v1/messages', {body, stream: true, signal});
};
