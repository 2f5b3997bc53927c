import * as z from 'zod';
import {serviceSelector} from '../../loki/logql/logql.js';
import type {LogEntry} from '../../loki/types.js';
import {estimateLines} from '../../patterns/estimate.js';
import type {PatternMiner} from '../../patterns/types.js';
import type {Json} from '../evidence/evidence-json.js';
import {fromArgument, serviceArgument, toArgument} from './arguments.js';
import {defineTool} from './define-tool.js';
import {patternsOfSamples, readSample, type CountedSample} from './sampled-lines.js';
import {
	isoTime,
	rangeFields,
	rangeKey,
	rangeWords,
	readRange,
} from './time-range.js';
import type {CiteLine} from './types.js';

const sampleLimit = 300;

type Group = {readonly id: string; readonly entries: readonly LogEntry[]};

const groupsOf = ({entries}: CountedSample, patternIdOf: (entry: LogEntry) => string | undefined): readonly Group[] => {
	const ids = entries.map(entry => patternIdOf(entry) ?? '');
	return Array.from(new Set(ids), id => ({id, entries: entries.filter((_, index) => ids[index] === id)})).toSorted((a, b) => b.entries.length - a.entries.length);
};

const groupFields = ({id, entries}: Group, {miner, sample, cite}: {readonly miner: PatternMiner; readonly sample: CountedSample; readonly cite: CiteLine}): Json => {
	const pattern = miner.pattern(id);
	const [first] = entries;
	const estimate = estimateLines(entries.length, sample.entries.length, sample.totalLines);
	return {
		template: pattern?.template,
		level: pattern?.level,
		sampled_lines: entries.length,
		share: Number(estimate.share.toPrecision(2)),
		about_lines: estimate.lines,
		first: first && isoTime(first.timeMs),
		last: entries.at(-1) && isoTime(entries.at(-1)!.timeMs),
		example: first && {id: cite(first), text: first.line},
	};
};

export const topPatterns = defineTool({
	name: 'top_patterns',
	description: `Groups the lines of one service by their pattern, most frequent first, each with its share and an example line to cite. From a sample of at most ${sampleLimit} lines (head, middle and tail of the range), scaled to Loki's count of all lines.`,
	schema: z.object({
		service: serviceArgument,
		from: fromArgument,
		to: toArgument,
		errors_only: z.boolean().optional(),
	}),
	plan({service: asked, from, to, errors_only: onlyErrors = false}, context) {
		const {scope, clock, nowMs, createMiner} = context;
		const service = context.restore(asked);
		const range = readRange(from, to, nowMs);
		return {
			key: [service, onlyErrors, rangeKey(range)],
			line: `${asked}${onlyErrors ? ' errors' : ''} ${rangeWords(range, clock)}`,
			scans: [{selector: serviceSelector(scope, service), range, passes: 2}],
			async run(client, signal) {
				const sample = await readSample({
					client, scope, service, range, onlyErrors, limit: sampleLimit, signal,
				});
				const miner = createMiner();
				const groups = groupsOf(sample, patternsOfSamples([sample], miner));
				return {
					head: {
						service, ...rangeFields(range), of: onlyErrors ? 'errors' : 'all lines', sample: `${sample.entries.length} of ${sample.totalLines} lines were read`,
					},
					rows: groups.length,
					total: groups.length,
					unit: 'patterns',
					arrange: (count, cite) => ({patterns: groups.slice(0, count).map(group => groupFields(group, {miner, sample, cite}))}),
				};
			},
		};
	},
});
