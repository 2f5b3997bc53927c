import {inspect} from 'node:util';

const mask = '****';

/** A value that no log, error or screen can show by accident. */
export class Secret {
	readonly #value: string;

	constructor(value: string) {
		this.#value = value;
	}

	/** The value itself, for the one place that needs it. */
	reveal(): string {
		return this.#value;
	}

	toString(): string {
		return mask;
	}

	toJSON(): string {
		return mask;
	}

	[inspect.custom](): string {
		return mask;
	}
}
