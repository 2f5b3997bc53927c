const keptEntries = 4;
const maxDepth = 64;
const quote = 0x22;
const backslash = 0x5C;
const comma = 0x2C;
const openBracket = 0x5B;
const closers: ReadonlyMap<number, number> = new Map([[0x5B, 0x5D], [0x7B, 0x7D], [0x28, 0x29]]);
const closing: ReadonlySet<number> = new Set(closers.values());

/** A bracket, or a string of JSON, that is open. */
type Open = {readonly opener: number; commas: number};

/** A walk over a text: what was kept, and the list of which no more is kept. */
type Walk = {
	readonly text: string;
	readonly open: Open[];
	kept: string;
	keptTo: number;
	/** Depth of the list that is passed over, and where that began. */
	skipped: {readonly depth: number; readonly start: number} | undefined;
};

/**
A text with the first entries of each list in square brackets only, and all that stands behind the lists.
One pass. Strings of JSON end the brackets that are open in them. Where the text ends in a list, its rest goes.
*/
export function shortenLists(text: string): string {
	const isJson = /^\s*\{\s*"/.test(text);
	const walk: Walk = {
		text, open: [], kept: '', keptTo: 0, skipped: undefined,
	};
	for (let index = 0; index < text.length; index++) {
		const code = text.charCodeAt(index);
		if (isJson && code === backslash) {
			index++;
		} else if (isJson && code === quote) {
			passQuote(walk);
		} else if (closers.has(code)) {
			openGroup(walk, code);
		} else if (closing.has(code)) {
			closeGroup(walk, code, index);
		} else if (code === comma) {
			passComma(walk, index);
		}
	}

	const {skipped, open} = walk;
	return walk.kept + text.slice(walk.keptTo, skipped && open.length >= skipped.depth ? skipped.start : text.length);
}

/** A quote ends its string with all that is open in it, or begins one. */
function passQuote({open}: Walk): void {
	const start = open.findLastIndex(({opener}) => opener === quote);
	if (start === -1) {
		open.push({opener: quote, commas: 0});
	} else {
		open.length = start;
	}
}

function openGroup({open}: Walk, code: number): void {
	if (open.length < maxDepth) {
		open.push({opener: code, commas: 0});
	}
}

function closeGroup(walk: Walk, code: number, index: number): void {
	const {open, skipped} = walk;
	if (closers.get(open.at(-1)?.opener ?? 0) !== code) {
		return;
	}

	if (skipped?.depth === open.length) {
		walk.kept += walk.text.slice(walk.keptTo, skipped.start);
		walk.keptTo = index;
		walk.skipped = undefined;
	}

	open.pop();
}

function passComma(walk: Walk, index: number): void {
	const {open, skipped} = walk;
	const group = open.at(-1);
	// A list that ended without its bracket is not passed over any longer.
	if (skipped && open.length < skipped.depth) {
		walk.skipped = undefined;
	}

	if (group?.opener === openBracket && ++group.commas === keptEntries && !walk.skipped) {
		walk.skipped = {depth: open.length, start: index};
	}
}
