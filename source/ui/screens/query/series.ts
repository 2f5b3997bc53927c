import type {MetricSeries} from '../../../loki/types.js';
import {memoizeLast} from '../../../store/selectors/memoize.js';
import type {QueryAnswer} from '../../../store/query.js';
import {fit, fitMiddle} from '../../../terminal/width.js';
import {formatValue} from '../../../words/numbers.js';
import type {StyledRow} from '../../components/line.js';
import {maxCharted, toneOfSeries} from '../../layout/series-chart.js';

const valueColumns = 10;
/** Columns of numbers in a table, in the order in which they are left out where it is narrow. */
const overTime = ['LAST', 'MAX', 'AVG', 'MIN'] as const;
const atMoment = ['VALUE'] as const;
const shortest = 24;

type Measure = (typeof overTime)[number] | (typeof atMoment)[number];

/** What a series is called: its labels, without those that all of them share. A single one is called by all that it has. */
export const namesOf = memoizeLast((series: readonly MetricSeries[]): readonly string[] => {
	const [first] = series;
	const isShared = (name: string, value: string): boolean => series.length > 1 && series.every(({labels}) => labels[name] === value);
	const shared = new Set(Object.entries(first?.labels ?? {}).filter(([name, value]) => isShared(name, value)).map(([name]) => name));
	const own = series.map(({labels}) => Object.entries(labels).filter(([name]) => !shared.has(name)));
	const isOneLabel = new Set(own.flat().map(([name]) => name)).size === 1;
	return own.map(labels => labels.map(([name, value]) => isOneLabel ? value : `${name}=${value}`).join('  ') || 'value');
}, series => [series]);

/** The numbers that stand for a series. */
function measured({samples}: MetricSeries, measure: Measure): number {
	const values = samples.map(([, value]) => value).filter(value => !Number.isNaN(value));
	switch (measure) {
		case 'VALUE':
		case 'LAST': {
			return samples.at(-1)?.[1] ?? NaN;
		}

		case 'MAX':
		case 'MIN': {
			return values.length === 0 ? NaN : values.reduce((a, b) => (measure === 'MAX') === (b > a) ? b : a);
		}

		case 'AVG': {
			return values.reduce((sum, value) => sum + value, 0) / values.length;
		}
	}
}

const measuresOf = ({form}: QueryAnswer, columns: number): readonly Measure[] => form === 'moment' ? atMoment : overTime.slice(0, Math.max(1, Math.floor((columns - shortest) / valueColumns)));

/** `   LAST       MAX` above the numbers. */
export const seriesHead = (answer: QueryAnswer, columns: number): StyledRow => {
	const measures = measuresOf(answer, columns);
	return [[fit('   SERIES', columns - (measures.length * valueColumns) - 1), 'dim'], [measures.map(measure => fit(measure, valueColumns, {align: 'right'})).join(''), 'dim']];
};

/** One series: the colour that it has in the chart, its name, its numbers. */
export function seriesRow(answer: QueryAnswer, index: number, {columns, isSelected, isCharted}: {readonly columns: number; readonly isSelected: boolean; readonly isCharted: boolean}): StyledRow {
	const measures = measuresOf(answer, columns);
	const one = answer.series[index]!;
	const mark = isCharted && index < maxCharted ? '━' : ' ';
	return [
		[isSelected ? '>' : ' ', 'selected'],
		[`${mark} `, toneOfSeries(index)],
		[fitMiddle(namesOf(answer.series)[index] ?? '', columns - 4 - (measures.length * valueColumns)), isSelected ? 'selected' : 'plain'],
		[measures.map(measure => fit(formatValue(measured(one, measure)), valueColumns, {align: 'right'})).join('')],
	];
}
