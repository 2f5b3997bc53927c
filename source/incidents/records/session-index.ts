import {readFile} from 'node:fs/promises';
import * as z from 'zod';
import type {IncidentSummary} from '../../store/incident-record.js';
import {recordVersion} from './record-line.js';

const maxIncidents = 200;

const summarySchema = z.object({
	id: z.string(),
	host: z.string(),
	tenant: z.string().optional(),
	onsetMs: z.number(),
	lastSeenMs: z.number(),
	endMs: z.number().optional(),
	severity: z.enum(['warning', 'critical']),
	services: z.array(z.string()).min(1),
	kinds: z.array(z.enum(['error-spike', 'volume-surge', 'silence', 'fleet-silence', 'pattern-storm', 'new-pattern', 'pattern-vanished', 'slow', 'ends-early'])),
	analysedBy: z.string().optional(),
	costDollars: z.number().optional(),
	alertsSent: z.number(),
	headline: z.string().optional(),
});
const indexSchema = z.object({v: z.literal(recordVersion), incidents: z.array(summarySchema).max(maxIncidents)});

/** The incidents of one session as a small file of their own: a list of a hundred sessions need not read their records. */
export const encodeIndex = (summaries: unknown): string => JSON.stringify({v: recordVersion, incidents: Array.isArray(summaries) ? summaries.slice(0, maxIncidents) : []});

/** The incidents of a session's index; undefined where there is none that can be read. */
export async function readIndex(file: string, session: string): Promise<readonly IncidentSummary[] | undefined> {
	try {
		const {incidents} = indexSchema.parse(JSON.parse(await readFile(file, 'utf8')));
		return incidents.map(({tenant, endMs, analysedBy, costDollars, headline, ...summary}) => ({
			...summary, session, tenant, endMs, analysedBy, costDollars, headline,
		}));
	} catch {
		return undefined;
	}
}
