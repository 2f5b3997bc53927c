const [escape, bell] = [0x1B, 0x07].map(code => String.fromCodePoint(code));

const colorAnswer = String.raw`${escape}\]11;[\da-frgb:/]{0,64}`;
const attributes = String.raw`${escape}\[\?[\d;]{0,64}`;

/** The answers to OSC 11 and DA1; a piece of one that something else follows is no key either. */
const answer = new RegExp(String.raw`${colorAnswer}(?:${bell}|${escape}\\)?|${attributes}c`, 'gi');

/** What an answer may begin with, at the end of what has come. */
const begun = new RegExp(String.raw`(?:${colorAnswer}${escape}?|${attributes}|${escape}(?:\]1{0,2}|\[)?)$`, 'i');

/** Asks for the background (OSC 11), then for the device attributes (DA1), which every terminal answers: with that answer, nothing is waited for any more. */
export const backgroundQuery = `${escape}]11;?${escape}\\${escape}[c`;

const attributesAnswer = new RegExp(`${attributes}c`);

export type Received = {
	readonly keys: string;
	readonly answers: string;
	/** Perhaps the beginning of an answer. */
	readonly rest: string;
	/** Whether somebody may have typed the rest; no key sends `ESC ] 11 ;` or `ESC [ ?`. */
	readonly isRestTyped: boolean;
	/** Whether the answer to DA1 has come, the last one but for a terminal that passes a question on. */
	readonly isAnswered: boolean;
};

/** Parts what a terminal sent into keys and its answers to `backgroundQuery`. */
export function partAnswers(sent: string): Received {
	const [rest = ''] = begun.exec(sent) ?? [];
	const whole = sent.slice(0, sent.length - rest.length);
	const answers = (whole.match(answer) ?? []).join('');
	return {
		keys: whole.replaceAll(answer, ''), answers, rest, isRestTyped: !/[;?]/.test(rest), isAnswered: attributesAnswer.test(answers),
	};
}
