import type {ClaudeFault} from './types.js';
import type {ApiError} from './wire.js';

const names: readonly string[] = [
	'early-end',
	'reset',
	'error-event',
	'stall',
	'rate-limit',
	'overloaded',
	'unauthorized',
	'refusal',
	'max-tokens',
	'unknown-stop',
	'context-exceeded',
	'split-utf8',
	'escape-sequences',
] satisfies readonly ClaudeFault[];

export const isFault = (name: unknown): name is ClaudeFault => typeof name === 'string' && names.includes(name);

/** The faults that are an answer of their own, before any stream. */
export const refusedBy = (fault: ClaudeFault | undefined, retryAfterSeconds: number): ApiError | undefined => {
	if (fault === 'rate-limit') {
		return {
			status: 429,
			type: 'rate_limit_error',
			message: 'This request would exceed your organization\'s rate limit',
			headers: {'retry-after': String(retryAfterSeconds)},
		};
	}

	if (fault === 'overloaded') {
		return {status: 529, type: 'overloaded_error', message: 'Overloaded'};
	}

	return fault === 'unauthorized' ? {status: 401, type: 'authentication_error', message: 'invalid x-api-key'} : undefined;
};

const stopReasons: ReadonlyMap<ClaudeFault | undefined, string> = new Map([
	['refusal', 'refusal'],
	['max-tokens', 'max_tokens'],
	['unknown-stop', 'stopped_for_a_reason_of_tomorrow'],
	['context-exceeded', 'model_context_window_exceeded'],
]);

/** The stop reason that a fault puts in the place of the true one. */
export const stopReasonUnder = (fault: ClaudeFault | undefined): string | undefined => stopReasons.get(fault);

const decorations: ReadonlyMap<ClaudeFault | undefined, (text: string) => string> = new Map<ClaudeFault, (text: string) => string>([
	['split-utf8', text => `${text}\n\nStörung – grün ✓ 🔴 日本語`],
	['escape-sequences', text => `\u{1B}[2J\u{1B}]0;owned\u{7}\u{9B}31m${text.replaceAll('. ', '.\u{1B}[31m \u{202E}')}\u{1B}]52;c;cm0gLXJmIH4=\u{7}`],
]);

/** What a text of the answer becomes: some faults put things into it. */
export const decorate = (fault: ClaudeFault | undefined, text: string): string => decorations.get(fault)?.(text) ?? text;

const keptShares: ReadonlyMap<ClaudeFault | undefined, number> = new Map([
	['refusal', 0],
	['max-tokens', 1 / 3],
	['context-exceeded', 1 / 3],
]);

/** Which share of the answer's last block comes; 0 where nothing of the answer does. */
export const keptShare = (fault: ClaudeFault | undefined): number => keptShares.get(fault) ?? 1;

const breakingOff: ReadonlySet<ClaudeFault | undefined> = new Set(['early-end', 'reset', 'error-event', 'stall']);

/** Whether the stream breaks off after its first words. */
export const breaksOff = (fault: ClaudeFault | undefined): boolean => breakingOff.has(fault);
