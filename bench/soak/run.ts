// `npm run soak -- lying --sequences 200 [--seed 1]`: long runs of what the tests run a little of. Ends with 1 where something was told that is not so, or was not told.
import {performance} from 'node:perf_hooks';
import process from 'node:process';
import {parseArgs} from 'node:util';
import {playSequence, type SequenceResult} from './lying.js';

const {values, positionals} = parseArgs({
	allowPositionals: true,
	options: {sequences: {type: 'string', default: '200'}, seed: {type: 'string', default: '1'}},
});
const [subject = 'lying'] = positionals;
if (subject !== 'lying') {
	console.error(`There is no soak of ${JSON.stringify(subject)}: lying.`);
	process.exit(2);
}

const first = Number(values.seed);
const startMs = performance.now();
const results: SequenceResult[] = [];
for (let seed = first; seed < first + Number(values.sequences); seed++) {
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

const bad = count(({falseAlerts, lostAlerts}) => falseAlerts.length + lostAlerts.length > 0);
console.log(`false alerts in ${count(({falseAlerts}) => falseAlerts.length > 0)}, lost alerts in ${count(({lostAlerts}) => lostAlerts.length > 0)} of ${results.length}`);
process.exit(bad > 0 ? 1 : 0);
