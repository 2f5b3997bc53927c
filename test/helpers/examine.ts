import assert from 'node:assert/strict';
import type {CheckResult} from '../../source/commands/doctor/types.js';
import {runProgram} from './run-process.js';

type Document = {
	readonly version: number;
	readonly program: string;
	readonly startedAt: string;
	readonly durationMs: number;
	readonly state: string;
	readonly counts: Readonly<Record<string, number>>;
	readonly checks: readonly CheckResult[];
};

/** Runs `doctor --json` and reads its document. */
export async function examine(env: Readonly<Record<string, string>>, ...args: readonly string[]) {
	const {exitCode, stdout, stderr} = await runProgram(['doctor', '--json', ...args], {env});
	assert.equal(stderr, '');
	const document = JSON.parse(stdout) as Document;
	const check = (id: string) => {
		const found = document.checks.find(result => result.id === id);
		assert.ok(found, `a check ${id}`);
		return found;
	};

	return {
		exitCode, stdout, document, check,
	};
}
