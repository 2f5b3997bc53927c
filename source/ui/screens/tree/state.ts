import type {ZodType} from 'zod';
import type {Zod} from '../screen-module.js';

/** An incident as a tree of calls. */
export type TreeState = {
	readonly type: 'tree';
	/** A service of the incident: ids and who is first may change while more is learnt. */
	readonly memberService: string;
	readonly selected: number;
};

export type TreeAction = {readonly type: 'row-selected'; readonly row: number};

export const treeState = (memberService: string): TreeState => ({type: 'tree', memberService, selected: 0});

export const reduceTree = (screen: TreeState, {row}: TreeAction): TreeState => ({...screen, selected: row});

export const treeSchema = (z: Zod): ZodType<TreeState> => z.object({type: z.literal('tree'), memberService: z.string(), selected: z.number()});
