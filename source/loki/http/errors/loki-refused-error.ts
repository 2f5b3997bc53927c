import {LokiError} from './loki-error.js';

export type RefusalReason = 'required-labels' | 'blocked' | 'firewall' | 'payment' | 'unprocessable' | 'too-long' | 'other';

const whats: Readonly<Record<RefusalReason, string>> = {
	'required-labels': 'wants more matchers in every selector',
	blocked: 'does not allow this query',
	firewall: 'was not reached: something before it refused the request',
	payment: 'is not paid for',
	unprocessable: 'could not evaluate the query',
	'too-long': 'was not reached: the request is longer than something before it takes',
	other: 'refused the request',
};

const nextSteps: Readonly<Record<RefusalReason, string>> = {
	'required-labels': 'Add the labels that it names to the selector, for example --selector \'{namespace="production", cluster="eu"}\'.',
	blocked: 'Ask whoever runs this Loki (blocked_queries, policies): this program\'s queries must be allowed for this tenant.',
	firewall: 'Ask whoever runs the firewall or gateway to allow /loki/api/v1 from here, or connect from an allowed network (VPN).',
	payment: 'Check plan and payment of the account behind this Loki.',
	unprocessable: 'Narrow the selector to streams of one format; if it persists, check Loki\'s own logs.',
	'too-long': 'Shorten the selector, or let the proxy before Loki take POST requests and longer URLs.',
	other: 'Check what is between this machine and Loki: a gateway or proxy may have rules of its own.',
};

/** Loki, or something before it, does not take the request, and the query is not to blame. */
export class LokiRefusedError extends LokiError {
	override name = 'LokiRefusedError';

	readonly reason: RefusalReason;

	readonly status: number;

	constructor({origin, status, reason, why}: {readonly origin: string; readonly status: number; readonly reason: RefusalReason; readonly why: string}) {
		super({what: `Loki at ${origin} ${whats[reason]} (${status})`, why, nextStep: nextSteps[reason]});
		this.reason = reason;
		this.status = status;
	}
}
