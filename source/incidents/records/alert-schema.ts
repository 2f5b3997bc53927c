import * as z from 'zod';
import type {AlertFinding, AlertReason} from '../../facts/alert.js';
import type {First} from '../../detect/incidents/first.js';
import {oneOf} from './one-of.js';
import {anomalySchema, alertVerdictSchema} from './verdict-schema.js';

/** Why a message was due. */
export const reasonSchema = oneOf<AlertReason>({
	opened: true, worsened: true, reminded: true, resolved: true,
});

/** What cannot be read of it is not told. */
const firstSchema = z.object({
	service: z.string(),
	onsetMs: z.number(),
	confidence: oneOf<NonNullable<First['confidence']>>({likely: true, unclear: true, preliminary: true}).optional(),
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
		source: oneOf<AlertFinding['source']>({claude: true, scripted: true, rules: true}),
		told: z.looseObject({headline: z.string(), cause: z.string().optional(), command: z.string().optional()}).optional(),
		verdict: alertVerdictSchema.optional(),
	}).optional(),
	topPatterns: z.array(z.object({template: z.string(), lines: z.number(), isNew: z.boolean()})),
	openCommand: z.string().optional(),
	exploreUrl: z.string().optional(),
	end: z.object({onsetMs: z.number(), resolvedMs: z.number(), alertedMs: z.number().optional()}).optional(),
	atMs: z.number(),
	lookedBackMs: z.number().optional(),
});

const retrySchema = z.discriminatedUnion('by', [
	z.object({by: z.literal('session'), atMs: z.number()}),
	z.object({by: z.literal('pass'), afterMs: z.number()}),
	z.object({by: z.literal('reminder'), attempts: z.number()}),
]);

/** Earlier versions wrote what they would do next as a sentence, which is not true any more. */
const oldRetry = /^It (?:is sent again (?:in|with)|was sent \d+ times without) /;
const nextStepSchema = z.string().transform(text => oldRetry.test(text) ? 'Look in the channel before you send again.' : text);

/** What became of a message. */
export const deliverySchema = z.discriminatedUnion('state', [
	z.object({state: z.literal('delivered'), atMs: z.number()}),
	z.object({
		state: z.literal('unsure'), atMs: z.number(), reason: z.string(), nextStep: nextStepSchema, retry: retrySchema.optional().catch(undefined),
	}),
	z.object({
		state: z.literal('failed'), atMs: z.number(), reason: z.string(), nextStep: nextStepSchema,
	}),
]);
