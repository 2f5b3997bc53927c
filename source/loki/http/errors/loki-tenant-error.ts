import {LokiError} from './loki-error.js';

/** A Loki with tenants was asked without one, or with several that it does not join. */
export class LokiTenantError extends LokiError {
	override name = 'LokiTenantError';

	constructor({origin, why}: {readonly origin: string; readonly why: string}) {
		super({
			what: `Loki at ${origin} does not know which tenant to read`,
			why,
			nextStep: 'Set LOKI_ORG_ID to the tenant (sent as X-Scope-OrgID); several are joined by | where this Loki allows it.',
		});
	}
}
