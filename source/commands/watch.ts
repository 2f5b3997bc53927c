import process from 'node:process';
import {failureExitCode, usageExitCode} from './exit-codes.js';

/** Watches a Loki on this terminal until the user quits; without a terminal it looks once and writes what it found. Gives the exit code. */
export async function watch(flags: Readonly<Record<string, unknown>>): Promise<number> {
	const {readSessionOptions} = await import('./session-options.js');
	const options = await readSessionOptions(flags);
	if ('message' in options) {
		console.error(options.message);
		return usageExitCode;
	}

	if (process.stdout.isTTY && process.stdin.isTTY) {
		const {runScreen} = await import('./screen.js');
		await runScreen(options);
		return 0;
	}

	const {runText} = await import('./text.js');
	return await runText(options, {isWhole: false}) ? 0 : failureExitCode;
}
