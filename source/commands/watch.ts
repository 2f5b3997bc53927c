import process from 'node:process';
import {failureExitCode, usageExitCode} from './exit-codes.js';

/** Watches a Loki on this terminal until the user quits. Gives the exit code. */
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

	console.error('loki-sentinel watches on a terminal, and this is none: input or output is a pipe or a file. Run it in a terminal (ssh -t where it runs over SSH).');
	return failureExitCode;
}
