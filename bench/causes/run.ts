import process from 'node:process';
import {firstSignature} from '../../source/investigate/verdict/signatures/telling-text.js';
import {kinds, unseenLines} from './unseen-lines.js';

// How many lines that no rule was written for are known, and known rightly: `npm run --silent bench:causes`, with the misses where `--misses` is given.
const isRight = (kind: keyof typeof kinds | undefined, name: string | undefined): boolean => kind === undefined ? name === undefined : name !== undefined && kinds[kind].test(name);

const judged = unseenLines.map(([program, kind, line]) => {
	const name = firstSignature(line)?.name;
	return {
		program, kind, line, name, right: isRight(kind, name),
	};
});
const share = (count: number): string => `${count} of ${judged.length} (${(100 * count / judged.length).toFixed(1)} %)`;
console.log(`named rightly   ${share(judged.filter(({right}) => right).length)}`);
console.log(`named wrongly   ${share(judged.filter(({right, name}) => !right && name !== undefined).length)}`);
console.log(`not named       ${share(judged.filter(({right, name}) => !right && name === undefined).length)}`);
if (process.argv.includes('--misses')) {
	const missed = judged.filter(({right}) => !right);
	for (const {program, kind, line, name} of missed) {
		console.log(`${program}: ${line.slice(0, 100)}\n    is ${kind ?? 'nothing'}, called ${name ?? 'nothing'}`);
	}
}
