/** A name of one plain word is a word of the language too: it names a service only where a service can stand. */
const plainWord = /^[a-z]+$/i;
const leadsToService = /(?:\b(?:for|to|from|by|of|call|calling|called|host|upstream|service|app|application|client|peer|target|backend|server|on|with)[\s:=]+["'([`]?|:\/\/|@)$/i;
const followsService = /^["')\]`]?(?:\s+(?:service|answered|returned|responded|refused|timed out|unavailable|is down|is unreachable)\b|:\d{2,5}\b|\.[a-z][\w-]*\.(?:svc|cluster|internal|local|consul)\b)/i;
const token = /[\da-z]+(?:[-_][\da-z]+)*/gi;
const searchedLength = 8192;
const maxNames = 8;
const longestName = 100;
const contextLength = 32;

/** The end of a pod's name, behind that of its service: of a deployment, of a stateful set, of a daemon set. */
const podEnd = /-(?:(?=[a-z]*\d)[\da-z]{3,10}-[\da-z]{2,6}|\d{1,4}|(?=[a-z]*\d)[24-9b-df-hj-np-tv-xz]{5})$/;

/** Finds the names of services in what lines say. */
export type KnownNames = {
	/** Where they or their pods stand, but not `own`, in the order of the text; at most 8. */
	readonly places: (text: string, own?: string) => readonly Mention[];
	/** As `places`, and also where a name stands that may be a word of the language: it is not sure there. */
	readonly words: (text: string, own?: string) => ReadonlyArray<Mention & {readonly isSure: boolean}>;
	/** The text with the names of services and pods as `<service>`. */
	readonly mask: (text: string) => string;
	/** The text with a mark before each name of a service. */
	readonly mark: (text: string, mark: string) => string;
	/** Whether a stretch of a text is the name of a service, or of its pod, and stands where one can. Quick where it is none. */
	readonly isAt: (text: string, start: number, end: number) => boolean;
};

/** A name as the fleet has it, and the stretch of the text. */
export type Mention = {readonly name: string; readonly start: number; readonly end: number};

/** The service that a stretch of a text names; undefined where it names none. */
type NameAt = (text: string, start: number, end: number) => string | undefined;

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

	const wordAt = (text: string, start: number, end: number): string | undefined => lengths[end - start] === 1 ? names.get(text.slice(start, end).toLowerCase()) : undefined;

	/** Whether what stands around a name says that it is none of the language's words. */
	const isService = (name: string, text: string, start: number, end: number): boolean => !plainWord.test(name)
		|| leadsToService.test(text.slice(Math.max(0, start - contextLength), start)) || followsService.test(text.slice(end, end + contextLength));

	const nameAt: NameAt = (text, start, end) => {
		const name = wordAt(text, start, end);
		return name !== undefined && isService(name, text, start, end) ? name : undefined;
	};

	const podAt: NameAt = (text, start, end) => {
		const pod = podEnd.exec(text.slice(start, end));
		return pod ? wordAt(text, start, start + pod.index) : undefined;
	};

	const nameOrPodAt: NameAt = (text, start, end) => nameAt(text, start, end) ?? podAt(text, start, end);

	const find = (text: string, at: NameAt): readonly Mention[] => {
		const found: Mention[] = [];
		for (const {0: {length}, index} of names.size === 0 ? [] : text.slice(0, searchedLength).matchAll(token)) {
			const name = at(text, index, index + length);
			if (name !== undefined) {
				found.push({name, start: index, end: index + length});
			}
		}

		return found;
	};

	const replace = (text: string, at: NameAt, put: (found: string) => string): string => {
		let replaced = '';
		let position = 0;
		for (const {start, end} of find(text, at)) {
			replaced += text.slice(position, start) + put(text.slice(start, end));
			position = end;
		}

		return replaced + text.slice(position);
	};

	return {
		places: (text, own) => find(text, nameOrPodAt).filter(({name}) => name !== own).slice(0, maxNames),
		words: (text, own) => find(text, (...place) => wordAt(...place) ?? podAt(...place)).filter(({name}) => name !== own).slice(0, maxNames).map(mention => ({...mention, isSure: nameOrPodAt(text, mention.start, mention.end) !== undefined})),
		mask: text => replace(text, nameOrPodAt, () => '<service>'),
		// Pods come and go: a pattern keeps the names of services only.
		mark: (text, mark) => replace(text, nameAt, name => mark + name),
		isAt: (text, start, end) => nameOrPodAt(text, start, end) !== undefined,
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
