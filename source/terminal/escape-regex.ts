/** A regular expression of JavaScript that matches this text and nothing else; those of Loki are written in `logql`. */
export const escapeRegex = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
