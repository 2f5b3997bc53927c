// Long runs of what the tests run a little of.
import {playFailing, type FailingResult} from './failing.js';
import {playSeeds, type SeedRange} from './play-seeds.js';

/** Plays sequences from a seed on and prints what did not hold; gives whether everything did. */
export async function runFailing(range: SeedRange): Promise<boolean> {
	const {results, seconds} = await playSeeds(range, playFailing, ({truth, troubles, trail}) => troubles.length === 0 ? undefined : `${truth}:\n  ${[...troubles, ...trail].join('\n  ')}`);
	const sum = (of: (result: FailingResult) => number): number => results.reduce((total, result) => total + of(result), 0);
	const held = results.filter(({troubles}) => troubles.length === 0).length;
	console.log([
		`${results.length} sequences from seed ${range.seed}: ${sum(({checks}) => checks)} checks, ${sum(({kills}) => kills)} of them killed`,
		`${sum(({failedAnswers}) => failedAnswers)} failing answers of Loki, ${sum(({failedDeliveries}) => failedDeliveries)} deliveries refused or unclear, ${seconds} s`,
	].join(', '));
	console.log(`${held} of ${results.length} held: no crash, no false, lost or unmarked second alert`);
	return held === results.length;
}
