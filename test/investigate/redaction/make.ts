import {Buffer} from 'node:buffer';
import {createRandom, type Random} from '../../../source/sandbox/traffic/random.js';

/** Parts of a made-up secret, put together only when a test runs: none stands in a file. */
export const join = (...parts: readonly string[]): string => parts.join('');

const lower = 'abcdefghijklmnopqrstuvwxyz';
const digitSigns = '0123456789';
const upper = lower.toUpperCase();

/** Makes what stands in secrets and look-alikes, the same for the same seed. */
export const createMaker = (seed: number) => {
	const random: Random = createRandom(seed);
	const from = (alphabet: string, length: number): string => Array.from({length}, () => alphabet[random.int(0, alphabet.length - 1)]!).join('');
	const pick = <Entry>(entries: readonly Entry[]): Entry => entries[random.int(0, entries.length - 1)]!;
	const word = (): string => pick(['otter', 'maple', 'copper', 'violet', 'harbour', 'thunder', 'basalt', 'lantern', 'quartz', 'meadow', 'falcon', 'juniper', 'cobalt', 'willow', 'ember', 'glacier']);
	const mixed = (length: number): string => `${from(lower, 1)}${from(digitSigns, 1)}${from(upper, 1)}${from(`${lower}${upper}${digitSigns}`, length - 3)}`;
	const digits = (length: number): string => `${random.int(1, 9)}${from(digitSigns, length - 1)}`;
	return {
		pick,
		word,
		mixed,
		digits,
		int: random.int,
		hex: (length: number): string => from('0123456789abcdef', length),
		lowerDigits: (length: number): string => from(`${lower}${digitSigns}`, length),
		upperDigits: (length: number): string => from(`${upper}${digitSigns}`, length),
		base64: (length: number): string => from(`${lower}${upper}${digitSigns}+/`, length),
		url64: (length: number): string => `${mixed(4)}${from(`${lower}${upper}${digitSigns}-_`, length - 5)}x`,
		/** As people choose them. */
		password: (): string => pick([
			() => `${word()}${random.int(10, 9999)}`,
			() => `${word()}${pick(['!', '#', '_', '-', '.', '$', '*', '@'])}${random.int(100, 9999)}${word()}`,
			() => `${pick(['Summer', 'Winter', 'Welcome', 'Admin', 'Change'])}${random.int(2019, 2026)}${pick(['!', '#', '?', ''])}x`,
			() => mixed(random.int(10, 20)),
			() => `${from(lower, 3)}${pick(['%', '^', '~', '+'])}${from(digitSigns, 3)}${from(upper, 3)}`,
		])(),
		uuid: (): string => [8, 4, 4, 4, 12].map(length => from('0123456789abcdef', length)).join('-'),
		toBase64: (text: string): string => Buffer.from(text).toString('base64'),
		/** With the check digit of ISO/IEC 7812-1, annex B. */
		card(): string {
			const body = `4${from(digitSigns, 14)}`;
			const sum = [...body].reduce((total, digit, index) => {
				const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
				return total + (value > 9 ? value - 9 : value);
			}, 0);
			return `${body}${(10 - (sum % 10)) % 10}`;
		},
		/** With the check digits of ISO 7064, mod 97-10. */
		iban(): string {
			const account = from(digitSigns, 18);
			return `DE${String(98n - (BigInt(`${account}131400`) % 97n)).padStart(2, '0')}${account}`;
		},
		time: (): string => `2026-0${random.int(1, 9)}-1${random.int(0, 9)}T0${random.int(0, 9)}:${random.int(10, 59)}:${random.int(10, 59)}.${random.int(100, 999)}Z`,
	};
};

export type Maker = ReturnType<typeof createMaker>;
