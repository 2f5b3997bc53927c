import {Buffer} from 'node:buffer';

export type CopyOptions = {
	readonly isTmux?: boolean;
	readonly isScreen?: boolean;
};

/** Xterm takes no longer sequence; most others copy its limit. */
const maxSequenceLength = 100_000;
/** GNU screen drops a string that is longer than 768 bytes. */
const screenPieceLength = 512;
const escape = '\u{1B}';
const bell = '\u{7}';
const stringTerminator = `${escape}\\`;

/**
The terminal sequence that puts a text on the clipboard of the machine where the terminal runs, over SSH too (OSC 52).
Inside tmux it is sent twice, once for tmux itself (`set-clipboard on`) and once passed through (`allow-passthrough on`): whichever is allowed works.
Undefined where the text is too long for a terminal to take.
*/
export function copySequence(text: string, {isTmux = false, isScreen = false}: CopyOptions = {}): string | undefined {
	const payload = Buffer.from(text, 'utf8').toString('base64');
	const sequence = `${escape}]52;c;${payload}${bell}`;
	if (sequence.length > maxSequenceLength) {
		return undefined;
	}

	if (isTmux) {
		return `${sequence}${escape}Ptmux;${sequence.split(escape).join(escape + escape)}${stringTerminator}`;
	}

	if (isScreen) {
		const count = Math.ceil(sequence.length / screenPieceLength);
		const pieces = Array.from({length: count}, (_, index) => sequence.slice(index * screenPieceLength, (index + 1) * screenPieceLength));
		return pieces.map(piece => `${escape}P${piece}${stringTerminator}`).join('');
	}

	return sequence;
}
