import {once} from 'node:events';

/** What several pieces of work tell, for one reader, in the order in which it was told. */
export class EventQueue<Told> {
	readonly #told: Told[] = [];

	readonly #bell = new EventTarget();

	#isEnded = false;

	push(...told: readonly Told[]): void {
		this.#told.push(...told);
		this.#bell.dispatchEvent(new Event('ring'));
	}

	/** Nothing more will be told. */
	end(): void {
		this.#isEnded = true;
		this.#bell.dispatchEvent(new Event('ring'));
	}

	async * read(): AsyncGenerator<Told, void> {
		for (;;) {
			yield * this.#told.splice(0);
			if (this.#told.length > 0) {
				continue;
			}

			if (this.#isEnded) {
				return;
			}

			await once(this.#bell, 'ring');
		}
	}
}
