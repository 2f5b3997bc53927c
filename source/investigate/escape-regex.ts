/** A regular expression that matches this text and nothing else. */
export const escapeRegex = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
