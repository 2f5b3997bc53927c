import process from 'node:process';
import {applyColor} from '../shared/color.js';
import {failureExitCode, usageExitCode} from '../shared/exit-codes.js';
import {printError} from '../shared/print.js';
import {SettingsError} from '../shared/settings-error.js';
import {givenTheme} from './given-theme.js';
import {isScreenTerminal} from './screen-terminal.js';

/** Watches a Loki on this terminal until the user quits; without a terminal it looks once and writes what it found. Gives the exit code. */
export async function watch(flags: Readonly<Record<string, unknown>>): Promise<number> {
	const prepare = async () => {
		const {readSessionOptions} = await import('../shared/session-options.js');
		return readSessionOptions(flags);
	};

	try {
		if (isScreenTerminal(process)) {
			applyColor(process.env);
			const {runScreen} = await import('./screen.js');
			return await runScreen(prepare, {theme: givenTheme(flags, process.env)});
		}

		if (flags.continue !== undefined) {
			throw new SettingsError('--continue brings a session back to the screen, and there is no terminal here. Run it in one, or read what is kept with: loki-sentinel incidents');
		}

		const {runText} = await import('../demo/text.js');
		return await runText(await prepare(), {isWhole: false}) ? 0 : failureExitCode;
	} catch (error) {
		if (error instanceof SettingsError) {
			printError(error.message);
			return usageExitCode;
		}

		throw error;
	}
}
