import * as z from 'zod';
import type {AnalysisEvent} from '../../facts/analysis.js';
import type {Capabilities} from '../../loki/types.js';
import type {PatternChange} from '../../patterns/changes.js';
import type {AnomalyEventType} from '../../store/timeline.js';
import type {AnyScreen, Order} from '../../store/view-state.js';
import {alertSchema, deliverySchema} from './alert-schema.js';
import {oneOf} from './one-of.js';
import {anomalySchema, verdictSchema} from './verdict-schema.js';

/*
What a line must have so that every screen can show it. Fields that nothing is read from pass as they are.
The types of what is read are those of the store; these schemas hold the lines to them as far as a screen could stumble.
*/

// JSON has no undefined: what is not known is null in a record.
const historyValue = z.number().nullable().transform(value => value ?? undefined);

const pattern = z.looseObject({
	id: z.string(), template: z.string(), level: z.string(), sampledLines: z.number(), share: z.number(), isNew: z.boolean(), history: z.array(historyValue),
});

const line = z.looseObject({
	id: z.string(), service: z.string(), timeMs: z.number(), level: z.string(), line: z.string(), labels: z.record(z.string(), z.string()),
});

const change = z.looseObject({
	name: z.string(), value: z.string(), badShare: z.number(), baselineShare: z.number(), badLines: z.number(), baselineLines: z.number(), lift: z.number(),
});

const patternChange = z.looseObject({
	type: oneOf<PatternChange['type']>({
		appeared: true, vanished: true, grown: true, shrunk: true,
	}), id: z.string(), template: z.string(), badPerMinute: z.number(), baselinePerMinute: z.number(),
});

const evidence = z.looseObject({
	service: z.string(),
	selector: z.string(),
	startMs: z.number(),
	endMs: z.number(),
	collectedMs: z.number(),
	totalLines: z.number(),
	totalErrors: z.number(),
	errorStage: z.string().optional(),
	sampledLines: z.number(),
	anomalies: z.array(anomalySchema),
	errorsPerMinute: z.array(z.tuple([z.number(), z.number()])),
	patterns: z.array(pattern),
	lines: z.array(line),
	changes: z.array(change),
	patternChanges: z.array(patternChange),
	onsets: z.array(z.looseObject({service: z.string(), onsetMs: z.number(), anomaly: anomalySchema.optional()})),
});

const usage = z.looseObject({inputTokens: z.number(), outputTokens: z.number(), costDollars: z.number().optional()});

const trouble = z.looseObject({what: z.string(), why: z.string(), nextStep: z.string()});

const report = z.looseObject({
	headline: z.string().optional(), command: z.looseObject({text: z.string()}).optional(), slackLine: z.string().optional(),
});

const amount = z.object({used: z.number(), limit: z.number()});

const budget = z.looseObject({
	calls: amount, seconds: amount, resultBytes: amount, scanBytes: amount, inputTokens: amount, dollars: amount,
});

const answerEventType = oneOf<AnalysisEvent['type']>({
	started: true, text: true, thinking: true, 'tool-started': true, 'tool-ended': true, waiting: true, usage: true, budget: true, ended: true, failed: true,
});

const answerEvent = z.looseObject({
	type: answerEventType, text: z.string().optional(), id: z.string().optional(), name: z.string().optional(), arguments: z.string().optional(), summary: z.string().optional(), result: z.string().optional(), budget: budget.optional(), model: z.string().optional(), usage: usage.optional(), trouble: trouble.optional(),
});

const timelineEvent = z.looseObject({
	type: oneOf<AnomalyEventType>({
		opened: true, worsened: true, resolved: true, reopened: true, updated: true,
	}), atMs: z.number(), anomaly: anomalySchema,
});

const facts = [
	z.object({
		type: z.literal('session-opened'),
		session: z.looseObject({
			host: z.string(), tenant: z.string().optional(), selector: z.string(), baselineHours: z.number(), isDemo: z.boolean(), timeZone: z.string().optional(),
		}),
	}),
	z.object({
		type: z.literal('connection-changed'), change: z.object({selector: z.string().optional(), errorSource: oneOf<Capabilities['errorSource']>({detected_level: true, level: true, line: true})}),
	}),
	z.object({
		type: z.literal('detail-changed'), service: z.string(), detail: z.looseObject({status: z.literal('ready'), evidence, verdict: verdictSchema.optional()}),
	}),
	z.object({
		type: z.literal('analysis-opened'),
		analysis: z.looseObject({
			service: z.string(), source: z.enum(['claude', 'scripted', 'rules']), model: z.string(), startedMs: z.number(), evidence, verdict: verdictSchema, turns: z.array(z.unknown()).length(0), shownLines: z.array(line), usage, redactedCount: z.number(),
		}),
	}),
	z.object({
		type: z.literal('turn-asked'), service: z.string(), question: z.string().optional(), atMs: z.number(),
	}),
	z.object({
		type: z.literal('analysis-event'), service: z.string(), event: answerEvent, atMs: z.number(),
	}),
	z.object({type: z.literal('lines-shown'), service: z.string(), lines: z.array(line)}),
	z.object({type: z.literal('report-read'), service: z.string(), report}),
	z.object({type: z.literal('redacted'), service: z.string(), count: z.number()}),
	z.object({
		type: z.literal('incidents-named'),
		incidents: z.array(z.object({
			id: z.string(), fingerprints: z.array(z.string()), onsetMs: z.number(), resolvedMs: z.number().optional(),
		})),
	}),
	z.object({
		type: z.literal('alert-started'),
		alert: z.looseObject({
			id: z.string(), service: z.string(), target: z.string().optional(), destination: z.string(), alert: alertSchema.optional(), written: z.array(z.string()).optional(), preview: z.array(z.string()).optional(), startedMs: z.number(), delivery: deliverySchema.optional(),
		}).transform(({preview, ...alert}) => ({...alert, target: alert.target ?? 'slack', ...preview && {written: preview}})),
	}),
	z.object({
		type: z.literal('alert-ended'), id: z.string(), delivery: deliverySchema, repeatOfMs: z.number().optional(),
	}),
	z.object({type: z.literal('timeline-noted'), events: z.array(timelineEvent)}),
] as const;

/** By service; earlier versions called them `excluded`. */
const hiddenPatterns = z.map(z.string(), z.array(z.string()));

/** For whoever reads a record without showing its screens. */
export const anyScreen: z.ZodType<AnyScreen> = z.looseObject({type: z.string()});

/** A line that is an action, with screens as `screen` has them; fails for what no screen could show. */
export const createActionLineSchema = <Screen extends AnyScreen>(screen: z.ZodType<Screen>) => z.object({
	v: z.number(),
	type: z.literal('action'),
	atMs: z.number(),
	action: z.discriminatedUnion('type', [...facts, z.object({
		type: z.literal('view-noted'),
		view: z.object({
			screens: z.array(screen).min(1),
			selectedService: z.string().optional(),
			filter: z.string(),
			order: oneOf<Order>({
				abnormal: true, name: true, errors: true, share: true, lines: true,
			}),
			rangeIndex: z.number(),
			hiddenPatterns: hiddenPatterns.optional(),
			excluded: hiddenPatterns.optional(),
		}).transform(({excluded, ...view}) => ({...view, hiddenPatterns: view.hiddenPatterns ?? excluded ?? new Map<string, string[]>()})),
	})]),
});
