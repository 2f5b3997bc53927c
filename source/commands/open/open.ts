import process from 'node:process';
import {decodeOpenToken, OpenTokenError, type OpenTarget} from '../../incidents/open-token.js';
import {LokiError} from '../../loki/http/errors/index.js';
import {andSelector, matchersOf, parseSelector} from '../../loki/logql/logql.js';
import {applyColor} from '../shared/color.js';
import {failureExitCode, usageExitCode} from '../shared/exit-codes.js';
import {printError} from '../shared/print.js';
import {givenTheme} from '../watch/given-theme.js';
import {isScreenTerminal} from '../watch/screen-terminal.js';
import type {SessionOptions} from '../shared/session-settings.js';
import {SettingsError} from '../shared/settings-error.js';

/** Opens what an alert points to, with this machine's own settings: on a terminal the service's screen, else its evidence as text. Gives the exit code. */
export async function open(token: string, flags: Readonly<Record<string, unknown>>): Promise<number> {
	try {
		const target = decodeOpenToken(token);
		const prepare = async () => {
			const {readSessionOptions} = await import('../shared/session-options.js');
			return towards(target, await readSessionOptions(flags));
		};

		if (isScreenTerminal(process)) {
			applyColor(process.env);
			const [{runScreen}, {showFocus}] = await Promise.all([import('../watch/screen.js'), import('./show-focus.js')]);
			return await runScreen(prepare, {theme: givenTheme(flags, process.env), onOpen: showFocus});
		}

		const {runFocusText} = await import('../demo/text.js');
		return await runFocusText(await prepare(), target.service) ? 0 : failureExitCode;
	} catch (error) {
		if (error instanceof OpenTokenError || error instanceof SettingsError) {
			printError(error.message);
			return usageExitCode;
		}

		throw error;
	}
}

/** What a token says is foreign input: its selector is parsed, and can only narrow what this machine is set to watch. */
function towards(target: OpenTarget, options: SessionOptions): SessionOptions {
	const {service, kind, startMs, endMs} = target;
	try {
		const selector = options.selector === undefined ? parseSelector(target.selector) : andSelector(options.selector, ...matchersOf(target.selector));
		return {
			...options,
			selector,
			serviceLabel: options.serviceLabel ?? target.serviceLabel,
			focus: {
				service, kind, startMs, endMs,
			},
		};
	} catch (error) {
		throw error instanceof LokiError ? new SettingsError(`The selector in this token cannot be used: ${error.why}. Copy the token again from the alert.`) : error;
	}
}
