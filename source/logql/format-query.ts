import type {
	Grouping,
	LogQuery,
	LogRange,
	MetricQuery,
	Query,
	VectorMatching,
} from './ast.js';
import {formatPrometheusDuration} from './duration.js';
import {formatLineFilter, formatStage, formatUnwrap} from './format-stage.js';
import {formatGoFloat} from './go-float.js';
import {quote} from './go-strings.js';
import {formatMatcher} from './write-matcher.js';

/** Queries up to this length stay on one line. */
const maxLineLength = 100;

const indent = (level: number): string => '  '.repeat(level);

const formatSelector = ({matchers}: LogQuery): string => `{${matchers.map(matcher => formatMatcher(matcher)).join(', ')}}`;

const logText = (query: LogQuery): string => [formatSelector(query), ...query.stages.map(stage => formatStage(stage))].join(' ');

const offsetText = ({offsetNs}: LogRange): string => (offsetNs === 0 ? '' : ` offset ${formatPrometheusDuration(offsetNs)}`);

const rangeText = (range: LogRange): string => {
	const unwrap = range.unwrap ? ` ${formatUnwrap(range.unwrap)}` : '';
	return `${logText(range.query)}${unwrap}[${formatPrometheusDuration(range.rangeNs)}]${offsetText(range)}`;
};

const groupingText = (grouping: Grouping | undefined): string => {
	if (!grouping || (!grouping.isWithout && grouping.names.length === 0)) {
		return '';
	}

	const names = grouping.names.join(',');
	return grouping.isWithout ? ` without (${names})` : ` by (${names})`;
};

const operatorText = (operator: string, {
	isBool, isOn, names, group, include,
}: VectorMatching): string => {
	const bool = isBool ? ' bool' : '';
	if (!isOn && names.length === 0) {
		return operator + bool;
	}

	const side = group === 'one-to-one' ? '' : `group_${group}`;
	const included = include.length > 0 ? ` (${include.join(',')})` : '';
	// Loki leaves a space behind the labels even where no side follows.
	return `${operator}${bool} ${isOn ? 'on' : 'ignoring'} (${names.join(',')}) ${side}${included}`;
};

const parameterTexts = (query: MetricQuery): string[] => {
	switch (query.type) {
		case 'aggregation': {
			return query.parameter > 0 ? [String(query.parameter)] : [];
		}

		case 'range': {
			return query.parameter === undefined ? [] : [formatGoFloat(query.parameter)];
		}

		case 'binary':
		case 'label-replace':
		case 'literal':
		case 'vector': {
			return [];
		}
	}
};

/** A query on one line. */
const oneLine = (query: Query): string => {
	switch (query.type) {
		case 'log': {
			return logText(query);
		}

		case 'literal': {
			return formatGoFloat(query.value);
		}

		case 'vector': {
			return `vector(${query.value.toFixed(6)})`;
		}

		case 'range': {
			return `${query.operation}(${[...parameterTexts(query), rangeText(query.range)].join(',')})${groupingText(query.grouping)}`;
		}

		case 'aggregation': {
			return `${query.operation}${groupingText(query.grouping)}(${[...parameterTexts(query), oneLine(query.inner)].join(',')})`;
		}

		case 'label-replace': {
			const strings = [query.target, query.replacement, query.source, query.pattern].map(text => quote(text));
			return `label_replace(${[oneLine(query.inner), ...strings].join(',')})`;
		}

		case 'binary': {
			return `(${oneLine(query.left)} ${operatorText(query.operator, query.matching)} ${oneLine(query.right)})`;
		}
	}
};

const prettyLog = (query: LogQuery, level: number): string => {
	const stages = query.stages.flatMap(stage => stage.type === 'line-filter'
		? stage.filters.map(filter => formatLineFilter(filter))
		: [formatStage(stage)]);
	return [indent(level) + formatSelector(query), ...stages.map(stage => indent(level + 1) + stage)].join('\n');
};

const prettyRange = (range: LogRange, level: number): string => {
	const text = logText(range.query).length > maxLineLength ? prettyLog(range.query, level) : indent(level) + logText(range.query);
	const unwrap = range.unwrap ? `\n${indent(level + 1)}${formatUnwrap(range.unwrap)}` : '';
	return `${text}${unwrap} [${formatPrometheusDuration(range.rangeNs)}]${offsetText(range)}`;
};

const prettyGrouping = (grouping: Grouping | undefined): string => groupingText(grouping).replaceAll(',', ', ');

/** A query as Loki's formatter lays it out: what is longer than a line goes on several. */
export const formatQuery = (query: Query, level = 0): string => {
	const text = oneLine(query);
	if (text.length <= maxLineLength) {
		return indent(level) + text;
	}

	switch (query.type) {
		case 'log': {
			return prettyLog(query, level);
		}

		case 'range': {
			const inner = [...parameterTexts(query).map(parameter => `${indent(level + 1)}${parameter},`), prettyRange(query.range, level + 1)];
			return `${indent(level)}${query.operation}(\n${inner.join('\n')}\n${indent(level)})${prettyGrouping(query.grouping)}`;
		}

		case 'aggregation': {
			const inner = [...parameterTexts(query).map(parameter => `${indent(level + 1)}${parameter}`), formatQuery(query.inner, level + 1)];
			return `${indent(level)}${query.operation}${prettyGrouping(query.grouping)}(\n${inner.join(',\n')}\n${indent(level)})`;
		}

		case 'label-replace': {
			const strings = [query.target, query.replacement, query.source, query.pattern].map(part => indent(level + 1) + quote(part));
			return `${indent(level)}label_replace(\n${[formatQuery(query.inner, level + 1), ...strings].join(',\n')}\n${indent(level)})`;
		}

		case 'binary': {
			const left = formatQuery(query.left, level + 1);
			const right = formatQuery(query.right, level + 1);
			return `${left}\n${indent(level)}${operatorText(query.operator, query.matching)}\n${right}`;
		}

		case 'literal':
		case 'vector': {
			return indent(level) + text;
		}
	}
};
