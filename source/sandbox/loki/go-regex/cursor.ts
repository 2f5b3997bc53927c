export type Flags = {
	ignoreCase: boolean;
	multiline: boolean;
	dotAll: boolean;
	lazy: boolean;
};

/** A place in a Go regular expression. */
export class Cursor {
	at = 0;

	constructor(readonly pattern: string) {}

	get rest(): string {
		return this.pattern.slice(this.at);
	}

	get isAtEnd(): boolean {
		return this.at >= this.pattern.length;
	}

	/** The next whole character, or an empty string at the end. */
	peek(): string {
		return this.isAtEnd ? '' : String.fromCodePoint(this.pattern.codePointAt(this.at)!);
	}

	/** Reads a sticky expression from here and steps behind it. */
	take(expression: RegExp): RegExpExecArray | undefined {
		expression.lastIndex = this.at;
		const match = expression.exec(this.pattern) ?? undefined;
		this.at += match?.[0].length ?? 0;
		return match;
	}
}
