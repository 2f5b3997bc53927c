import * as z from 'zod';
import {errorCountsQuery, noService, servicesSelector} from '../../loki/logql/logql.js';
import {readMinutes} from '../../loki/counts/read-minutes.js';
import type {LokiClient, MetricSeries, Scope} from '../../loki/types.js';
import {minuteMs} from '../../detect/minute.js';
import {
	fromArgument,
	labelArgument,
	serviceArgument,
	toArgument,
} from './arguments.js';
import {defineTool} from './define-tool.js';
import {
	maxPoints,
	seriesFields,
	stepsOf,
	totalErrors,
	totalLines,
	type RateSeries,
	type Steps,
} from './rate-series.js';
import {
	isoTime,
	rangeFields,
	rangeKey,
	rangeWords,
	readRange,
} from './time-range.js';

const maxServices = 10;

type Asked = {readonly client: LokiClient; readonly scope: Scope; readonly services: readonly string[]; readonly selector: string; readonly steps: Steps; readonly signal: AbortSignal};

const emptySeries = ({points}: Steps): number[] => Array.from({length: points}, () => 0);

const readByService = async ({client, scope, services, steps, signal}: Asked): Promise<readonly RateSeries[]> => {
	const {minutes} = await readMinutes({
		client, scope, services, range: steps.range, signal,
	});
	return services.map(service => {
		const errors = emptySeries(steps);
		const lines = emptySeries(steps);
		for (const {startMs, counts} of minutes) {
			const index = Math.floor((startMs - steps.range.startMs) / steps.stepMs);
			errors[index]! += counts?.get(service)?.errors ?? 0;
			lines[index]! += counts?.get(service)?.lines ?? 0;
		}

		return {name: {service}, errors, lines};
	});
};

/** A sample at T counts the step before T. */
const spreadOver = ({samples}: MetricSeries, {range, stepMs, points}: Steps): readonly number[] => {
	const counts = Array.from({length: points}, () => 0);
	for (const [timeMs, value] of samples) {
		const index = Math.round((timeMs - range.startMs) / stepMs) - 1;
		if (index >= 0 && index < points) {
			counts[index]! += value;
		}
	}

	return counts;
};

const readByLabel = async ({client, scope, services, selector, steps, signal}: Asked, label: string): Promise<readonly RateSeries[]> => {
	const {capabilities} = scope;
	const by = [capabilities.serviceLabel, label];
	const step = `${steps.stepMs / minuteMs}m`;
	const ask = async (query: string) => client.queryMetrics({
		query,
		range: {startMs: steps.range.startMs + steps.stepMs, endMs: Math.max(steps.range.endMs, steps.range.startMs + steps.stepMs + 1)},
		stepMs: steps.stepMs,
	}, {signal});
	const [lines, errors] = await Promise.all([ask(`sum by (${by.join(', ')}) (count_over_time(${selector}[${step}]))`), ask(errorCountsQuery(scope, services, {by, step}))]);
	const series = new Map<string, RateSeries>();
	const nameOf = ({labels}: MetricSeries): Readonly<Record<string, string>> => ({service: labels[capabilities.serviceLabel] ?? noService, [label]: labels[label] ?? '(none)'});
	for (const found of lines.series) {
		series.set(JSON.stringify(nameOf(found)), {name: nameOf(found), lines: spreadOver(found, steps), errors: emptySeries(steps)});
	}

	for (const found of errors.series) {
		const key = JSON.stringify(nameOf(found));
		series.set(key, {name: nameOf(found), lines: series.get(key)?.lines ?? emptySeries(steps), errors: spreadOver(found, steps)});
	}

	return [...series.values()];
};

export const errorRates = defineTool({
	name: 'error_rates',
	description: `Counts errors and lines a minute of up to ${maxServices} services, with totals; exact numbers from Loki, at most ${maxPoints} points a series. With "by", one series for each value of a label, such as pod or version. Shows who broke first and whether all instances did.`,
	schema: z.object({
		services: z.array(serviceArgument).min(1).max(maxServices),
		from: fromArgument,
		to: toArgument,
		by: labelArgument.optional().describe('Label to split by; one with few values'),
	}),
	plan({services: asked, from, to, by}, context) {
		const {scope, clock, nowMs, redactValue} = context;
		const range = readRange(from, to, nowMs);
		const services = [...new Set(asked.map(service => context.restore(service)))];
		const steps = stepsOf(range);
		const selector = servicesSelector(scope, services);
		return {
			key: [services.toSorted(), by, rangeKey(range)],
			line: `${asked.join(', ')} ${rangeWords(range, clock)}${by === undefined ? '' : ` by ${by}`}`,
			scans: [{selector, range: steps.range, passes: by === undefined && scope.capabilities.errorSource !== 'line' ? 1 : 2}],
			async run(client, signal) {
				const question = {
					client, scope, services, selector, steps, signal,
				};
				const found = await (by === undefined ? readByService(question) : readByLabel(question, by));
				const series = found.toSorted((a, b) => totalErrors(b) - totalErrors(a) || totalLines(b) - totalLines(a));
				return {
					head: {...rangeFields(range), first_point: isoTime(steps.range.startMs), minutes_a_point: steps.stepMs / minuteMs},
					rows: series.length,
					total: series.length,
					unit: 'series',
					arrange: count => ({
						series: series.slice(0, count).map(one => seriesFields({...one, name: Object.fromEntries(Object.entries(one.name).map(([name, value]) => [name, redactValue(name, value)]))}, steps)),
					}),
				};
			},
		};
	},
});
