import {LokiError} from './loki-error.js';

export type UnreachableReason = 'refused' | 'dns' | 'tls' | 'reset' | 'no-route' | 'proxy' | 'other';

const nextSteps: Readonly<Record<UnreachableReason, string>> = {
	refused: 'Check host and port of the Loki URL, and that Loki is running.',
	dns: 'Check the host name in the Loki URL, and that this machine can resolve it.',
	tls: 'Check that the URL should be https, and give the CA certificate that signed the server\'s (LOKI_CA_CERT_PATH).',
	reset: 'If it persists, check what is between this machine and Loki: a proxy, a load balancer, a restart.',
	'no-route': 'Check the network: a VPN, a firewall, the proxy settings.',
	proxy: 'Check the proxy URL and its credentials (LOKI_HTTP_PROXY_URL).',
	other: 'Check the Loki URL and the network.',
};

/** No HTTP answer at all: connection refused, unknown host, TLS, reset. */
export class LokiUnreachableError extends LokiError {
	override name = 'LokiUnreachableError';

	readonly reason: UnreachableReason;

	constructor({origin, reason, why, nextStep, cause}: {readonly origin: string; readonly reason: UnreachableReason; readonly why: string; readonly nextStep?: string | undefined; readonly cause?: unknown}) {
		super({
			what: `No connection to Loki at ${origin}`,
			why,
			nextStep: nextStep ?? nextSteps[reason],
			// A certificate does not repair itself; all else may come back.
			canPass: reason !== 'tls',
			cause,
		});
		this.reason = reason;
	}
}
