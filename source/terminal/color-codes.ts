const escape = String.fromCodePoint(0x1B);
const eightBitCsi = String.fromCodePoint(0x9B);

/** SGR, the sequence that only changes how what follows looks: CSI in 7 or 8 bit, numbers, `m`. */
const colorCode = new RegExp([String.raw`${escape}\[`, eightBitCsi].map(opener => String.raw`${opener}[\d:;]*m`).join('|'), 'g');

/** The text without its colour codes. Nothing else of a terminal's language goes: what a sequence carries, or draws over, would be hidden without a trace. One pass. */
export const removeColors = (text: string): string => text.includes(escape) || text.includes(eightBitCsi) ? text.replaceAll(colorCode, '') : text;
