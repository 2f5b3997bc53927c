// Long runs of what the tests run a little of.
import {playSequence, type SequenceResult} from './lying.js';
import {playSeeds, type SeedRange} from './play-seeds.js';

/** Plays sequences from a seed on and prints what was told wrongly; gives whether nothing was. */
export async function runLying(range: SeedRange): Promise<boolean> {
	const {results, seconds} = await playSeeds(range, playSequence, ({truth, falseAlerts, lostAlerts, told}) => falseAlerts.length + lostAlerts.length === 0
		? undefined
		: `${truth}: false ${JSON.stringify(falseAlerts)}, lost ${JSON.stringify(lostAlerts)}\n  ${told.join('\n  ')}`);

	const count = (isOf: (result: SequenceResult) => boolean): number => results.filter(result => isOf(result)).length;
	console.log(`${results.length} sequences from seed ${range.seed}, ${results.reduce((sum, {liesTold}) => sum + liesTold, 0)} lies in ${results.reduce((sum, {requests}) => sum + requests, 0)} answers, ${seconds} s`);
	for (const truth of new Set(results.map(result => result.truth))) {
		const own = results.filter(result => result.truth === truth);
		console.log(`  ${truth.padEnd(20)} ${String(own.length).padStart(4)}  false ${own.filter(({falseAlerts}) => falseAlerts.length > 0).length}  lost ${own.filter(({lostAlerts}) => lostAlerts.length > 0).length}`);
	}

	console.log(`false alerts in ${count(({falseAlerts}) => falseAlerts.length > 0)}, lost alerts in ${count(({lostAlerts}) => lostAlerts.length > 0)} of ${results.length}`);
	return count(({falseAlerts, lostAlerts}) => falseAlerts.length + lostAlerts.length > 0) === 0;
}
