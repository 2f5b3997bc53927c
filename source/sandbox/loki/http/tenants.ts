import {badRequest, LokiError} from './loki-error.js';

/** The tenant of everyone where there is only one. */
export const singleTenant = 'fake';

const maxTenantLength = 150;

/** The tenants that a request names. Throws LokiError where it names none, or one that Loki refuses. */
export const readTenants = (header: string | undefined, isMultiTenant: boolean): string[] => {
	if (!isMultiTenant) {
		return [singleTenant];
	}

	if (!header) {
		throw new LokiError(401, 'no org id');
	}

	const tenants = [...new Set(header.split('|'))].toSorted();
	for (const tenant of tenants) {
		if (tenant.length > maxTenantLength) {
			throw badRequest('tenant ID is too long: max 150 characters');
		}

		const unsupported = /[^\w!'()*\-.]/.exec(tenant);
		if (unsupported) {
			throw badRequest(`tenant ID '${tenant}' contains unsupported character '${unsupported[0]}'`);
		}

		if (tenant === '.' || tenant === '..') {
			throw badRequest('tenant ID is \'.\' or \'..\'');
		}
	}

	return tenants;
};

/** The one tenant that a push is for. */
export const readPushTenant = (header: string | undefined, isMultiTenant: boolean): string => {
	const [tenant, ...others] = readTenants(header, isMultiTenant);
	if (others.length > 0) {
		throw badRequest('multiple org IDs present');
	}

	return tenant!;
};
