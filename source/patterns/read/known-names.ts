/** A name of one plain word is a word of the language too: it names a service only where a service can stand. */
const plainWord = /^[a-z]+$/i;
const leadsToService = /(?:\b(?:for|to|from|by|of|call|calling|called|host|upstream|service|app|application|client|peer|target|backend|server|on|with)[\s:=]+["'([`]?|:\/\/|@)$/i;
const followsService = /^["')\]`]?(?:\s+(?:service|answered|returned|responded|refused|timed out|unavailable|is down|is unreachable)\b|:\d{2,5}\b|\.[a-z][\w-]*\.(?:svc|cluster|internal|local|consul)\b)/i;
const token = /[\da-z]+(?:[-_][\da-z]+)*/gi;
const searchedLength = 8192;
const maxNames = 8;
const longestName = 100;
const contextLength = 32;

/** Finds the names of services in what lines say. */
export type KnownNames = {
	/** In the order of the text, each once. */
	readonly mentions: (text: string) => readonly string[];
	/** Where they stand, in the order of the text; at most 8. */
	readonly places: (text: string) => readonly Mention[];
	/** The text with the names of services as `<service>`. */
	readonly mask: (text: string) => string;
	/** The text with a mark before each name of a service. */
	readonly mark: (text: string, mark: string) => string;
	/** Whether a stretch of a text is the name of a service and stands where one can. Quick where it is none. */
	readonly isAt: (text: string, start: number, end: number) => boolean;
};

export type Mention = {readonly name: string; readonly start: number; readonly end: number};

/** Made for the services of a fleet; a thousand of them cost a text no more than one. */
export function createKnownNames(services: Iterable<string>): KnownNames {
	const names = new Map<string, string>();
	const lengths = new Uint8Array(longestName + 1);
	for (const name of services) {
		if (!(name.length > 2 && name.length <= longestName)) {
			continue;
		}

		names.set(name.toLowerCase(), name);
		lengths[name.length] = 1;
	}

	const nameAt = (text: string, start: number, end: number): string | undefined => {
		const name = lengths[end - start] === 1 ? names.get(text.slice(start, end).toLowerCase()) : undefined;
		const isHere = name !== undefined
			&& (!plainWord.test(name) || leadsToService.test(text.slice(Math.max(0, start - contextLength), start)) || followsService.test(text.slice(end, end + contextLength)));
		return isHere ? name : undefined;
	};

	const find = (text: string): readonly Mention[] => {
		const found: Mention[] = [];
		for (const {0: {length}, index} of names.size === 0 ? [] : text.slice(0, searchedLength).matchAll(token)) {
			const name = nameAt(text, index, index + length);
			if (name !== undefined) {
				found.push({name, start: index, end: index + length});
			}
		}

		return found;
	};

	const replace = (text: string, put: (found: string) => string): string => {
		let replaced = '';
		let position = 0;
		for (const {start, end} of find(text)) {
			replaced += text.slice(position, start) + put(text.slice(start, end));
			position = end;
		}

		return replaced + text.slice(position);
	};

	return {
		places: text => find(text).slice(0, maxNames),
		mentions: text => [...new Set(find(text).map(({name}) => name))].slice(0, maxNames),
		mask: text => replace(text, () => '<service>'),
		mark: (text, mark) => replace(text, name => mark + name),
		isAt: (text, start, end) => nameAt(text, start, end) !== undefined,
	};
}

/** The names of the services that a map has, made anew only when there is another map. */
export function namesOf(services: () => ReadonlyMap<string, unknown>): () => KnownNames {
	let seen: ReadonlyMap<string, unknown> | undefined;
	let names = createKnownNames([]);
	return () => {
		const current = services();
		if (current !== seen) {
			seen = current;
			names = createKnownNames(current.keys());
		}

		return names;
	};
}
