import type {Refusal} from './slack-answer.js';

/** Failures before anything was sent: it is safe to try again. */
const passing: ReadonlyMap<string, string> = new Map([
	['ECONNREFUSED', 'the connection was refused'],
	['EAI_AGAIN', 'its name could not be looked up'],
	['ENOTFOUND', 'its name is not known'],
	['ENETUNREACH', 'the network cannot be reached'],
	['EHOSTUNREACH', 'the host cannot be reached'],
	['UND_ERR_CONNECT_TIMEOUT', 'no connection came about in time'],
]);

/** What broke the connection, as far as it matters for what to do. */
export type ConnectionFailure = {
	/** False where the message may have been read before the connection broke. */
	readonly isBeforeSending: boolean;
	readonly canRetry: boolean;
	readonly refusal: Refusal;
};

/** Looks through an error and its causes for the code that Node gives; messages are not repeated, since they can hold the address. */
export function explainFailure(error: unknown): ConnectionFailure {
	const code = codeOf(error);
	const why = code === undefined ? undefined : passing.get(code);
	if (why !== undefined) {
		return {
			isBeforeSending: true,
			canRetry: true,
			refusal: {reason: `Slack cannot be reached: ${why} (${code}).`, nextStep: 'Check from this host that the webhook\'s address can be reached (firewall, DNS, proxy), then send again.'},
		};
	}

	if (code !== undefined && /CERT|TLS|SSL|SELF_SIGNED|ISSUER/.test(code)) {
		return {
			isBeforeSending: true,
			canRetry: false,
			refusal: {reason: `The certificate of the webhook's host is not trusted (${code}).`, nextStep: 'If a proxy of yours opens TLS, start with NODE_EXTRA_CA_CERTS set to its CA file.'},
		};
	}

	return {
		isBeforeSending: false,
		canRetry: false,
		refusal: {
			reason: `The connection broke before Slack answered${code === undefined ? '' : ` (${code})`}.`,
			nextStep: 'Look in the channel before you send again: the message may have been delivered.',
		},
	};
}

const maxCauses = 5;

function codeOf(error: unknown): string | undefined {
	let current = error;
	for (let depth = 0; depth < maxCauses && current instanceof Error; depth++) {
		if ('code' in current && typeof current.code === 'string' && /^[\dA-Z_]{3,60}$/.test(current.code)) {
			return current.code;
		}

		// Node tries every address of a host and reports all failures together.
		current = current instanceof AggregateError ? current.errors[0] : current.cause;
	}

	return undefined;
}
