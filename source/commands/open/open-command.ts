import {hashFingerprint} from '../../detect/incident-id.js';
import {leadOf} from '../../detect/lead.js';
import {openCommand} from '../../incidents/open-token.js';
import type {Evidence} from '../../investigate/types.js';
import type {Scope} from '../../loki/types.js';

/** The command that opens a service as its evidence shows it, on any machine that reaches the same Loki. */
export function commandFor({service, anomalies, startMs, endMs}: Evidence, scope: Scope | undefined): string | undefined {
	const main = leadOf(anomalies);
	return scope && openCommand({
		selector: scope.selector,
		serviceLabel: scope.capabilities.serviceLabel,
		service,
		kind: main?.kind ?? 'error-spike',
		startMs: main?.onsetMs ?? startMs,
		endMs,
		fingerprint: main ? hashFingerprint(main.fingerprint) : '',
		incident: undefined,
	});
}
