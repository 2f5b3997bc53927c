// What a Loki may answer, checked where it comes in. Both versions leave out `data` or write null where there is nothing.
import * as z from 'zod';

const success = z.literal('success');
const labelsSchema = z.record(z.string(), z.string());
type Sample = readonly [seconds: number, value: string];
/** Newer versions may add an object of metadata. */
type Entry = readonly [timeNs: string, line: string, ...rest: readonly unknown[]];

const sampleSchema = z.custom<Sample>(value => isSample(value));
// An answer holds hundreds of thousands of these: one plain loop takes a tenth of the time of a schema for each.
const samplesSchema = z.custom<readonly Sample[]>(value => Array.isArray(value) && value.every(item => isSample(item)));
const entriesSchema = z.custom<readonly Entry[]>(value => Array.isArray(value) && value.every(item => isEntry(item)));
const streamSchema = z.object({stream: labelsSchema, values: entriesSchema});

const amountSchema = z.number().catch(0);
const summarySchema = z.object({totalBytesProcessed: amountSchema, totalLinesProcessed: amountSchema});
const statsSchema = z.object({summary: summarySchema}).optional().catch(undefined);

const listOf = <Item extends z.ZodType>(item: Item) => z.array(item).nullish().transform(list => list ?? []);

const matrixSchema = z.object({
	resultType: z.literal('matrix'),
	result: listOf(z.object({metric: labelsSchema, values: samplesSchema})),
	stats: statsSchema,
});
const vectorSchema = z.object({
	resultType: z.literal('vector'),
	result: listOf(z.object({metric: labelsSchema, value: sampleSchema})),
	stats: statsSchema,
});
const streamsSchema = z.object({
	resultType: z.literal('streams'),
	result: listOf(streamSchema),
	stats: statsSchema,
});
const scalarSchema = z.object({
	resultType: z.literal('scalar'),
	result: sampleSchema,
	stats: statsSchema,
});
const queryDataSchema = z.discriminatedUnion('resultType', [matrixSchema, vectorSchema, streamsSchema, scalarSchema]);
const warningsSchema = z.array(z.string()).nullish();

export const queryAnswerSchema = z.object({status: success, warnings: warningsSchema, data: queryDataSchema});

export const namesAnswerSchema = z.object({status: success, data: listOf(z.string())});

export const seriesAnswerSchema = z.object({status: success, data: listOf(labelsSchema)});

export const buildInfoSchema = z.object({version: z.string()});

const patternSampleSchema = z.tuple([z.number(), z.number()]);
const patternSchema = z.object({
	pattern: z.string(),
	level: z.string().optional(),
	samples: listOf(patternSampleSchema),
});

export const patternsAnswerSchema = z.object({status: success, data: listOf(patternSchema)});

export const indexStatsSchema = z.object({bytes: z.number(), entries: z.number()});

export const tailFrameSchema = z.object({streams: listOf(streamSchema), dropped_entries: listOf(z.unknown())});

export type QueryData = z.infer<typeof queryDataSchema>;

export type StreamData = z.infer<typeof streamSchema>;

function isSample(value: unknown): boolean {
	return Array.isArray(value) && value.length === 2 && typeof value[0] === 'number' && typeof value[1] === 'string';
}

function isEntry(value: unknown): boolean {
	return Array.isArray(value) && typeof value[1] === 'string' && typeof value[0] === 'string' && /^\d{7,20}$/.test(value[0]);
}
