/** The text with its variable parts as `<*>`. */
export function scan(text: string): string {
	return text
		.replaceAll(/\b[a-z]{2,16}:\/\/[^\s"')<>\]]+/gi, '<*>')
		.replaceAll(/(?<![\w/])\/[\w\-./]+/g, '<*>')
		.replaceAll(/\b\d+(?:\.\d+)?(?=(?:ns|us|ms|[hms]|[gkmt]i?b)\b)/gi, '<*>')
		.replaceAll(/(?<!\w)[+\-]?\w*\d\w*/g, '<*>')
		.replaceAll(/<\*>(?:[+,\-./:]+<\*>)+/g, '<*>');
}
