import * as z from 'zod';
import {anomalyKinds} from '../../detect/kinds/registry.js';
import type {LinkKind} from '../../detect/connections/types.js';
import type {Anomaly, Severity} from '../../detect/types.js';
import type {Escalation} from '../../facts/verdict.js';
import {oneOf} from './one-of.js';

export const severitySchema = oneOf<Severity>({warning: true, critical: true});
const linkKindSchema = oneOf<LinkKind>({
	named: true, calls: true, trace: true, host: true, pattern: true, node: true, rollout: true, relayed: true, outside: true,
});
const trendSchema = oneOf<Extract<Escalation['basis'], {type: 'open'}>['trend']>({
	rising: true, falling: true, steady: true, unknown: true,
});

/** Each field of an anomaly. JSON has no undefined: what is not known is left out. */
const anomalyFields = {
	fingerprint: z.string(),
	service: z.string(),
	kind: z.enum(anomalyKinds),
	severity: severitySchema,
	state: oneOf<Anomaly['state']>({new: true, ongoing: true, resolved: true}),
	onsetMs: z.number(),
	isOnsetCounted: z.boolean().optional(),
	openedMs: z.number(),
	lastSeenMs: z.number(),
	resolvedMs: z.number().optional(),
	isAccepted: z.boolean(),
	countedUntilMs: z.number().optional(),
	observedPerMinute: z.number(),
	expectedPerMinute: z.number(),
	limitPerMinute: z.number().optional(),
	factor: z.number().optional(),
	pattern: z.looseObject({id: z.string(), template: z.string()}).optional(),
	links: z.array(z.object({service: z.string(), by: linkKindSchema, lines: z.number()})).max(20).catch([]).optional(),
	share: z.number().optional(),
	services: z.number().optional(),
	times: z.looseObject({observedMs: z.number(), expectedMs: z.number()}).optional(),
	blame: z.number().optional(),
} satisfies Readonly<Record<keyof Anomaly, z.ZodType>>;

/** What an anomaly must have so that it can be put into words. */
export const anomalySchema = z.looseObject(anomalyFields);

const match = z.looseObject({
	name: z.string(), reason: z.string(), excessShare: z.number(), isNew: z.boolean(), lineIds: z.array(z.string()),
	errorShare: z.number().optional(),
	firstMs: z.number().optional(),
	caller: z.looseObject({name: z.string(), value: z.string(), badShare: z.number()}).optional(),
	against: z.looseObject({rival: z.looseObject({name: z.string(), share: z.number()}).optional(), doubt: z.string()}).optional(),
});

const leader = z.looseObject({
	service: z.string(), leadMs: z.number().optional(), isNamed: z.boolean(), through: z.string().optional(),
});

const rollout = z.looseObject({
	name: z.string(), value: z.string(), badShare: z.number(), baselineShare: z.number(), leadMs: z.number().optional(),
});

const cause = z.discriminatedUnion('type', [
	z.looseObject({type: z.literal('neighbour'), leader, match: match.optional()}),
	z.looseObject({type: z.literal('rollout'), rollout, match: match.optional()}),
	z.looseObject({type: z.literal('signature'), match}),
]);

const written = z.looseObject({
	headline: z.string(),
	findings: z.array(z.string()),
	cause: z.looseObject({name: z.string(), reason: z.string()}).optional(),
	escalationReason: z.string(),
	slackSummary: z.string(),
});

const escalation = z.looseObject({
	decision: z.boolean(),
	basis: z.discriminatedUnion('type', [
		z.looseObject({type: z.literal('calm')}),
		z.looseObject({type: z.literal('over')}),
		z.looseObject({
			type: z.literal('open'),
			severity: severitySchema,
			observedPerMinute: z.number(),
			expectedPerMinute: z.number(),
			services: z.number(),
			trend: trendSchema,
			hasStopped: z.boolean().optional(),
			countedUntilMs: z.number().optional(),
		}),
	]),
});

const head = {
	service: z.string(), anomaly: anomalySchema.optional(), cause: cause.optional(), rollout: rollout.optional(), written: written.optional(),
};

/** What a verdict says in one line, as the list of incidents keeps it. */
export const verdictHeadSchema = z.object(head);

const command = z.looseObject({text: z.string(), purpose: z.string()}).optional();

/** What an alert says of a verdict. */
export const alertVerdictSchema = z.looseObject({...head, command, escalate: escalation});

const template = {template: z.string(), share: z.number()};

export const verdictSchema = z.looseObject({
	...head,
	anomalies: z.array(anomalySchema),
	leader: leader.optional(),
	followers: z.array(z.looseObject({service: z.string(), delayMs: z.number()})),
	newPatterns: z.array(z.looseObject(template)),
	changes: z.array(z.looseObject({
		name: z.string(), value: z.string(), badShare: z.number(), baselineShare: z.number(),
	})),
	noise: z.looseObject({...template, baselineShare: z.number().optional()}).optional(),
	injectedLineIds: z.array(z.string()),
	sampledLines: z.number(),
	totalLines: z.number(),
	command,
	escalate: escalation,
});
