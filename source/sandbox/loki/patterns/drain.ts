import {
	blank,
	type LineFormat,
	type TokenizedLine,
	tokenizeLine,
} from './line-tokens.js';

/** Lines that are alike: their tokens, with blanks where they differ. */
export type Cluster = TokenizedLine & {
	/** Lines by the start of their ten seconds, in milliseconds. */
	readonly counts: Map<number, number>;
};

type Node = {
	readonly children: Map<string, Node>;
	clusters: Cluster[];
};

// The parameters that Loki runs the algorithm with.
const minSimilarity = 0.3;
const maxDepth = 28;
const maxChildren = 15;
const maxClusters = 300;
const minTokens = 4;
const maxTokens = 80;

/** Resolution of a cluster's counts. */
export const sampleMs = 10_000;

const hasNumber = /\p{Number}/u;

const createNode = (): Node => ({children: new Map(), clusters: []});

/** How many of the tokens are those of the cluster, and how many of the cluster's are blanks. */
const compare = (cluster: readonly string[], tokens: readonly string[]): {similarity: number; blanks: number} => {
	let same = 0;
	let blanks = 0;
	for (const [index, token] of tokens.entries()) {
		if (cluster[index] === blank) {
			blanks++;
		} else if (cluster[index] === token) {
			same++;
		}
	}

	return {similarity: same / tokens.length, blanks};
};

const mostSimilar = (clusters: Iterable<Cluster>, tokens: readonly string[]): Cluster | undefined => {
	let best: Cluster | undefined;
	let bestSimilarity = -1;
	let bestBlanks = -1;
	for (const cluster of clusters) {
		const {similarity, blanks} = compare(cluster.tokens, tokens);
		if (!(similarity > bestSimilarity || (similarity === bestSimilarity && blanks > bestBlanks))) {
			continue;
		}

		best = cluster;
		bestSimilarity = similarity;
		bestBlanks = blanks;
	}

	return bestSimilarity >= minSimilarity ? best : undefined;
};

/** The child that a new cluster goes to. Tokens with numbers share one, as do those that come late. */
const childFor = ({children}: Node, token: string): Node => {
	const rest = children.get(blank);
	const known = children.get(token);
	if (known) {
		return known;
	}

	const isOwn = !hasNumber.test(token) && children.size + (rest ? 0 : 1) < maxChildren;
	if (!isOwn && rest) {
		return rest;
	}

	const child = createNode();
	children.set(isOwn ? token : blank, child);
	return child;
};

/**
Groups the lines of one stream and level in one pass by Drain, a tree of the lines' first tokens:
Pinjia He et al., "Drain: An Online Log Parsing Approach with Fixed Depth Tree", ICWS 2017.
*/
export class Drain {
	readonly #roots = new Map<number, Node>();
	/** The one whose last line is the oldest comes first. */
	readonly #clusters = new Set<Cluster>();

	constructor(readonly format: LineFormat) {}

	#leaf(tokens: readonly string[]): Node | undefined {
		let node = this.#roots.get(tokens.length);
		for (const token of tokens.slice(0, Math.min(maxDepth, tokens.length) - 1)) {
			node = node?.children.get(token) ?? node?.children.get(blank);
		}

		return node;
	}

	#insert(cluster: Cluster): void {
		const {tokens} = cluster;
		let node = this.#roots.get(tokens.length) ?? createNode();
		this.#roots.set(tokens.length, node);
		for (const token of tokens.slice(0, Math.min(maxDepth, tokens.length) - 1)) {
			node = childFor(node, token);
		}

		node.clusters = [...node.clusters.filter(other => this.#clusters.has(other)), cluster];
		this.#clusters.add(cluster);
		for (const oldest of this.#clusters) {
			if (this.#clusters.size <= maxClusters) {
				break;
			}

			this.#clusters.delete(oldest);
		}
	}

	get clusters(): Iterable<Cluster> {
		return this.#clusters;
	}

	add(line: string, timeMs: number): void {
		const tokenized = tokenizeLine(line, this.format);
		if (!tokenized || tokenized.tokens.length < minTokens || tokenized.tokens.length > maxTokens) {
			return;
		}

		const {tokens} = tokenized;
		const candidates = this.#leaf(tokens)?.clusters.filter(other => this.#clusters.has(other)) ?? [];
		let cluster = mostSimilar(candidates, tokens);
		if (cluster) {
			for (const [index, token] of tokens.entries()) {
				if (cluster.tokens[index] !== token) {
					cluster.tokens[index] = blank;
				}
			}

			this.#clusters.delete(cluster);
			this.#clusters.add(cluster);
		} else {
			cluster = {...tokenized, counts: new Map()};
			this.#insert(cluster);
		}

		const slotMs = Math.floor(timeMs / sampleMs) * sampleMs;
		cluster.counts.set(slotMs, (cluster.counts.get(slotMs) ?? 0) + 1);
	}
}

/** The pattern of a cluster's lines, with blanks that touch made one. */
export const patternText = ({tokens, join}: Cluster): string => join(tokens).replaceAll(/(?:<_>){2,}/g, () => blank);
