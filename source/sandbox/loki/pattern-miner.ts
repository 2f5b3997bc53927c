/** A pattern of lines: its words, with a blank where they differ. */
export type MinedPattern = {
	readonly level: string;
	words: string[];
	/** Lines by the start of their ten seconds, in milliseconds. */
	readonly counts: Map<number, number>;
	total: number;
};

const blank = '<_>';

/** How many of the words of a line have to be those of a pattern, of all words. */
const leastSimilarity = 0.5;

const maxPatterns = 300;
const maxWords = 128;

/** Resolution of a pattern's counts. */
export const patternStepMs = 10_000;

const hasDigit = /\d/;

/** Words and what stands between them, so that a pattern can be put together again. */
const split = (line: string): string[] => line.split(/(\s+|["'(),:;<=>[\]{}]+)/).filter(part => part !== '').slice(0, maxWords);

const similarity = (pattern: readonly string[], words: readonly string[]): number => {
	let same = 0;
	for (const [index, word] of words.entries()) {
		if (pattern[index] === word) {
			same++;
		}
	}

	return same / words.length;
};

/**
Finds the patterns of many lines in one pass, in the manner of Drain: a line joins the most similar pattern
of its level and length, or starts one.
*/
export class PatternMiner {
	readonly #patterns = new Map<string, MinedPattern[]>();
	#count = 0;

	#find(group: readonly MinedPattern[], words: readonly string[]): MinedPattern | undefined {
		let best: MinedPattern | undefined;
		let bestSimilarity = leastSimilarity;
		for (const pattern of group) {
			const found = similarity(pattern.words, words);
			if (!(found >= bestSimilarity)) {
				continue;
			}

			best = pattern;
			bestSimilarity = found;
		}

		return best;
	}

	all(): MinedPattern[] {
		return [...this.#patterns].flatMap(([, patterns]) => patterns);
	}

	add(line: string, level: string, timeMs: number): void {
		const words = split(line);
		if (words.length === 0) {
			return;
		}

		const key = `${level} ${words.length} ${hasDigit.test(words[0]!) ? blank : words[0]}`;
		const group = this.#patterns.get(key) ?? [];
		this.#patterns.set(key, group);
		const masked = words.map(word => (hasDigit.test(word) ? blank : word));
		let pattern = this.#find(group, masked);
		if (!pattern) {
			if (this.#count >= maxPatterns) {
				return;
			}

			this.#count++;
			pattern = {
				level, words: masked, counts: new Map(), total: 0,
			};
			group.push(pattern);
		}

		pattern.words = pattern.words.map((word, index) => (word === masked[index] ? word : blank));
		const slotMs = Math.floor(timeMs / patternStepMs) * patternStepMs;
		pattern.counts.set(slotMs, (pattern.counts.get(slotMs) ?? 0) + 1);
		pattern.total++;
	}
}

/** A pattern's text, with blanks in a row made one. */
export const patternText = ({words}: MinedPattern): string => words.filter((word, index) => word !== blank || words[index - 1] !== blank).join('');
