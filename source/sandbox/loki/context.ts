import type {SandboxLimits, SandboxLokiVersion} from '../types.js';
import {newScanStats, type Source} from './evaluate/select.js';
import {TenantStore} from './store/tenant-store.js';
import type {RateLimiter} from './push/rate-limiter.js';

const maxTenants = 1000;

/** What all endpoints share. */
export type SandboxContext = {
	readonly now: () => number;
	readonly limits: SandboxLimits;
	readonly version: SandboxLokiVersion;
	readonly isMultiTenant: boolean;
	readonly stores: TenantStores;
	readonly rateLimiter: RateLimiter;
};

/** The stores of all tenants. */
export class TenantStores {
	readonly #stores = new Map<string, TenantStore>();

	constructor(private readonly maxEntries: number) {}

	/** The tenant's store, made where it is not there. */
	open(tenant: string): TenantStore {
		let store = this.#stores.get(tenant);
		if (!store) {
			if (this.#stores.size >= maxTenants) {
				throw new Error(`the sandbox holds no more than ${maxTenants} tenants`);
			}

			store = new TenantStore(this.maxEntries);
			this.#stores.set(tenant, store);
		}

		return store;
	}

	/** What a query for the tenants reads from. */
	source(tenants: readonly string[]): Source {
		return {
			stats: newScanStats(),
			tenants: tenants.map(name => ({name, store: this.#stores.get(name) ?? new TenantStore(0)})),
		};
	}
}
