import process from 'node:process';
import {cases} from './cases/index.js';
import {evaluateCase} from './evaluate.js';

const only = process.argv[2];
for (const evalCase of cases) {
	if (only !== undefined && evalCase.name !== only) {
		continue;
	}

	for (const seed of [1, 2]) {
		const result = await evaluateCase(evalCase, seed);
		const flags = Object.entries(result.score).map(([k, v]) => v === undefined ? '' : (v ? k : `!${k.toUpperCase()}`)).join(' ');
		console.log(evalCase.name.padEnd(26), seed, Math.round(result.verdictMs), flags, '|', result.verdict?.slackSummary ?? 'nothing', '|', result.answer.cause);
		if (only) {
			console.log(result.verdict, result.evidence?.patterns.slice(0, 12), result.evidence?.changes, result.evidence?.anomalies, result.evidence?.onsets);
		}
	}
}
