import assert from 'node:assert/strict';
import type {CheckResult} from '../../source/commands/doctor/types.js';
import type {Ended} from './run-process.js';
import {runWarm} from './run-warm.js';

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
export const examine = async (env: Readonly<Record<string, string>>, ...args: readonly string[]) => readExamination(await runWarm(['doctor', '--json', ...args], {env}));

/** Reads what `doctor --json` wrote. */
export function readExamination({exitCode, stdout, stderr}: Ended) {
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
