import {once} from 'node:events';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import * as nodePty from '@lydell/node-pty';
import xterm from '@xterm/headless';

/** Looked at this often while a test waits for a program to end. */
const lookEveryMs = 5;
/** Far more than anything takes on a busy machine. */
const defaultTimeoutMs = 180_000;

export type PtyOptions = {
	readonly columns?: number;
	readonly rows?: number;
	readonly env?: Readonly<Record<string, string>>;
	readonly cwd?: string;
	/** The colour that the terminal answers to OSC 11, as `rgb:ffff/ffff/ffff`; it answers DA1 then. Without it, it answers nothing. */
	readonly background?: string;
};

/** A program on a real pseudo terminal, and the screen that a person would see. */
export type Pty = {
	readonly press: (keys: string) => void;
	/** The screen's rows, joined; trailing space cut. */
	readonly screen: () => string;
	/** The colour in which a text on the screen begins: `#rrggbb`, the number of a palette, or `default`; undefined where the text is not there. */
	readonly colorOf: (text: string) => string | undefined;
	/** Waits until a text on the screen begins in this colour. */
	readonly seeColor: (text: string, color: string) => Promise<string>;
	/** What the program has set as the window's title. */
	readonly title: () => string;
	/** Waits until the screen holds all of these; throws with the screen where it does not in time. */
	readonly see: (...wanted: ReadonlyArray<string | RegExp>) => Promise<string>;
	/** The same for what takes its time. */
	readonly seeWithin: (timeoutMs: number, ...wanted: ReadonlyArray<string | RegExp>) => Promise<string>;
	/** Waits until the screen holds none of these. */
	readonly seeNo: (...unwanted: ReadonlyArray<string | RegExp>) => Promise<string>;
	/** Waits until the screen is another than this. */
	readonly changed: (before: string) => Promise<string>;
	readonly resize: (columns: number, rows: number) => void;
	readonly exit: Promise<{readonly exitCode: number}>;
	/** The terminal goes away, as it does when a connection drops; resolves when the program has ended. */
	readonly hangUp: () => Promise<void>;
	readonly kill: () => void;
};

function isRunning(pid: number): boolean {
	try {
		return process.kill(pid, 0);
	} catch {
		return false;
	}
}

/** Runs a command on a pty. The environment is a small one of its own: no CI variable, no settings of this machine. */
export function runOnPty(command: readonly [file: string, ...args: readonly string[]], {columns = 120, rows = 40, env = {}, cwd = process.cwd(), background}: PtyOptions = {}): Pty {
	const [file, ...args] = command;
	const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
	const child = nodePty.spawn(file, args, {
		name: 'xterm-256color', cols: columns, rows, cwd,
		env: {
			PATH: process.env.PATH ?? '', TERM: 'xterm-256color', LANG: 'C.UTF-8', TZ: 'UTC', ...env,
		},
	});
	const painted = new EventTarget();
	terminal.onWriteParsed(() => {
		painted.dispatchEvent(new Event('paint'));
	});
	let title = '';
	terminal.onTitleChange(newTitle => {
		title = newTitle;
	});
	child.onData(data => {
		terminal.write(data);
	});
	if (background !== undefined) {
		terminal.parser.registerOscHandler(11, query => {
			child.write(query === '?' ? `\u{1B}]11;${background}\u{1B}\\` : '');
			return true;
		});
		terminal.parser.registerCsiHandler({final: 'c'}, () => {
			child.write('\u{1B}[?62;22c');
			return true;
		});
	}

	const exit = new Promise<{readonly exitCode: number}>(resolve => {
		child.onExit(({exitCode}) => {
			resolve({exitCode});
		});
	});

	const screen = () => {
		const buffer = terminal.buffer.active;
		const lines = Array.from({length: terminal.rows}, (_, row) => buffer.getLine(buffer.viewportY + row)?.translateToString(true) ?? '');
		return lines.join('\n').trimEnd();
	};

	const colorOf = (text: string): string | undefined => {
		const buffer = terminal.buffer.active;
		for (let row = 0; row < terminal.rows; row++) {
			const line = buffer.getLine(buffer.viewportY + row);
			const column = line?.translateToString(true).indexOf(text) ?? -1;
			const cell = line?.getCell(column);
			if (column !== -1 && cell) {
				return cell.isFgRGB() ? `#${cell.getFgColor().toString(16).padStart(6, '0')}` : (cell.isFgDefault() ? 'default' : `${cell.getFgColor()}`);
			}
		}

		return undefined;
	};

	const until = async (isThere: (text: string) => boolean, wanted: string, timeoutMs = defaultTimeoutMs): Promise<string> => {
		const signal = AbortSignal.timeout(timeoutMs);
		for (;;) {
			const text = screen();
			if (isThere(text)) {
				return text;
			}

			if (signal.aborted) {
				throw new Error(`the screen never ${wanted}\n${text}`);
			}

			await once(painted, 'paint', {signal}).catch(() => undefined);
		}
	};

	const seeWithin: Pty['seeWithin'] = async (timeoutMs, ...wanted) => until(
		text => wanted.every(part => typeof part === 'string' ? text.includes(part) : part.test(text)),
		`showed ${wanted.join(' and ')}`,
		timeoutMs,
	);

	return {
		press(keys) {
			child.write(keys);
		},
		screen,
		colorOf,
		seeColor: async (text, color) => until(() => colorOf(text) === color, `showed ${text} in ${color}`),
		title: () => title,
		see: async (...wanted) => seeWithin(defaultTimeoutMs, ...wanted),
		seeWithin,
		seeNo: async (...unwanted) => until(text => unwanted.every(part => typeof part === 'string' ? !text.includes(part) : !part.test(text)), `lost ${unwanted.join(' and ')}`),
		changed: async before => until(text => text !== before, 'changed'),
		resize(newColumns, newRows) {
			terminal.resize(newColumns, newRows);
			child.resize(newColumns, newRows);
		},
		exit,
		async hangUp() {
			// Closes the terminal's other end: the program gets SIGHUP from the system, and errors for what it writes.
			(child as unknown as {readonly destroy: () => void}).destroy();
			const endMs = Date.now() + defaultTimeoutMs;
			while (isRunning(child.pid)) {
				if (Date.now() > endMs) {
					throw new Error('the program outlives its terminal');
				}

				await delay(lookEveryMs);
			}
		},
		kill() {
			child.kill('SIGKILL');
			terminal.dispose();
		},
	};
}
