import {readFile} from 'node:fs/promises';
import * as z from 'zod';
import {anomalyKinds} from '../../detect/kinds/registry.js';
import type {VerdictHead} from '../../facts/verdict.js';
import type {IncidentSummary} from '../../store/incident-record.js';
import {sanitize} from '../../terminal/sanitize.js';
import {mapStrings, recordVersion} from './record-line.js';
import {severitySchema, verdictHeadSchema} from './verdict-schema.js';

const maxIncidents = 200;

const summarySchema = z.object({
	id: z.string(),
	host: z.string(),
	tenant: z.string().optional(),
	onsetMs: z.number(),
	lastSeenMs: z.number(),
	endMs: z.number().optional(),
	severity: severitySchema,
	services: z.array(z.string()).min(1),
	kinds: z.array(z.enum(anomalyKinds)),
	analysedBy: z.string().optional(),
	costDollars: z.number().optional(),
	alertsSent: z.number(),
	headline: z.string().optional(),
	verdict: verdictHeadSchema.optional(),
});
const indexSchema = z.object({v: z.number().max(recordVersion), incidents: z.array(summarySchema).max(maxIncidents)});

/** The incidents of one session as a small file of their own: a list of a hundred sessions need not read their records. */
export const encodeIndex = (summaries: unknown): string => JSON.stringify({v: recordVersion, incidents: Array.isArray(summaries) ? summaries.slice(0, maxIncidents) : []});

/** The incidents of a session's index; undefined where there is none that can be read. */
export async function readIndex(file: string, session: string): Promise<readonly IncidentSummary[] | undefined> {
	try {
		// The file lies on a disk: what it says is made safe for the terminal once more.
		const {incidents} = indexSchema.parse(mapStrings(JSON.parse(await readFile(file, 'utf8')), text => sanitize(text)));
		return incidents.map(({tenant, endMs, analysedBy, costDollars, headline, verdict, ...summary}) => ({
			// The schema holds what a line is made of; the rest of its type is what this program itself wrote.
			...summary, session, tenant, endMs, analysedBy, costDollars, headline, verdict: verdict as unknown as VerdictHead | undefined,
		}));
	} catch {
		return undefined;
	}
}
