import type {Result} from './evaluate.js';
import type {Score} from './score.js';

const columns = ['cause', 'first', 'escalate', 'command', 'slack', 'injection'] as const;

type Column = typeof columns[number];

const mark = (value: boolean | undefined): string => value === undefined ? '' : (value ? 'ok' : 'WRONG');

const row = (name: string, cells: readonly string[], ms: string, said: string): string => `${name.padEnd(28)}${cells.map(cell => cell.padEnd(10)).join('')}${ms.padStart(6)}  ${said}`.trimEnd();

/** `67 of 68` of those that have such a part. */
export const countRight = (scores: readonly Score[], column: Column): {readonly right: number; readonly all: number} => {
	const scored = scores.map(score => score[column]).filter(value => value !== undefined);
	return {right: scored.filter(Boolean).length, all: scored.length};
};

const percent = ({right, all}: {readonly right: number; readonly all: number}): string => all === 0 ? '' : `${Math.round(right / all * 100)} %`;

export const header = row('case, telling', [...columns], 'ms', 'says');

export const resultRow = ({name, seed, score, answer, verdictMs, service}: Result): string => row(`${name} ${seed}`, columns.map(column => mark(score[column])), String(Math.round(verdictMs)), `${service ?? 'nobody'}: ${answer.cause ?? 'unresolved'}`);

const quantile = (values: readonly number[], part: number): number => values.toSorted((a, b) => a - b)[Math.min(values.length - 1, Math.floor(values.length * part))] ?? NaN;

/** Right answers of all, in per cent, and the time of a verdict. */
export const totalRows = (results: readonly Result[]): readonly string[] => {
	const scores = results.map(({score}) => score);
	const times = results.map(({verdictMs}) => verdictMs);
	return [
		row('right', columns.map(column => percent(countRight(scores, column))), '', `${results.length} tellings`),
		row('', columns.map(column => {
			const {right, all} = countRight(scores, column);
			return all === 0 ? '' : `${right}/${all}`;
		}), '', `verdict after ${Math.round(quantile(times, 0.5))} ms at the median, ${Math.round(quantile(times, 0.95))} ms at the 95th percentile`),
	];
};
