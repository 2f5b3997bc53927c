/** A name of one plain word is a word of the language too: it names a service only where a service can stand. */
const plainWord = /^[a-z]+$/i;
const leadsToService = /(?:\b(?:for|to|from|by|of|call|calling|called|host|upstream|service|app|application|client|peer|target|backend|server|on|with)[\s:=]+["'([`]?|:\/\/|@)$/i;
const followsService = /^["')\]`]?(?:\s+(?:service|answered|returned|responded|refused|timed out|unavailable|is down|is unreachable)\b|:\d{2,5}\b|\.[a-z][\w-]*\.(?:svc|cluster|internal|local|consul)\b)/i;
const token = /[\da-z]+(?:[-_][\da-z]+)*/gi;
const searchedLength = 8192;
const maxNames = 8;
const contextLength = 32;

/** Finds the names of services in what lines say. */
export type KnownNames = {
	/** In the order of the text, each once. */
	readonly mentions: (text: string) => readonly string[];
	/** The text with the names of services as `<service>`. */
	readonly mask: (text: string) => string;
};

type Mention = {readonly name: string; readonly start: number; readonly end: number};

/** Made for the services of a fleet; a thousand of them cost a text no more than one. */
export function createKnownNames(services: Iterable<string>): KnownNames {
	const names = new Map<string, string>();
	for (const name of services) {
		if (name.length > 2) {
			names.set(name.toLowerCase(), name);
		}
	}

	const find = (text: string): readonly Mention[] => {
		const found: Mention[] = [];
		for (const match of text.slice(0, searchedLength).matchAll(token)) {
			const name = names.get(match[0].toLowerCase());
			const end = match.index + match[0].length;
			if (name === undefined || (plainWord.test(name) && !leadsToService.test(text.slice(Math.max(0, match.index - contextLength), match.index)) && !followsService.test(text.slice(end, end + contextLength)))) {
				continue;
			}

			found.push({name, start: match.index, end});
		}

		return found;
	};

	return {
		mentions: text => [...new Set(find(text).map(({name}) => name))].slice(0, maxNames),
		mask(text) {
			let masked = '';
			let position = 0;
			for (const {start, end} of find(text)) {
				masked += `${text.slice(position, start)}<service>`;
				position = end;
			}

			return masked + text.slice(position);
		},
	};
}
