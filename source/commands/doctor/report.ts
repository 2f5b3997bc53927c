import {wrap} from '../../terminal/wrap.js';
import {version} from '../../version.js';
import {colored, type OwnColor} from '../shared/print.js';
import type {CheckResult, CheckState} from './types.js';

/** Grows when a member of the JSON document changes its meaning or goes. */
const documentVersion = 1;

const signs: Readonly<Record<CheckState, string>> = {
	pass: 'ok', warn: 'warn', fail: 'FAIL', skip: 'skip',
};
/** Green, yellow, bold red, dim. */
const colors: Readonly<Record<CheckState, OwnColor>> = {
	pass: '32', warn: '33', fail: '1;31', skip: '2',
};
const signWidth = 4;
const titleWidth = 10;
const gap = '  ';
const indent = ' '.repeat(signWidth + titleWidth + (2 * gap.length));
const minTextColumns = 30;

export type ReportOptions = {
	readonly hasColor: boolean;
	/** Infinity where nobody looks through a window. */
	readonly columns: number;
};

/** One check as lines: sign, title, what was found, and below it what to do. */
export function resultLines({state, title, detail, nextStep}: CheckResult, {hasColor, columns}: ReportOptions): readonly string[] {
	const textColumns = Math.max(minTextColumns, columns - indent.length - 1);
	const sign = signs[state].padEnd(signWidth);
	const shownSign = hasColor ? colored(sign, colors[state]) : sign;
	const [first = '', ...more] = wrap(detail, textColumns);
	const steps = nextStep === undefined ? [] : wrap(nextStep, textColumns - gap.length - 1).map((line, index) => `${index === 0 ? '> ' : '  '}${line}`);
	return [`${shownSign}${gap}${title.padEnd(titleWidth)}${gap}${first}`, ...[...more, ...steps].map(line => indent + line)];
}

/** How many went which way, in one line. */
export function summaryLine(results: readonly CheckResult[]): string {
	const {pass, warn, fail, skip} = countStates(results);
	const parts = [
		`${pass} ok`,
		...(warn > 0 ? [`${warn} ${warn === 1 ? 'warning' : 'warnings'}`] : []),
		...(fail > 0 ? [`${fail} failed`] : []),
		...(skip > 0 ? [`${skip} skipped`] : []),
	];
	return `${parts.join(', ')}.`;
}

/** The JSON document, whose form docs/doctor.md holds. */
export function toDocument(results: readonly CheckResult[], {startMs, endMs}: {readonly startMs: number; readonly endMs: number}) {
	return {
		version: documentVersion,
		program: version,
		startedAt: new Date(startMs).toISOString(),
		durationMs: Math.round(endMs - startMs),
		state: hasFailed(results) ? 'fail' : 'pass',
		counts: countStates(results),
		checks: results,
	};
}

export const hasFailed = (results: readonly CheckResult[]): boolean => results.some(({state}) => state === 'fail');

function countStates(results: readonly CheckResult[]): Readonly<Record<CheckState, number>> {
	const counts = {
		pass: 0, warn: 0, fail: 0, skip: 0,
	};
	for (const {state} of results) {
		counts[state]++;
	}

	return counts;
}
