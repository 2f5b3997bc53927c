/** A word that any POSIX shell reads as itself. */
const plainWord = /^[\w%+,./:=@][\w%+,\-./:=@]*$/;
const maxWordLength = 253;

/** One word for a shell, whatever is in it: names come from labels, and labels come from strangers. */
export const shellWord = (text: string): string => {
	const word = text.slice(0, maxWordLength).replaceAll(/[\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}]/gu, '?');
	return plainWord.test(word) ? word : `'${word.replaceAll('\'', () => String.raw`'\''`)}'`;
};

/** Where a command looks: the service and, where it is known, its namespace and a host that its lines name. */
export type CommandTarget = {
	readonly service: string;
	readonly namespace: string | undefined;
	/** Host or `host:port`, safe characters only. */
	readonly host: string | undefined;
};

/** `kubectl -n production get ...` */
export const kubectl = ({namespace}: CommandTarget, rest: string): string =>
	namespace === undefined || namespace === '' || namespace.startsWith('-') ? `kubectl ${rest}` : `kubectl -n ${shellWord(namespace)} ${rest}`;

export const deployment = ({service}: CommandTarget): string => shellWord(`deploy/${service}`);

export const selectorArgument = ({service}: CommandTarget): string => `-l ${shellWord(`app=${service}`)}`;

/** A host as it may stand in a command: the first that the pattern finds with nothing but host characters. */
export const findHost = (texts: readonly string[], pattern: RegExp): string | undefined => {
	for (const text of texts) {
		const host = pattern.exec(text)?.[1];
		if (host !== undefined && /^[\da-z](?:[\d\-.a-z]{0,250}[\da-z])?(?::\d{1,5})?$/i.test(host)) {
			return host;
		}
	}

	return undefined;
};
