import process from 'node:process';
import {encodeSafeJson} from '../../terminal/safe-json.js';
import {sanitize} from '../../terminal/sanitize.js';

/*
The one way to stdout and stderr, but for the screen itself and the questions of setup. Whatever a text comes from (an argument, a path, a file that somebody changed, a server), nothing in it is an order to the terminal.
*/

/** SGR parameters of this program's own colours; no other code passes. */
export type OwnColor = '32' | '33' | '1;31' | '2';

const reset = '\u{1B}[0m';

const safe = (text: string): string => sanitize(text, {maxLength: Infinity});

/** Lines to stdout. */
export function print(...lines: readonly string[]): void {
	process.stdout.write(`${safe(lines.join('\n'))}\n`);
}

/** The same; resolves when they are handed over, as they must be before a process ends. */
export async function printWhole(lines: readonly string[]): Promise<void> {
	await writeWhole(`${safe(lines.join('\n'))}\n`);
}

/** Lines to stderr. */
export function printError(...lines: readonly string[]): void {
	process.stderr.write(`${safe(lines.join('\n'))}\n`);
}

/** Documents to stdout, one after the other, each as JSON; resolves when they are handed over. */
export async function printJson(documents: readonly unknown[], indentation?: string | number): Promise<void> {
	await writeWhole(documents.map(document => `${encodeSafeJson(document, indentation)}\n`).join(''));
}

/** A word in a colour of this program's own, for `printColored` and the questions of setup. */
export const colored = (word: string, color: OwnColor): string => `\u{1B}[${color}m${word}${reset}`;

const ownCode = new RegExp(`(${['0', '32', '33', '1;31', '2'].map(color => `\u{1B}\\[${color}m`).join('|')})`, 'u');

/** A text in which this program's own colours stay. */
export const keepColors = (text: string): string => text.split(ownCode).map((part, index) => index % 2 === 1 ? part : safe(part)).join('');

/** Lines to stdout, in this program's own colours. */
export function printColored(...lines: readonly string[]): void {
	process.stdout.write(`${keepColors(lines.join('\n'))}\n`);
}

/** A line that is to be wiped again: what is waited for. */
export function printPassing(text: string): void {
	process.stdout.write(safe(text));
}

/** Wipes what `printPassing` wrote. */
export function wipeLine(): void {
	process.stdout.write('\r\u{1B}[K');
}

/** A sequence that is meant for the terminal: this program made it, as `copySequence` does. */
export function sendToTerminal(sequence: string): void {
	process.stdout.write(sequence);
}

/** For commander, which ends its texts itself. */
export const commanderOutput = {
	writeOut(text: string) {
		process.stdout.write(safe(text));
	},
	writeErr(text: string) {
		process.stderr.write(safe(text));
	},
};

async function writeWhole(text: string): Promise<void> {
	await new Promise<void>(resolve => {
		process.stdout.write(text, () => {
			resolve();
		});
	});
}
