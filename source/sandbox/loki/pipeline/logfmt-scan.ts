import {unescapeJson} from './json-scan.js';

const equalsCode = 0x3D;
const quoteCode = 0x22;
/** This character and all below it count as space. */
const spaceCode = 0x20;

/** Index of the next space, and where a pair's part ends of the next equals sign or quote too. */
const findEnd = (text: string, from: number, isPart: boolean): number => {
	for (let at = from; at < text.length; at++) {
		const code = text.charCodeAt(at);
		if (code <= spaceCode || (isPart && (code === equalsCode || code === quoteCode))) {
			return at;
		}
	}

	return text.length;
};

const skipSpace = (text: string, from: number): number => {
	let at = from;
	while (at < text.length && text.charCodeAt(at) <= spaceCode) {
		at++;
	}

	return at;
};

/** Reads `key=value` pairs one by one, as the decoder that Loki uses does. */
export class LogfmtScanner {
	#at = 0;
	key = '';
	value = '';
	/** What was wrong last. */
	error: string | undefined;

	constructor(private readonly line: string) {}

	#readPlain(): boolean {
		const start = this.#at;
		this.#at = findEnd(this.line, start, true);
		const char = this.line[this.#at];
		if (char === '=' || char === '"') {
			return this.#fail();
		}

		this.value = this.line.slice(start, this.#at);
		return true;
	}

	#readQuoted(): boolean {
		const start = this.#at + 1;
		let hasEscape = false;
		for (let at = start; at < this.line.length; at++) {
			const char = this.line[at];
			if (char === '\\') {
				hasEscape = true;
				at++;
			} else if (char === '"') {
				this.#at = at + 1;
				const raw = this.line.slice(start, at);
				const value = hasEscape ? unescapeJson(raw) : raw;
				if (value === undefined) {
					this.#setError('invalid quoted value');
					return false;
				}

				this.value = value;
				return true;
			}
		}

		this.#at = this.line.length;
		this.#setError('unterminated quoted value');
		return false;
	}

	/** Notes what is wrong here and steps to the next space. */
	#fail(message = `unexpected '${this.line[this.#at]}'`): boolean {
		this.#setError(message);
		this.#at = findEnd(this.line, this.#at, false);
		return false;
	}

	#setError(message: string): void {
		this.error = `logfmt syntax error at pos ${this.#at + 1} : ${message}`;
	}

	get isAtEnd(): boolean {
		return this.#at >= this.line.length;
	}

	/** Reads on. False where there was no good pair; behind a bad one more may follow. */
	next(): boolean {
		this.key = '';
		this.value = '';
		const {line} = this;
		const start = skipSpace(line, this.#at);
		this.#at = start;
		if (start >= line.length) {
			return false;
		}

		this.#at = findEnd(line, start, true);
		this.key = line.slice(start, this.#at);
		const char = line[this.#at];
		if (char !== '=') {
			return char === '"' ? this.#fail() : true;
		}

		if (this.key === '') {
			return this.#fail();
		}

		if (this.key.includes('\u{FFFD}')) {
			return this.#fail('invalid key');
		}

		this.#at++;
		return line[this.#at] === '"' ? this.#readQuoted() : this.#readPlain();
	}
}
