import * as z from 'zod';

const citedLine = z.strictObject({
	line: z.string().describe('id of a line that was shown to you: L12'),
	why: z.string().describe('what this line says for or against; quote only words that stand in it'),
});

/** What the model is asked for, in the order in which it should be written: an engineer reads along while it streams. */
const report = z.strictObject({
	headline: z.string().describe('one sentence: what is broken, since when, and the most likely cause or "cause unresolved"'),
	hypotheses: z.array(z.strictObject({
		title: z.string(),
		confidence: z.enum(['low', 'medium', 'high']),
		evidence: z.array(citedLine),
		against: z.array(citedLine),
		next_check: z.string().describe('what would decide, one sentence'),
	})).describe('two or three, most likely first; empty where nothing can be said'),
	ruled_out: z.array(z.string()).describe('what looked like a cause and is none, with the reason'),
	diagnostic_command: z.strictObject({
		command: z.string().describe('one line for a POSIX shell, preferably one that only reads'),
		purpose: z.string(),
		effect: z.enum(['read_only', 'changes_state', 'unknown']),
	}),
	escalate: z.strictObject({decision: z.boolean(), reason: z.string()}),
	slack_summary: z.string().describe('one line of plain text for the team channel, at most 200 characters'),
	gaps: z.array(z.string()).describe('what could not be looked at or is not known'),
});

/** The JSON schema of a report, for the API's structured output. A plain object: the SDK's own zod helper throws in the middle of a stream that is cut. */
export const reportSchema: Readonly<Record<string, unknown>> = (({$schema, ...schema}) => schema)(z.toJSONSchema(report));
