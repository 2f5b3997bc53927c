import {z} from 'zod';

const cited = z.strictObject({line: z.string().regex(/^L\d{1,4}$/), why: z.string().min(1)});

/** What a structured answer must be, stricter than what a schema in a request can say. */
export const reportSchema = z.strictObject({
	headline: z.string().min(1),
	hypotheses: z.array(z.strictObject({
		title: z.string().min(1),
		confidence: z.enum(['low', 'medium', 'high']),
		evidence: z.array(cited),
		against: z.array(cited),
		next_check: z.string().min(1),
	})).min(1).max(3),
	ruled_out: z.array(z.string().min(1)),
	diagnostic_command: z.strictObject({command: z.string().min(1), purpose: z.string().min(1), effect: z.enum(['read_only', 'changes_state', 'unknown'])}),
	escalate: z.strictObject({decision: z.boolean(), reason: z.string().min(1)}),
	slack_summary: z.string().min(1).max(200).regex(/^[^\n]+$/),
	gaps: z.array(z.string().min(1)),
});

export type StructuredReport = z.infer<typeof reportSchema>;

const text = {type: 'string'};
const texts = {type: 'array', items: text};
const object = (properties: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
	type: 'object', properties, required: Object.keys(properties), additionalProperties: false,
});
const points = {type: 'array', items: object({line: text, why: text})};

/** As a client sends it. */
export const outputConfig = {
	format: {
		type: 'json_schema',
		schema: object({
			headline: text,
			hypotheses: {
				type: 'array',
				items: object({
					title: text, confidence: {type: 'string', enum: ['low', 'medium', 'high']}, evidence: points, against: points, next_check: text,
				}),
			},
			ruled_out: texts,
			diagnostic_command: object({command: text, purpose: text, effect: {type: 'string', enum: ['read_only', 'changes_state', 'unknown']}}),
			escalate: object({decision: {type: 'boolean'}, reason: text}),
			slack_summary: text,
			gaps: texts,
		}),
	},
};

/** Every quote of a report that is no fragment of the line it cites, and every id that is unknown. */
export const wrongCitations = ({hypotheses}: StructuredReport, lines: ReadonlyMap<string, string>): readonly string[] => hypotheses
	.flatMap(({evidence, against}) => [...evidence, ...against])
	.filter(({line, why}) => {
		const shown = lines.get(line);
		return shown === undefined || Array.from(why.matchAll(/"([^"]*)"/g), match => match[1] ?? '').some(quote => !shown.includes(quote));
	})
	.map(({line, why}) => `${line}: ${why}`);
