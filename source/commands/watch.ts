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
		applyColor(options.color);
		const {runScreen} = await import('./screen.js');
		await runScreen(options);
		return 0;
	}

	const {runText} = await import('./text.js');
	return await runText(options, {isWhole: false}) ? 0 : failureExitCode;
}

/** Read by the colour library of the screen when it loads; `auto` leaves it to NO_COLOR and the terminal. */
function applyColor(color: 'auto' | 'always' | 'never'): void {
	if (color !== 'auto') {
		process.env.FORCE_COLOR = color === 'always' ? '1' : '0';
	}
}
