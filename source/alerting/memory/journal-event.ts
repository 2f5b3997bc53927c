import {createHash} from 'node:crypto';
import * as z from 'zod';
import {reasonSchema} from '../../incidents/records/alert-schema.js';
import {oneOf} from '../../incidents/records/one-of.js';
import {severitySchema} from '../../incidents/records/verdict-schema.js';
import {firstTarget} from '../targets/target.js';
import type {AlertFinding, Delivery} from '../../facts/alert.js';

/** Counts up when an event changes its form; events of another version are passed over. */
export const eventVersion = 1;

/** Fingerprints and services of one event at most. */
export const maxListed = 40;

const hashLength = 16;

const time = z.number();
const severity = severitySchema;
/** The id of a target; events of a version that knew one target only name none. */
const target = z.string().default(firstTarget);
const member = z.object({service: z.string(), onsetMs: time});
/** What was wrong first, for those who read the journal. A newer program may know more kinds. */
const lead = z.object({kind: z.string(), observedPerMinute: z.number(), expectedPerMinute: z.number()});
const head = {
	v: z.literal(eventVersion),
	id: z.string(),
	atMs: time,
	/** The run that wrote it. */
	by: z.string(),
	/** What is watched; incidents of another scope are not one's own. */
	scope: z.string(),
};
const about = {...head, incident: z.string()};

/** One line of the memory of alerts. Texts in it are redacted, fingerprints hashed. */
const journalEventSchema = z.discriminatedUnion('event', [
	z.object({
		...about, event: z.literal('opened'), fingerprints: z.array(z.string()), members: z.array(member), severity, onsetMs: time, lead: lead.optional(),
	}),
	z.object({
		...about, event: z.literal('joined'), fingerprints: z.array(z.string()), members: z.array(member),
	}),
	z.object({...about, event: z.literal('worsened')}),
	z.object({...about, event: z.literal('reopened')}),
	z.object({...about, event: z.literal('reminded')}),
	z.object({...about, event: z.literal('resolved'), resolvedMs: time}),
	z.object({
		...about, event: z.literal('alerted'), reason: reasonSchema, target, severity, result: oneOf<Exclude<Delivery['state'], 'failed'>>({delivered: true, unsure: true}), destination: z.string(), claim: z.string().optional(),
	}),
	z.object({
		...about, event: z.literal('analysed'), source: oneOf<Exclude<AlertFinding['source'], 'rules'>>({claude: true, scripted: true}), model: z.string(), headline: z.string(), cause: z.string().optional(), command: z.string().optional(), inputTokens: z.number(), outputTokens: z.number(), dollars: z.number(),
	}),
	z.object({
		...about, event: z.literal('claimed'), reason: reasonSchema, target, fingerprints: z.array(z.string()), claim: z.string(), isForAnalysis: z.boolean().optional(),
	}),
	z.object({
		...about, event: z.literal('released'), reason: reasonSchema, target, claim: z.string(),
	}),
	/** A human does not want to hear of it until then; a time that has passed takes it back. */
	z.object({
		...head, event: z.literal('muted'), target: z.union([z.object({fingerprint: z.string()}), z.object({service: z.string()})]), untilMs: time,
	}),
]);

export type JournalEvent = z.infer<typeof journalEventSchema>;

type DistributiveOmit<Type, Key extends PropertyKey> = Type extends unknown ? Omit<Type, Key> : never;

/** What happened, before the memory adds who wrote it and when. */
export type NewEvent = DistributiveOmit<JournalEvent, keyof typeof head>;

/** Undefined for anything but an event of this version. */
export const readEvent = (value: unknown): JournalEvent | undefined => journalEventSchema.safeParse(value).data;

/** What is watched, as it stands in the events. */
export const scopeKey = (tenant: string | undefined, selector: string): string => createHash('sha256').update(JSON.stringify([tenant ?? '', selector])).digest('hex').slice(0, hashLength);
