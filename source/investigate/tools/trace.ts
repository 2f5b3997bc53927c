import * as z from 'zod';
import {traceLines} from '../../lines/read-trace.js';
import {isErrorLevel, noService} from '../../loki/logql/logql.js';
import type {LogEntry} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import {levelOfEntry} from '../../patterns/level.js';
import type {Json} from '../evidence/evidence-json.js';
import {fromArgument, toArgument} from './arguments.js';
import {defineTool} from './define-tool.js';
import {endsFirst, linesAnswer} from './line-rows.js';
import {
	isoTime,
	rangeFields,
	rangeKey,
	rangeWords,
	readRange,
	readRangeOr,
} from './time-range.js';

const maxLines = 200;
const maxServices = 20;
/** A request that failed may have begun before the window. */
const leadMs = 15 * minuteMs;

/** Which services the trace went through, first one first. */
const servicesOf = (entries: readonly LogEntry[], serviceLabel: string): Json => {
	const services = new Map<string, {firstMs: number; lines: number; errors: number}>();
	for (const entry of entries) {
		const name = entry.labels[serviceLabel] ?? noService;
		const seen = services.get(name) ?? {firstMs: entry.timeMs, lines: 0, errors: 0};
		seen.lines++;
		seen.errors += isErrorLevel(levelOfEntry(entry)) ? 1 : 0;
		services.set(name, seen);
	}

	return Array.from(services, ([service, {firstMs, lines, errors}]) => ({
		service, first_line: isoTime(firstMs), lines, errors,
	})).slice(0, maxServices);
};

export const trace = defineTool({
	name: 'trace',
	description: 'Finds the lines of one trace or request id in all services of the watched scope, in the order of time: where a request went and where it first failed. Each line has an id to cite.',
	schema: z.object({
		trace_id: z.string().trim().regex(/^[\w\-.:]{6,128}$/, 'a trace id has 6 to 128 letters, digits, dashes, dots or colons').describe('The id as it stands in a line or label'),
		from: fromArgument.optional(),
		to: toArgument.optional(),
	}),
	plan({trace_id: traceId, from, to}, context) {
		const {scope, clock, nowMs, window} = context;
		const range = from === undefined && to === undefined
			? readRange(isoTime(window.startMs - leadMs), isoTime(Math.min(nowMs, window.endMs)), nowMs)
			: readRangeOr(from, to, context);
		return {
			key: [traceId, rangeKey(range)],
			line: `${traceId} ${rangeWords(range, clock)}`,
			scans: [{selector: scope.selector, range, passes: 2}],
			async run(client, signal) {
				const {entries, isCut} = await traceLines({
					client, selector: scope.selector, id: traceId, range, limit: maxLines, signal,
				});
				return linesAnswer(endsFirst(entries), {
					head: {
						trace_id: traceId, ...rangeFields(range), services: servicesOf(entries, scope.capabilities.serviceLabel), note: isCut ? `the first ${maxLines} lines were read; there are more` : undefined,
					},
					total: isCut ? undefined : entries.length,
					context,
				});
			},
		};
	},
});
