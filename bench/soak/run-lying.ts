// Long runs of what the tests run a little of.
import {performance} from 'node:perf_hooks';
import {playSequence, type SequenceResult} from './lying.js';

/** Plays sequences from a seed on and prints what was told wrongly; gives whether nothing was. */
export async function runLying({sequences, seed: first}: {readonly sequences: number; readonly seed: number}): Promise<boolean> {
	const startMs = performance.now();
	const results: SequenceResult[] = [];
	for (let seed = first; seed < first + sequences; seed++) {
		const result = await playSequence(seed);
		results.push(result);
		if (result.falseAlerts.length + result.lostAlerts.length > 0) {
			console.error(`seed ${seed}, ${result.truth}: false ${JSON.stringify(result.falseAlerts)}, lost ${JSON.stringify(result.lostAlerts)}\n  ${result.told.join('\n  ')}`);
		}
	}

	const count = (isOf: (result: SequenceResult) => boolean): number => results.filter(result => isOf(result)).length;
	console.log(`${results.length} sequences from seed ${first}, ${results.reduce((sum, {liesTold}) => sum + liesTold, 0)} lies in ${results.reduce((sum, {requests}) => sum + requests, 0)} answers, ${Math.round((performance.now() - startMs) / 1000)} s`);
	for (const truth of new Set(results.map(result => result.truth))) {
		const own = results.filter(result => result.truth === truth);
		console.log(`  ${truth.padEnd(20)} ${String(own.length).padStart(4)}  false ${own.filter(({falseAlerts}) => falseAlerts.length > 0).length}  lost ${own.filter(({lostAlerts}) => lostAlerts.length > 0).length}`);
	}

	console.log(`false alerts in ${count(({falseAlerts}) => falseAlerts.length > 0)}, lost alerts in ${count(({lostAlerts}) => lostAlerts.length > 0)} of ${results.length}`);
	return count(({falseAlerts, lostAlerts}) => falseAlerts.length + lostAlerts.length > 0) === 0;
}
