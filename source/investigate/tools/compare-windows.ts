import * as z from 'zod';
import {serviceSelector} from '../../loki/logql/logql.js';
import type {PatternChange} from '../../patterns/changes.js';
import {findChanges} from '../evidence/changes.js';
import type {Json} from '../evidence/evidence-json.js';
import {findPatternChanges} from '../evidence/pattern-changes.js';
import type {Change} from '../../facts/evidence.js';
import {fromArgument, serviceArgument, toArgument} from './arguments.js';
import {defineTool} from './define-tool.js';
import {fixedLabels} from './line-rows.js';
import {patternsOfSamples, readSample, type CountedSample} from './sampled-lines.js';
import {
	isoTime,
	rangeKey,
	rangeWords,
	readRange,
} from './time-range.js';
import type {ToolContext} from './types.js';

const sampleLimit = 150;
/** Fewer errors before than this, and all lines are compared. */
const minErrors = 20;

const round = (value: number): number => Number(value.toPrecision(3));

const patternRow = (change: PatternChange, of: string): Json => ({
	change: change.type, of, template: change.template, level: change.level, per_minute: round(change.badPerMinute), per_minute_before: round(change.baselinePerMinute),
});

const fieldRow = (change: Change, {redactValue}: ToolContext): Json => ({
	name: change.name, value: redactValue(change.name, change.value), share: round(change.badShare), share_before: round(change.baselineShare), first_seen: change.firstSeenMs === undefined ? undefined : isoTime(change.firstSeenMs),
});

const sizeOf = ({entries, totalLines}: CountedSample): string => `${entries.length} of ${totalLines} read`;

export const compareWindows = defineTool({
	name: 'compare_windows',
	description: `Compares one service's lines of two windows: which patterns appeared, vanished, grew or shrank (lines a minute), and which labels and fields are over-represented in the later one, such as a version or a host. From samples of ${sampleLimit} lines each, scaled to Loki's counts.`,
	schema: z.object({
		service: serviceArgument,
		from: fromArgument,
		to: toArgument,
		before_from: fromArgument.describe('Start of the window to compare with'),
		before_to: toArgument.describe('End of the window to compare with'),
	}),
	plan({service: asked, from, to, before_from: beforeFrom, before_to: beforeTo}, context) {
		const {scope, clock, nowMs} = context;
		const service = context.restore(asked);
		const range = readRange(from, to, nowMs);
		const before = readRange(beforeFrom, beforeTo, nowMs, ['before_from', 'before_to']);
		const selector = serviceSelector(scope, service);
		return {
			key: [service, rangeKey(range), rangeKey(before)],
			line: `${asked} ${rangeWords(range, clock)} against ${rangeWords(before, clock)}`,
			scans: [range, before].map(window => ({selector, range: window, passes: 3})),
			async run(client, signal) {
				const read = async (window: typeof range, onlyErrors: boolean): Promise<CountedSample> => readSample({
					client, scope, service, range: window, onlyErrors, limit: sampleLimit, signal,
				});
				const [errors, errorsBefore, lines, linesBefore] = await Promise.all([read(range, true), read(before, true), read(range, false), read(before, false)]);
				const miner = context.createMiner();
				const patternIdOf = patternsOfSamples([errors, errorsBefore, lines, linesBefore], miner);
				const changesOf = (later: CountedSample, earlier: CountedSample): readonly PatternChange[] => findPatternChanges({
					bad: {sample: later, range: later.range, totalLines: later.totalLines}, baseline: {sample: earlier, range: earlier.range, totalLines: earlier.totalLines}, miner, patternIdOf,
				});
				// Where there was no error before, every pattern of one is new to the lines before.
				const ofErrors = changesOf(errors, errorsBefore.entries.length > 0 ? errorsBefore : linesBefore);
				const known = new Set(ofErrors.map(({id}) => id));
				const ofLines = changesOf(lines, linesBefore).filter(({id}) => !known.has(id));
				const isAboutErrors = errors.entries.length >= minErrors && errorsBefore.entries.length >= minErrors;
				const fields = findChanges({
					bad: (isAboutErrors ? errors : lines).entries, baseline: (isAboutErrors ? errorsBefore : linesBefore).entries, others: [...lines.entries, ...linesBefore.entries], ignored: fixedLabels(scope),
				});
				const patternRows = [...ofErrors.map(change => patternRow(change, 'errors')), ...ofLines.map(change => patternRow(change, 'all lines'))];
				const fieldRows = fields.map(change => fieldRow(change, context));
				// Half of what there is room for is for fields, as far as there are any.
				const fieldsAmong = (count: number): number => Math.min(fieldRows.length, Math.max(Math.floor(count / 2), count - patternRows.length));
				return {
					head: {
						service,
						window: {
							from: isoTime(range.startMs), to: isoTime(range.endMs), errors: sizeOf(errors), lines: sizeOf(lines), clipped: range.clipped,
						},
						before: {
							from: isoTime(before.startMs), to: isoTime(before.endMs), errors: sizeOf(errorsBefore), lines: sizeOf(linesBefore), clipped: before.clipped,
						},
					},
					rows: patternRows.length + fieldRows.length,
					total: patternRows.length + fieldRows.length,
					unit: 'changes',
					arrange: count => ({
						patterns_changed: patternRows.slice(0, count - fieldsAmong(count)),
						fields_changed: fieldRows.slice(0, fieldsAmong(count)),
						fields_of: isAboutErrors ? 'errors' : 'all lines',
					}),
				};
			},
		};
	},
});
