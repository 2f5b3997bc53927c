import * as z from 'zod';
import {readContext} from '../../loki/lines/context.js';
import {noService, serviceSelector} from '../../loki/logql/logql.js';
import {queryLogsUpTo} from '../../loki/lines/query-logs-up-to.js';
import type {LogEntry, LokiClient, Scope} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import type {EvidenceLine} from '../../facts/evidence.js';
import {defineTool} from './define-tool.js';
import {linesAnswer} from './line-rows.js';
import {isoTime} from './time-range.js';
import {ToolInputError, ToolRefusal} from './tool-errors.js';

const defaultSide = 10;
const maxSide = 50;
const maxSameMillisecond = 500;
/** Loki stops reading when it has enough lines, which in any stream that costs something it has after a few minutes. */
const likelyReachMs = 5 * minuteMs;

/** A line of the first turn as Loki has it: by its millisecond, its text and its labels. */
const findAgain = async (client: LokiClient, scope: Scope, {service, timeMs, line, labels}: EvidenceLine, signal: AbortSignal): Promise<LogEntry | undefined> => {
	const {entries} = await queryLogsUpTo(client, {
		query: serviceSelector(scope, service), range: {startMs: timeMs, endMs: timeMs + 1}, limit: maxSameMillisecond, direction: 'forward',
	}, {signal});
	return entries.find(entry => entry.line.startsWith(line) && Object.entries(labels).every(([name, value]) => entry.labels[name] === value));
};

/** The nearest first: what is far from the line is cut. */
const nearestFirst = (before: readonly LogEntry[], line: LogEntry, after: readonly LogEntry[]): readonly LogEntry[] => {
	const nearest = [line];
	for (let index = 0; index < Math.max(before.length, after.length); index++) {
		nearest.push(...[before[before.length - 1 - index], after[index]].filter(entry => entry !== undefined));
	}

	return nearest;
};

export const contextAround = defineTool({
	name: 'context_around',
	description: 'Shows what the same stream wrote just before and after one line that was shown, at most an hour away: what led to an error and what came of it.',
	schema: z.object({
		line_id: z.string().trim().regex(/^L\d{1,4}$/, 'a line id is L and a number, such as L12').describe('Id of a line that was shown'),
		before: z.int().min(0).max(maxSide).optional().describe(`Lines before it; ${defaultSide} where not given`),
		after: z.int().min(0).max(maxSide).optional().describe(`Lines after it; ${defaultSide} where not given`),
	}),
	plan({line_id: id, before = defaultSide, after = defaultSide}, context) {
		const {scope, clock} = context;
		const shown = context.shownLine(id);
		if (!shown) {
			throw new ToolInputError(`no line ${id} was shown`);
		}

		const {service, timeMs} = shown.line;
		return {
			key: [id, before, after],
			line: `${id} ${service} ${clock(timeMs)} -${before} +${after}`,
			scans: [{selector: serviceSelector(scope, service === '' ? noService : service), range: {startMs: timeMs - likelyReachMs, endMs: timeMs + likelyReachMs}, passes: 1}],
			async run(client, signal) {
				const entry = shown.entry ?? await findAgain(client, scope, shown.line, signal);
				if (!entry) {
					throw new ToolRefusal({why: `line ${id} is no longer found in Loki`, instead: 'Ask for lines around its time with query_logs.', short: 'the line is gone'});
				}

				const found = await readContext({
					client, scope, entry, before, after, signal,
				});
				const entries = nearestFirst(found.before, entry, found.after);
				return linesAnswer(entries, {
					head: {
						line_id: id, service, time: isoTime(timeMs), before: found.before.length, after: found.after.length, note: found.stream ? undefined : 'the stream could not be told: these are lines of the whole service',
					},
					total: entries.length,
					context,
				});
			},
		};
	},
});
