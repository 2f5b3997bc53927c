import * as z from 'zod';
import type {EngineMemory} from '../engine/types.js';
import type {SavedScope} from '../engine/scope-finder.js';
import type {KnownRanges} from './known-ranges.js';

/** Counts up when the form changes: a memory of another version is ignored, with a note. */
export const memoryVersion = 1;

/** What one pass leaves to the next, in this process or another. */
export type PassMemory = EngineMemory & SavedScope & {
	readonly known: KnownRanges;
	/** Every service of the window, with the newest minute in which it wrote. */
	readonly servicesMs: ReadonlyMap<string, number>;
};

const rangeSchema = z.object({startMs: z.number(), endMs: z.number()});
const scopeSchema = z.object({
	selector: z.string(),
	capabilities: z.object({
		version: z.string().optional().transform(value => value),
		serviceLabel: z.string(),
		errorSource: z.enum(['detected_level', 'level', 'line']),
		levelLabel: z.string().optional().transform(value => value),
		hasPatterns: z.boolean(),
		hasVolume: z.boolean().optional(),
		guesses: z.array(z.object({about: z.enum(['version', 'serviceLabel', 'errorSource', 'patterns', 'volume']), why: z.string()})).optional().transform(value => value ?? []),
	}),
});
const countsSchema = z.array(z.tuple([z.string(), z.object({lines: z.number(), errors: z.number()})])).transform(entries => new Map(entries));
const arrivalsSchema = z.object({
	reachedMs: z.number(),
	standingSinceMs: z.number().optional().transform(value => value),
	lookedMs: z.number(),
	wereLate: z.boolean(),
	lines: z.array(z.tuple([z.number(), z.number()])),
});
const corroboratedSchema = z.object({
	silences: z.array(z.object({fingerprint: z.string(), isOver: z.boolean()})),
	emptyMinutes: z.array(z.tuple([z.number(), countsSchema])),
	arrivals: arrivalsSchema.optional().catch(undefined),
});
const callsSchema = z.array(z.object({
	caller: z.string(), callee: z.string(), isOutside: z.boolean().optional().transform(value => value ?? false), lines: z.number(), traced: z.number().optional().transform(value => value ?? 0), firstMs: z.number(), lastMs: z.number(), errors: z.array(z.tuple([z.number(), z.number()])),
}));
const memorySchema = z.object({
	version: z.literal(memoryVersion),
	watched: z.string(),
	scope: scopeSchema,
	discoveredMs: z.number(),
	reader: z.object({isPlain: z.boolean(), plainReadings: z.number().optional()}),
	known: z.array(rangeSchema),
	detector: z.unknown(),
	onsets: z.array(z.object({key: z.string(), onsetMs: z.number().optional()})),
	senses: z.unknown(),
	levels: z.unknown(),
	learntPastMs: z.array(z.tuple([z.string(), z.number()])),
	servicesMs: z.array(z.tuple([z.string(), z.number()])),
	guessed: z.object({askedMs: z.number(), tries: z.number()}).catch({askedMs: 0, tries: 0}),
	isDoubted: z.boolean().optional().transform(value => value ?? false),
	corroborated: corroboratedSchema.catch({silences: [], emptyMinutes: []}),
	calls: callsSchema.catch([]),
});

/** `watched` says what was watched how: a memory of anything else is of no use. */
export const saveMemory = ({learntPastMs, servicesMs, corroborated, ...memory}: PassMemory, watched: string): unknown => ({
	version: memoryVersion, watched, ...memory, learntPastMs: [...learntPastMs], servicesMs: [...servicesMs], corroborated: {...corroborated, emptyMinutes: corroborated.emptyMinutes.map(([startMs, counts]) => [startMs, [...counts]])},
});

/** Reads what `saveMemory` gave. A note says why it was ignored. */
export function readMemory(saved: unknown, watched: string): {readonly memory: PassMemory | undefined; readonly note: string | undefined; readonly isNewer: boolean} {
	if (saved === undefined) {
		return {memory: undefined, note: undefined, isNewer: false};
	}

	const {version} = (saved ?? {}) as {readonly version?: unknown};
	if (typeof version === 'number' && version !== memoryVersion) {
		return {memory: undefined, note: `The saved baseline was written by ${version > memoryVersion ? 'a newer' : 'an older'} version of this program; ignored, rebuilding the baseline.`, isNewer: version > memoryVersion};
	}

	const parsed = memorySchema.safeParse(saved);
	if (!parsed.success || parsed.data.watched !== watched) {
		return {memory: undefined, note: 'The saved baseline is damaged or of something else; ignored, rebuilding the baseline.', isNewer: false};
	}

	const {learntPastMs, servicesMs, scope} = parsed.data;
	const {capabilities} = scope;
	return {
		memory: {
			...parsed.data,
			scope: {selector: scope.selector, capabilities: {...capabilities, version: capabilities.version}},
			learntPastMs: new Map(learntPastMs),
			servicesMs: new Map(servicesMs),
		},
		note: undefined,
		isNewer: false,
	};
}
