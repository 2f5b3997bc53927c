import {readdirSync} from 'node:fs';
import process from 'node:process';

/** One measured number. */
export type Measurement = {
	readonly name: string;
	readonly value: number;
	readonly unit: string;
};

type Bench = {
	readonly run: () => Promise<readonly Measurement[]>;
};

const isBench = (module: unknown): module is Bench => typeof module === 'object' && module !== null && 'run' in module && typeof module.run === 'function';

// As in the bundle: React's development build costs twice the time per frame.
process.env.NODE_ENV = 'production';

/** What reads standard input or a recording is run by its own script; importing it would run it. */
const scripts: ReadonlySet<string> = new Set(['all.js', 'spikes.js', 'patterns.js', 'statements.js']);

/** Runs every benchmark whose name has the given part, one after the other, and prints one table. */
const part = process.argv[2] ?? '';
const files = readdirSync(new URL('.', import.meta.url)).filter(file => file.endsWith('.js') && !scripts.has(file) && file.includes(part));
for (const file of files) {
	const module: unknown = await import(new URL(file, import.meta.url).href);
	if (!isBench(module)) {
		continue;
	}

	for (const {name, value, unit} of await module.run()) {
		const number = value >= 100 ? Math.round(value).toLocaleString('en-US') : value.toPrecision(3);
		console.log(`${name.padEnd(64)} ${number.padStart(12)} ${unit}`);
	}
}
