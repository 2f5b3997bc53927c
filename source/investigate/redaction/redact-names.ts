import {LRUCache} from 'lru-cache';
import type {Redactor} from '../types.js';

/** Names of services, of which a fleet has some thousands at most. */
const maxNames = 10_000;

/** Redacts names so that each reads the same in every run: by a redactor of its own, which has given out no placeholder before. Each name is redacted once. */
export function createNameRedactor(createRedactor: () => Pick<Redactor, 'redact'>): (name: string) => string {
	const known = new LRUCache<string, string>({max: maxNames});
	return name => {
		const redacted = known.get(name) ?? createRedactor().redact(name);
		known.set(name, redacted);
		return redacted;
	};
}
