import * as z from 'zod';
import {countLines} from '../../loki/counts/count-lines.js';
import {distinctEntries} from '../../loki/lines/distinct-entries.js';
import {queryLogsUpTo} from '../../loki/lines/query-logs-up-to.js';
import type {LogEntry, LokiClient, TimeRange} from '../../loki/types.js';
import {
	fromArgument,
	selectorArgument,
	serviceArgument,
	toArgument,
} from './arguments.js';
import {defineTool} from './define-tool.js';
import {endsFirst, linesAnswer} from './line-rows.js';
import {askableLevels, linesQueryOf} from './line-stages.js';
import {
	rangeFields,
	rangeKey,
	rangeWords,
	readRange,
} from './time-range.js';
import {readTarget} from './tool-selector.js';

const defaultLimit = 40;
const maxLimit = 100;
const textArgument = z.string().min(1).max(500);

/** All lines where they are few, else as many from the start of the range as from its end: what came first tells more than what came last. */
const readBothEnds = async (client: LokiClient, query: string, range: TimeRange, {limit, signal}: {readonly limit: number; readonly signal: AbortSignal}): Promise<readonly LogEntry[]> => {
	const headLimit = Math.ceil(limit / 2);
	const head = await queryLogsUpTo(client, {
		query, range, limit: headLimit, direction: 'forward',
	}, {signal});
	if (!head.isCut || limit - headLimit < 1) {
		return head.entries;
	}

	const tail = await queryLogsUpTo(client, {
		query, range, limit: limit - headLimit, direction: 'backward',
	}, {signal});
	return distinctEntries([...head.entries, ...tail.entries]);
};

export const queryLogs = defineTool({
	name: 'query_logs',
	description: 'Reads log lines of one service, or of a selector that is narrower than the watched scope, with the number of all lines that match. Where more match than are shown, the first and the last of the range are shown. Each line has an id to cite.',
	schema: z.object({
		service: serviceArgument.optional(),
		selector: selectorArgument.optional(),
		contains: textArgument.optional().describe('Text that the line holds, as it is written'),
		not_contains: textArgument.optional().describe('Text that the line does not hold'),
		regex: textArgument.optional().describe('Regular expression (RE2) that the line matches; (?i) in front ignores case'),
		level: z.enum(askableLevels).optional().describe('error is that and all above it'),
		from: fromArgument,
		to: toArgument,
		limit: z.int().min(1).max(maxLimit).optional().describe(`Lines at most; ${defaultLimit} where not given`),
	}),
	plan({service, selector, contains, not_contains: notContains, regex, level, from, to, limit = defaultLimit}, context) {
		const {scope, clock, nowMs} = context;
		const restore = (text: string | undefined): string | undefined => text === undefined ? undefined : context.restore(text);
		const range = readRange(from, to, nowMs);
		const target = readTarget({service: restore(service), selector: restore(selector)}, scope);
		const query = linesQueryOf(target.selector, {
			contains: restore(contains), notContains: restore(notContains), regex: restore(regex), level, service: restore(service),
		}, scope);
		const conditions = [contains && `"${contains}"`, notContains && `not "${notContains}"`, regex && `/${regex}/`, level].filter(Boolean);
		return {
			key: [query, rangeKey(range), limit],
			line: [service ?? selector, ...conditions, rangeWords(range, clock)].join(' '),
			scans: [{selector: target.selector, range, passes: 2}],
			async run(client, signal) {
				const [entries, counted] = await Promise.all([
					readBothEnds(client, query, range, {limit, signal}),
					countLines(client, query, range, {signal}),
				]);
				return linesAnswer(endsFirst(entries), {
					head: {query, ...rangeFields(range)}, total: counted === undefined ? undefined : Math.max(counted, entries.length), context,
				});
			},
		};
	},
});
