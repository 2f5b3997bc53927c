import type {ZodType} from 'zod';
import type {RecordName} from '../../../store/incident-record.js';
import {
	fromTop,
	scrollSchema,
	type Scroll,
	type Scrolled,
} from '../../layout/scroll.js';
import type {Zod} from '../screen-module.js';

/** One incident, to read. */
export type IncidentState = {
	readonly type: 'incident';
	/** The earlier session that it is of; undefined for this one. */
	readonly session?: string | undefined;
	readonly id: string;
	readonly scroll: Scroll;
};

export type IncidentAction = Scrolled;

/** Reads the record of an earlier session. */
export type IncidentIntent = {readonly type: 'open-incident'; readonly session: string; readonly id: string};

export const incidentState = ({id, session}: RecordName): IncidentState => ({
	type: 'incident', id, session, scroll: fromTop,
});

export const reduceIncident = (screen: IncidentState, {scroll}: IncidentAction): IncidentState => ({...screen, scroll});

export const incidentSchema = (z: Zod): ZodType<IncidentState> => z.object({
	type: z.literal('incident'), session: z.string().optional(), id: z.string(), scroll: scrollSchema(z),
});
