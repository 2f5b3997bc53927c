import {performance} from 'node:perf_hooks';

export type SeedRange = {readonly sequences: number; readonly seed: number};

/** Plays a sequence for each seed, one after the other; what did not hold of one is printed with its seed as it comes. */
export async function playSeeds<Result>({sequences, seed: first}: SeedRange, play: (seed: number) => Promise<Result>, troubleOf: (result: Result) => string | undefined): Promise<{readonly results: readonly Result[]; readonly seconds: number}> {
	const startMs = performance.now();
	const results: Result[] = [];
	for (let seed = first; seed < first + sequences; seed++) {
		const result = await play(seed);
		results.push(result);
		const trouble = troubleOf(result);
		if (trouble !== undefined) {
			console.error(`seed ${seed}, ${trouble}`);
		}
	}

	return {results, seconds: Math.round((performance.now() - startMs) / 1000)};
}
