/** Red, green and blue, each from 0 to 1. */
export type Rgb = readonly [red: number, green: number, blue: number];

export type Shade = 'dark' | 'light';

const [escape, bell, eightBitSt] = [0x1B, 0x07, 0x9C].map(code => String.fromCodePoint(code));

/** What a terminal answers to OSC 11: XParseColor's forms, 1 to 4 hexadecimal digits a channel, ended by BEL or ST. */
const reply = new RegExp(String.raw`${escape}\]11;rgba?:([\da-f]{1,4})/([\da-f]{1,4})/([\da-f]{1,4})(?:/[\da-f]{1,4})?(?:${bell}|${escape}\\|${eightBitSt})`, 'i');

/** A channel of n digits is a share of the largest number that n digits can hold. */
const channel = (digits: string): number => Number.parseInt(digits, 16) / ((16 ** digits.length) - 1);

/** The background colour in what a terminal sent, or undefined where no complete answer to OSC 11 is in it. */
export function readBackground(sent: string): Rgb | undefined {
	const [, red, green, blue] = reply.exec(sent) ?? [];
	return red === undefined || green === undefined || blue === undefined ? undefined : [channel(red), channel(green), channel(blue)];
}

const linear = (value: number): number => value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4;

/** Relative luminance by WCAG 2, from 0 (black) to 1 (white). */
export const luminance = ([red, green, blue]: Rgb): number => (0.2126 * linear(red)) + (0.7152 * linear(green)) + (0.0722 * linear(blue));

/** Contrast of two colours by WCAG 2, from 1 (none) to 21; text can be read from 4.5. */
export function contrast(one: Rgb, other: Rgb): number {
	const [low = 0, high = 0] = [luminance(one), luminance(other)].toSorted((a, b) => a - b);
	return (high + 0.05) / (low + 0.05);
}

/** A background is light where black text has more contrast on it than white text. */
export const shadeOf = (background: Rgb): Shade => contrast(background, [0, 0, 0]) > contrast(background, [1, 1, 1]) ? 'light' : 'dark';

/** COLORFGBG, `15;0` or `15;default;0`: 7 and 9 to 15 are light as a background. Undefined where it does not say. */
export function shadeOfColorFgBg(value: string | undefined): Shade | undefined {
	const [, digits] = /;(\d{1,2})$/.exec(value ?? '') ?? [];
	const color = Number(digits);
	return digits === undefined || color > 15 ? undefined : (color === 7 || color > 8 ? 'light' : 'dark');
}
