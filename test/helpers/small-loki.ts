import {
	type Handler,
	json,
	plain,
	type Reply,
	type SeenRequest,
} from './local-server.js';

/** One stream of a small Loki; levels are put on lines as a Loki 3 does where `detectedLevel` is given. */
export type SmallStream = {
	readonly labels: Readonly<Record<string, string>>;
	readonly lines: ReadonlyArray<{readonly timeMs: number; readonly line: string; readonly detectedLevel?: string}>;
};

export type SmallLokiOptions = {
	readonly streams: readonly SmallStream[];
	readonly version?: string;
	readonly maxSeries?: number;
	readonly maxEntries?: number;
	readonly maxRangeMs?: number;
	readonly hasPatterns?: boolean;
	readonly hasVolume?: boolean;
};

type Line = {readonly timeMs: number; readonly line: string; readonly labels: Readonly<Record<string, string>>; readonly stream: Readonly<Record<string, string>>};

const prefix = '/loki/api/v1';

/** As much of a Loki as the questions of this program need, from data in memory: selectors, level and line filters, sums of counts, its limits. */
export function smallLoki(options: SmallLokiOptions): Handler {
	const lines: readonly Line[] = options.streams.flatMap(({labels, lines: own}) => own.map(({timeMs, line, detectedLevel}) => ({
		timeMs,
		line,
		stream: labels,
		labels: {...labels, ...(detectedLevel !== undefined && {detected_level: detectedLevel})},
	})));
	return request => {
		const {path, parameters} = request;
		const range = {startMs: toMs(parameters.get('start') ?? undefined), endMs: toMs(parameters.get('end') ?? undefined)};
		const streams = () => {
			const selector = parameters.get('query') ?? parameters.get('match[]') ?? '{}';
			const inRange = lines.filter(line => line.timeMs >= range.startMs && line.timeMs < range.endMs && matches(selector, line.stream));
			return distinct(inRange.map(({stream}) => stream));
		};

		const name = /^\/loki\/api\/v1\/label\/(.+)\/values$/.exec(path)?.[1];
		if (name !== undefined) {
			return names(streams().map(stream => stream[decodeURIComponent(name)]));
		}

		switch (path) {
			case `${prefix}/status/buildinfo`: {
				return options.version === undefined ? plain(404, '404 page not found\n') : json({version: options.version});
			}

			case `${prefix}/labels`: {
				return names(streams().flatMap(stream => Object.keys(stream)));
			}

			case `${prefix}/series`: {
				return json({status: 'success', data: streams()});
			}

			case `${prefix}/query_range`: {
				return queryRange(request, lines, range, options);
			}

			case `${prefix}/query`: {
				return instant(parameters, lines);
			}

			case `${prefix}/patterns`: {
				return options.hasPatterns ? json({status: 'success', data: []}) : plain(404, '');
			}

			case `${prefix}/index/volume`: {
				return options.hasVolume ? json({status: 'success', data: {resultType: 'vector', result: []}}) : plain(404, '');
			}

			default: {
				return plain(404, '404 page not found\n');
			}
		}
	};
}

function queryRange({parameters}: SeenRequest, lines: readonly Line[], range: {startMs: number; endMs: number}, options: SmallLokiOptions): Reply {
	if (range.endMs <= range.startMs) {
		return plain(400, 'end timestamp must not be before or equal to start time');
	}

	const maxRangeMs = options.maxRangeMs ?? Infinity;
	if (range.endMs - range.startMs > maxRangeMs) {
		return plain(400, `the query time range exceeds the limit (query length: ${(range.endMs - range.startMs) / 60_000}m0s, limit: ${maxRangeMs / 60_000}m0s)`);
	}

	const query = parameters.get('query') ?? '';
	const counts = /^sum by \((.*?)\) \(count_over_time\((.*?) ?\[(\d+)([ms])\]\)\)$/s.exec(query);
	return counts
		? matrix({
			by: counts[1]?.split(', ') ?? [], selected: lines.filter(line => passes(counts[2] ?? '', line)), range, stepMs: Number(counts[3]) * (counts[4] === 'm' ? 60_000 : 1000), maxSeries: options.maxSeries ?? 500,
		})
		: entries(lines.filter(line => passes(query, line) && line.timeMs >= range.startMs && line.timeMs < range.endMs), parameters, options.maxEntries ?? 5000);
}

/** A count over all that a query selects in the seconds before one moment, of all or by labels. */
function instant(parameters: URLSearchParams, lines: readonly Line[]): Reply {
	const [, by = '', selected = '', seconds = '0'] = /^sum(?: by \((.*?)\) )?\(count_over_time\((.*)\[(\d+)s\]\)\)$/s.exec(parameters.get('query') ?? '') ?? [];
	const endMs = toMs(parameters.get('time') ?? undefined);
	const counted = lines.filter(line => passes(selected, line) && line.timeMs > endMs - (Number(seconds) * 1000) && line.timeMs <= endMs);
	const groups = groupBy(counted, ({labels}) => JSON.stringify(by.split(', ').map(label => labels[label] ?? '')));
	const result = groups.map(group => ({
		metric: Object.fromEntries(by.split(', ').filter(label => group[0]?.labels[label]).map(label => [label, group[0]?.labels[label]])),
		value: [endMs / 1000, String(group.length)],
	}));
	return json({status: 'success', data: {resultType: 'vector', result}});
}

