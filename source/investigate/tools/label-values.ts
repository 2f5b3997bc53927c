import * as z from 'zod';
import {
	fromArgument,
	labelArgument,
	selectorArgument,
	toArgument,
} from './arguments.js';
import {defineTool} from './define-tool.js';
import {
	rangeFields,
	rangeKey,
	rangeWords,
	readRangeOr,
} from './time-range.js';
import {withinScope} from './tool-selector.js';

export const labelValues = defineTool({
	name: 'label_values',
	description: 'Lists the values that one label has on the streams of the watched scope: pods, hosts, versions, services. Cheap: no log line is read.',
	schema: z.object({
		label: labelArgument, selector: selectorArgument.optional(), from: fromArgument.optional(), to: toArgument.optional(),
	}),
	plan({label, selector, from, to}, context) {
		const {scope, clock, restore, redactValue} = context;
		const range = readRangeOr(from, to, context);
		const scoped = selector === undefined ? scope.selector : withinScope(restore(selector), scope);
		return {
			key: [label, scoped, rangeKey(range)],
			line: `${label}${selector === undefined ? '' : ` ${selector}`} ${rangeWords(range, clock)}`,
			scans: [],
			async run(client, signal) {
				const values = await client.labelValues(label, range, scoped, {signal});
				return {
					head: {label, selector: scoped, ...rangeFields(range)},
					rows: values.length,
					total: values.length,
					unit: 'values',
					arrange: count => ({values: values.slice(0, count).map(value => redactValue(label, value))}),
				};
			},
		};
	},
});
