import type {ZodType} from 'zod';
import type {Zod} from '../screen-module.js';

/** The namespaces of this Loki, to choose which are watched. */
export type NamespacesState = {
	readonly type: 'namespaces';
	readonly selected: number;
	/** Those that are to be watched together. */
	readonly marked: readonly string[];
};

export type NamespacesAction =
	| {readonly type: 'row-selected'; readonly row: number}
	| {readonly type: 'mark-toggled'; readonly name: string};

/** Counts what each namespace writes. */
export type NamespacesIntent = {readonly type: 'list-namespaces'};

export const namespacesState: NamespacesState = {type: 'namespaces', selected: 0, marked: []};

export function reduceNamespaces(screen: NamespacesState, action: NamespacesAction): NamespacesState {
	switch (action.type) {
		case 'row-selected': {
			return {...screen, selected: action.row};
		}

		case 'mark-toggled': {
			const {name} = action;
			return {...screen, marked: screen.marked.includes(name) ? screen.marked.filter(other => other !== name) : [...screen.marked, name]};
		}
	}
}

export const namespacesSchema = (z: Zod): ZodType<NamespacesState> => z.object({type: z.literal('namespaces'), selected: z.number(), marked: z.array(z.string())});