function matrix({by, selected, range, stepMs, maxSeries}: {readonly by: readonly string[]; readonly selected: readonly Line[]; readonly range: {startMs: number; endMs: number}; readonly stepMs: number; readonly maxSeries: number}): Reply {
	// A line is counted by the sample at the end of its step.
	const counted = selected.map(({labels, timeMs}) => ({
		metric: Object.fromEntries(by.filter(label => labels[label]).map(label => [label, labels[label] ?? ''])),
		seconds: Math.ceil(timeMs / stepMs) * stepMs / 1000,
	})).filter(({seconds}) => seconds * 1000 >= range.startMs && seconds * 1000 <= range.endMs);
	const groups = groupBy(counted, ({metric}) => JSON.stringify(metric));
	if (groups.length > maxSeries) {
		return plain(400, `maximum number of series (${maxSeries}) reached for a single query; consider reducing query cardinality by adding more specific stream selectors, reducing the time range, or aggregating results with functions like sum(), count() or topk()`);
	}

	const result = groups.map(group => ({
		metric: group[0]?.metric,
		values: groupBy(group, ({seconds}) => String(seconds)).map(same => [same[0]?.seconds ?? 0, String(same.length)] as const).toSorted(([a], [b]) => a - b),
	}));
	return json({status: 'success', data: {resultType: 'matrix', result, stats: {summary: {totalBytesProcessed: 1000, totalLinesProcessed: selected.length}}}});
}

function entries(selected: readonly Line[], parameters: URLSearchParams, maxEntries: number): Reply {
	const limit = Number(parameters.get('limit') ?? 100);
	if (limit > maxEntries) {
		return plain(400, `max entries limit per query exceeded, limit > max_entries_limit_per_query (${limit} > ${maxEntries})`);
	}

	const isForward = parameters.get('direction') === 'forward';
	const ordered = selected.toSorted((a, b) => (isForward ? a.timeMs - b.timeMs : b.timeMs - a.timeMs)).slice(0, limit);
	const result = groupBy(ordered, ({labels}) => JSON.stringify(labels)).map(group => ({
		stream: group[0]?.labels,
		values: group.map(({timeMs, line}) => [`${timeMs}000000`, line]),
	}));
	return json({status: 'success', data: {resultType: 'streams', result}});
}

function names(values: ReadonlyArray<string | undefined>): Reply {
	const data = distinct(values.filter(value => value !== undefined)).toSorted();
	return json(data.length === 0 ? {status: 'success'} : {status: 'success', data});
}

function distinct<Item>(items: readonly Item[]): readonly Item[] {
	return groupBy(items, item => JSON.stringify(item)).flatMap(group => group.slice(0, 1));
}

function groupBy<Item>(items: readonly Item[], keyOf: (item: Item) => string): ReadonlyArray<readonly Item[]> {
	const groups: Item[][] = [];
	const places = new Map<string, number>();
	for (const item of items) {
		const key = keyOf(item);
		const place = places.get(key) ?? groups.length;
		places.set(key, place);
		(groups[place] ??= []).push(item);
	}

	return groups;
}

function passes(query: string, {stream, labels, line}: Line): boolean {
	const [selector, stages] = splitSelector(query);
	const level = /\| (detected_level|level)=~"([^"]*)"/.exec(stages);
	const regex = /\|~ `([^`]*)`/.exec(stages)?.[1];
	const text = /\|= ("(?:[^"\\]|\\.)*")/.exec(stages)?.[1];
	return matches(selector, stream)
		&& (!level || isFull(level[2] ?? '', labels[level[1] ?? ''] ?? ''))
		&& (regex === undefined || goRegex(regex).test(line))
		&& (text === undefined || line.includes(String(JSON.parse(text))));
}

function splitSelector(query: string): readonly [string, string] {
	const selector = /^\{(?:"(?:[^"\\]|\\.)*"|[^"}])*\}/.exec(query)?.[0] ?? '';
	return [selector, query.slice(selector.length)];
}

function matches(selector: string, labels: Readonly<Record<string, string>>): boolean {
	for (const [, label = '', operator = '=', quoted = '""'] of selector.matchAll(/(\b[_a-z]+)([!=][=~]?)("(?:[^"\\]|\\.)*")/g)) {
		const value = labels[label] ?? '';
		const wanted = String(JSON.parse(quoted));
		const isMatch = operator.endsWith('~') ? isFull(wanted, value) : wanted === value;
		if (isMatch === operator.startsWith('!')) {
			return false;
		}
	}

	return true;
}

function isFull(pattern: string, value: string): boolean {
	const {source, flags} = goRegex(pattern);
	return new RegExp(`^(?:${source})$`, flags).test(value);
}

function goRegex(pattern: string): RegExp {
	return pattern.startsWith('(?i)') ? new RegExp(pattern.slice(4), 'i') : new RegExp(pattern);
}

function toMs(ns: string | undefined): number {
	return ns === undefined ? 0 : Number(BigInt(ns) / 1_000_000n);
}
