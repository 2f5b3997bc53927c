// Long runs of what the tests run a little of.
import {performance} from 'node:perf_hooks';
import {playFailing, type FailingResult} from './failing.js';

/** Plays sequences from a seed on and prints what did not hold; gives whether everything did. */
export async function runFailing({sequences, seed: first}: {readonly sequences: number; readonly seed: number}): Promise<boolean> {
	const startMs = performance.now();
	const results: FailingResult[] = [];
	for (let seed = first; seed < first + sequences; seed++) {
		const result = await playFailing(seed);
		results.push(result);
		if (result.troubles.length > 0) {
			console.error(`seed ${seed}, ${result.truth}:\n  ${[...result.troubles, ...result.trail].join('\n  ')}`);
		}
	}

	const sum = (of: (result: FailingResult) => number): number => results.reduce((total, result) => total + of(result), 0);
	const held = results.filter(({troubles}) => troubles.length === 0).length;
	console.log(`${results.length} sequences from seed ${first}: ${sum(({checks}) => checks)} checks, ${sum(({kills}) => kills)} of them killed, ${sum(({failedAnswers}) => failedAnswers)} failing answers of Loki, ${sum(({failedDeliveries}) => failedDeliveries)} deliveries refused or unclear, ${Math.round((performance.now() - startMs) / 1000)} s`);
	console.log(`${held} of ${results.length} held: no crash, no false, lost or unmarked second alert`);
	return held === results.length;
}
