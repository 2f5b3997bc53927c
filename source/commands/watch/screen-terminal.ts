type Program = {
	readonly stdin: {readonly isTTY?: boolean};
	readonly stdout: {readonly isTTY?: boolean};
	readonly env: Readonly<Record<string, string | undefined>>;
};

/** Can a screen be drawn and keys be read here? A dumb terminal knows no cursor. */
export const isScreenTerminal = ({stdin, stdout, env}: Program): boolean => stdin.isTTY === true && stdout.isTTY === true && env.TERM !== 'dumb';
