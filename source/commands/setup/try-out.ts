import process from 'node:process';
import {detectTerminal} from '../../terminal/capabilities.js';
import {resultLines} from '../doctor/report.js';
import {runChecks} from '../doctor/run-checks.js';
import type {Check, CheckResult} from '../doctor/types.js';
import {printPassing, wipeLine} from '../shared/print.js';
import {
	barColumns,
	choose,
	writeLines,
	type Choice,
} from './ask.js';

/** Runs checks of doctor's and shows what they say. */
export async function tryOut(checks: readonly Check[]): Promise<readonly CheckResult[]> {
	const {stdout} = process;
	const {hasColor, columns} = detectTerminal(process.env, stdout);
	printPassing('   trying ...');
	const results = await runChecks(checks);
	wipeLine();
	writeLines(results.filter(({state}) => state !== 'skip').flatMap(result => resultLines(result, {hasColor, columns: columns - barColumns})));
	return results;
}

export type AfterFailure = 'again' | 'keep' | 'skip';

/** What to do about a check that failed; undefined where none did. */
export async function afterFailure(results: readonly CheckResult[], what: string): Promise<AfterFailure | undefined> {
	if (results.every(({state}) => state !== 'fail')) {
		return undefined;
	}

	const choices: ReadonlyArray<Choice<AfterFailure>> = [
		{value: 'again', label: 'Try again, with other answers or the same'},
		{value: 'keep', label: 'Keep these answers anyway'},
		{value: 'skip', label: `Skip ${what}`, hint: 'keeps it as it was'},
	];
	return choose('That did not work.', choices);
}
