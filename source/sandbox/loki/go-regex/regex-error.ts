/** A regular expression that Go would refuse, in Go's words. */
export class RegexError extends Error {
	override readonly name = 'RegexError';

	constructor(code: string, part: string) {
		super(`error parsing regexp: ${code}: \`${part}\``);
	}
}
