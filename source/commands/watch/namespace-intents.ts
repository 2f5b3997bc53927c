import {readNamespaces} from '../../loki/discovery/read-namespaces.js';
import {isAbort, troubleOf} from '../../loki/http/trouble.js';
import {namespacesOf} from '../../loki/logql/namespaces.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import type {Store} from '../../store/store.js';

export type NamespaceIntentsOptions = {
	readonly store: Store;
	readonly client: LokiClient;
	/** What is watched; undefined until Loki was asked. */
	readonly scope: () => Scope | undefined;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

/** Counts what each namespace writes and puts it into the store. Never throws. */
export function createListNamespaces({store, client, scope, now, signal}: NamespaceIntentsOptions): () => Promise<void> {
	return async () => {
		const watched = scope();
		if (!watched || store.getState().namespaces.status === 'reading') {
			return;
		}

		store.dispatch({type: 'namespaces-changed', change: {status: 'reading', trouble: undefined}});
		try {
			const found = await readNamespaces({
				client, scope: watched, nowMs: now(), signal,
			});
			store.dispatch({type: 'namespaces-changed', change: found ? {status: 'ready', ...found, watched: namespacesOf(watched.selector, found.label)} : {status: 'none'}});
		} catch (error) {
			if (!isAbort(error, signal)) {
				store.dispatch({type: 'namespaces-changed', change: {status: 'failed', trouble: troubleOf(error)}});
			}
		}
	};
}
