import {Transform} from 'node:stream';
import {StringDecoder} from 'node:string_decoder';
import type {ReadStream, WriteStream} from 'node:tty';
import {backgroundQuery, partAnswers} from '../../terminal/answers.js';
import {readBackground, shadeOf, shadeOfColorFgBg} from '../../terminal/background.js';
import {detectTerminal} from '../../terminal/capabilities.js';
import type {ThemeName, ThemeSetting} from '../../terminal/theme-names.js';

/** So long, in milliseconds, an escape waits for the rest of an answer before it is a key: the bytes of one answer come together. */
const escapeWaitMs = 30;

/** With fewer bits of colour than these the colours of `dark` and `light` are not there. */
const minColorDepth = 8;

export type BackgroundOptions = {
	/** What the command line or the environment says. */
	readonly given: ThemeSetting | undefined;
	readonly env: Readonly<Record<string, string | undefined>>;
	readonly stdin: ReadStream;
	readonly stdout: Pick<WriteStream, 'isTTY' | 'getColorDepth'>;
	readonly send: (sequence: string) => void;
	/** The terminal has answered, and it is another theme now. */
	readonly onChange: () => void;
};

export type TerminalBackground = {
	/** The theme where the settings leave it to the terminal. */
	readonly theme: () => ThemeName;
	/** What is typed, without the terminal's answers: late ones too. */
	readonly keys: ReadStream;
	/** From now on nothing changes any more. */
	readonly end: () => void;
};

const nothing = (): void => undefined;

/** Finds the theme for the terminal: at once a guess from the environment, then what the terminal answers. Nothing waits for the answer, and a terminal that may not know the question is not asked. */
export function openBackground({given, env, stdin, stdout, send, onChange}: BackgroundOptions): TerminalBackground {
	if (given !== undefined && given !== 'auto') {
		return {theme: () => given, keys: stdin, end: nothing};
	}

	if (!isAskable(env, stdout)) {
		return {theme: () => '16', keys: stdin, end: nothing};
	}

	let theme: ThemeName = shadeOfColorFgBg(env.COLORFGBG) ?? '16';
	let hasEnded = false;
	const keys = withoutAnswers(stdin, answers => {
		const background = readBackground(answers);
		const shade = background && shadeOf(background);
		if (shade === undefined || shade === theme || hasEnded) {
			return;
		}

		theme = shade;
		onChange();
	});
	send(backgroundQuery);
	return {
		theme: () => theme,
		keys,
		end() {
			hasEnded = true;
		},
	};
}

/** The Linux console shows sixteen colours, and old ones print the question. */
function isAskable(env: BackgroundOptions['env'], stdout: BackgroundOptions['stdout']): boolean {
	// `hasColor` says whether colour is wanted; the depth says how many colours the terminal has.
	const {FORCE_COLOR: _forced, NO_COLOR: _none, ...terminal} = env;
	return env.TERM !== 'linux' && detectTerminal(env, stdout).hasColor && stdout.getColorDepth(terminal) >= minColorDepth;
}

/** The keys of a terminal as a stream that Ink can read. The terminal is raw from here on, so that it does not show its answers. */
function withoutAnswers(stdin: ReadStream, onAnswers: (answers: string) => void): ReadStream {
	const decoder = new StringDecoder('utf8');
	let held = '';
	let isAnswered = false;
	let waiting: NodeJS.Timeout | undefined;
	const release = () => {
		keys.push(held);
		held = '';
	};

	const keys = new Transform({
		transform(chunk: Uint8Array | string, _encoding, done) {
			clearTimeout(waiting);
			const received = partAnswers(held + (typeof chunk === 'string' ? chunk : decoder.write(chunk)));
			held = received.rest;
			isAnswered ||= received.isAnswered;
			keys.push(received.keys);
			if (received.answers !== '') {
				onAnswers(received.answers);
			}

			if (held !== '' && received.isRestTyped) {
				// An escape waits no longer than it must.
				waiting = setTimeout(release, isAnswered ? 0 : escapeWaitMs);
			}

			done();
		},
	});

	stdin.setRawMode(true);
	stdin.pipe(keys);
	// Ink asks for it to be waited for, and no longer, while the screen is open.
	stdin.unref();
	const terminal = {
		isTTY: true,
		setRawMode(isRaw: boolean) {
			stdin.setRawMode(isRaw);
			return keys;
		},
		ref() {
			stdin.ref();
			return keys;
		},
		unref() {
			stdin.unref();
			return keys;
		},
	};
	// The part of a terminal that Ink uses.
	return Object.assign(keys, terminal) as unknown as ReadStream;
}
