import * as z from 'zod';
import type {AlertReason} from '../../alerting/types.js';
import {anomalySchema, alertVerdictSchema} from './verdict-schema.js';

/** Why a message was due. */
export const reasonSchema = z.enum(['opened', 'worsened', 'reminded', 'resolved'] satisfies AlertReason[]);

/** What cannot be read of it is not told. */
const firstSchema = z.object({
	service: z.string(),
	onsetMs: z.number(),
	confidence: z.enum(['likely', 'unclear', 'preliminary']).optional(),
	rival: z.string().optional(),
	everything: z.object({broken: z.number(), services: z.number()}).optional(),
	outside: z.object({host: z.string(), by: z.array(z.string())}).optional(),
}).optional().catch(undefined);

/** What an alert must have so that it can be put into words, in a record and in the outbox. JSON has no undefined: what is not known is left out. */
export const alertSchema = z.looseObject({
	incident: z.string().optional(),
	reason: reasonSchema,
	service: z.string(),
	first: firstSchema.optional(),
	namespace: z.string().optional(),
	anomalies: z.array(anomalySchema),
	members: z.array(z.object({service: z.string(), onsetMs: z.number()})),
	finding: z.looseObject({
		source: z.enum(['claude', 'scripted', 'rules']),
		told: z.looseObject({headline: z.string(), cause: z.string().optional(), command: z.string().optional()}).optional(),
		verdict: alertVerdictSchema.optional(),
	}).optional(),
	topPatterns: z.array(z.object({template: z.string(), lines: z.number(), isNew: z.boolean()})),
	openCommand: z.string().optional(),
	exploreUrl: z.string().optional(),
	end: z.object({onsetMs: z.number(), resolvedMs: z.number(), alertedMs: z.number().optional()}).optional(),
	atMs: z.number(),
});

/** What became of a message. */
export const deliverySchema = z.union([
	z.object({state: z.literal('delivered'), atMs: z.number()}),
	z.object({
		state: z.enum(['unsure', 'failed']), atMs: z.number(), reason: z.string(), nextStep: z.string(),
	}),
]);
