/** What is known of the terminal that a stream writes to. */
export type TerminalCapabilities = {
	readonly isTty: boolean;
	readonly hasColor: boolean;
	/** Whether bars, arrows and dots can be shown; else their ASCII stand-ins. */
	readonly hasUnicode: boolean;
	readonly columns: number;
	readonly rows: number;
	readonly isTmux: boolean;
	readonly isScreen: boolean;
	/** The clipboard and the browser are on another machine. */
	readonly isSsh: boolean;
};

/** The part of a `tty.WriteStream` that matters here. */
export type TerminalStream = {
	readonly isTTY?: boolean | undefined;
	readonly columns?: number | undefined;
	readonly rows?: number | undefined;
};

export type Environment = Readonly<Record<string, string | undefined>>;

const defaultColumns = 80;
const defaultRows = 24;

/** Reads the environment and the stream that it is given, nothing else. */
export function detectTerminal(env: Environment, stream: TerminalStream): TerminalCapabilities {
	const isTty = stream.isTTY === true;
	const term = env.TERM ?? '';
	const isTmux = isSet(env.TMUX);
	return {
		isTty,
		hasColor: wantsColor(env) ?? (isTty && term !== 'dumb'),
		hasUnicode: canShowUnicode(env, term),
		columns: size(stream.columns) ?? size(Number(env.COLUMNS)) ?? defaultColumns,
		rows: size(stream.rows) ?? size(Number(env.LINES)) ?? defaultRows,
		isTmux,
		// Inside tmux TERM is often `screen` or `screen-256color`.
		isScreen: !isTmux && (isSet(env.STY) || /^screen(?:$|[-.])/.test(term)),
		isSsh: isSet(env.SSH_CONNECTION) || isSet(env.SSH_TTY),
	};
}

/** What the user says about colour: NO_COLOR (no-color.org) first, then FORCE_COLOR. Undefined where nothing is said. */
function wantsColor(env: Environment): boolean | undefined {
	if (isSet(env.NO_COLOR)) {
		return false;
	}

	const forced = env.FORCE_COLOR;
	return forced === undefined ? undefined : forced !== '0' && forced !== 'false';
}

/**
Node writes UTF-8 whatever the locale says, and nearly every terminal reads it: only a locale that names another character set, the Linux console (its font has no bars) and an old Windows console speak against it.
*/
function canShowUnicode(env: Environment, term: string): boolean {
	if (term === 'linux' || term === 'dumb') {
		return false;
	}

	if (env.OS === 'Windows_NT') {
		return isSet(env.WT_SESSION) || isSet(env.TERM_PROGRAM) || isSet(env.TERM);
	}

	const locale = [env.LC_ALL, env.LC_CTYPE, env.LANG].find(value => isSet(value)) ?? '';
	const charset = /\.([^@]+)/.exec(locale)?.[1];
	return charset === undefined || /^utf-?8$/i.test(charset);
}

function isSet(value: string | undefined): boolean {
	return value !== undefined && value !== '';
}

function size(value: number | undefined): number | undefined {
	return value !== undefined && Number.isSafeInteger(value) && value > 0 ? value : undefined;
}
