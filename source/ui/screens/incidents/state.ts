import type {ZodType} from 'zod';
import type {Zod} from '../screen-module.js';

/** The list of incidents. */
export type IncidentsState = {readonly type: 'incidents'; readonly selected: number};

export type IncidentsAction = {readonly type: 'row-selected'; readonly row: number};

/** Reads the records of earlier sessions. */
export type IncidentsIntent = {readonly type: 'list-incidents'};

export const incidentsState: IncidentsState = {type: 'incidents', selected: 0};

export const reduceIncidents = (screen: IncidentsState, {row}: IncidentsAction): IncidentsState => ({...screen, selected: row});

export const incidentsSchema = (z: Zod): ZodType<IncidentsState> => z.object({type: z.literal('incidents'), selected: z.number()});
