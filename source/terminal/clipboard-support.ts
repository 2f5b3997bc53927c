import {detectTerminal, type Environment} from './capabilities.js';

/** Terminals that take OSC 52 as they are, by TERM or TERM_PROGRAM. */
const taking = /kitty|alacritty|^foot|wezterm|ghostty|^vscode$|^rio$|contour/i;
/** Those that do not: VTE's (GNOME Terminal and others), Apple's, the Linux console. */
const notTaking = /^Apple_Terminal$|^linux$/;

/** How likely a text that is copied by OSC 52 arrives on the clipboard, in words: no terminal can be asked. */
export function clipboardSupport(env: Environment): string {
	const {isTmux, isScreen} = detectTerminal(env, {isTTY: true});
	if (isTmux) {
		return 'likely, if tmux has set-clipboard on';
	}

	const names = [env.TERM_PROGRAM ?? '', env.TERM ?? ''];
	if (names.some(name => notTaking.test(name)) || isGiven(env.VTE_VERSION)) {
		return 'unlikely in this terminal, select with the mouse';
	}

	if (names.some(name => taking.test(name)) || isGiven(env.WT_SESSION)) {
		return 'likely';
	}

	if (env.TERM_PROGRAM === 'iTerm.app') {
		return 'likely, if iTerm2 allows programs to use the clipboard';
	}

	return isScreen ? 'possible, if the terminal around screen takes it' : 'possible, this terminal does not say';
}

function isGiven(value: string | undefined): boolean {
	return value !== undefined && value !== '';
}
