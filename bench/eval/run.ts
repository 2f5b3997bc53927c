// The investigator's evaluation: `npm run eval`, see docs/evaluation.md.
//   npm run --silent eval -- [--case NAME] [--seed N] [--json FILE] [--live] [--several]
// --live asks the model that ANTHROPIC_API_KEY and ANTHROPIC_MODEL name once for each telling, which costs money.
import {writeFile} from 'node:fs/promises';
import process from 'node:process';
import {parseArgs} from 'node:util';
import type {SessionOptions} from '../../source/commands/shared/session-settings.js';
import {cases} from './cases/index.js';
import {evaluateCase, type Result} from './evaluate.js';
import {evaluateSenses, sensedRows} from './evaluate-senses.js';
import {evaluateAllSeveral, severalRows} from './evaluate-several.js';
import {askModel, type LiveResult} from './live.js';
import {header, resultRow, totalRows} from './table.js';

const exitWrongUse = 2;
const bothTellings = [1, 2];
const {values: flags} = parseArgs({
	options: {
		case: {type: 'string'}, seed: {type: 'string'}, json: {type: 'string'}, live: {type: 'boolean', default: false}, several: {type: 'boolean', default: false},
	},
});

const fail = (message: string): never => {
	console.error(message);
	process.exit(exitWrongUse);
};

if (flags.several) {
	console.log(severalRows(await evaluateAllSeveral(bothTellings)).join('\n'));
	process.exit();
}

const chosen = cases.filter(({name}) => flags.case === undefined || name === flags.case);
if (chosen.length === 0) {
	fail(`There is no case ${flags.case}. There are: ${cases.map(({name}) => name).join(', ')}.`);
}

const seeds = flags.seed === undefined ? bothTellings : [Number(flags.seed)];
if (seeds.some(seed => !(Number.isSafeInteger(seed) && seed > 0))) {
	fail('--seed takes a whole number from 1 on: odd ones play the first telling of a case, even ones the second.');
}

const modelInUse = (): SessionOptions['model'] => {
	const {ANTHROPIC_API_KEY: apiKey, ANTHROPIC_AUTH_TOKEN: authToken, ANTHROPIC_BASE_URL: baseUrl, ANTHROPIC_MODEL: model} = process.env;
	if ((apiKey ?? '') === '' && (authToken ?? '') === '') {
		fail('--live asks a model and needs its key: set ANTHROPIC_API_KEY. Without it, npm run eval scores the verdict by rules alone.');
	}

	return {
		apiKey, authToken, baseUrl, model: model ?? 'claude-sonnet-5-5', isScripted: false,
	};
};

const mean = (values: ReadonlyArray<number | undefined>): string => {
	const known = values.filter(value => value !== undefined);
	return known.length === 0 ? 'unknown' : (known.reduce((sum, value) => sum + value, 0) / known.length).toFixed(2);
};

const tellings = chosen.flatMap(evalCase => seeds.map(seed => ({evalCase, seed})));
const results: Result[] = [];
const live: LiveResult[] = [];
const model = flags.live ? modelInUse() : undefined;
console.log(header);
for (const {evalCase, seed} of tellings) {
	const result = model ? await askModel(evalCase, seed, model) : await evaluateCase(evalCase, seed);
	results.push(result);
	console.log(resultRow(result));
	if (!('citations' in result)) {
		continue;
	}

	const asked = result as LiveResult;
	live.push(asked);
	if (asked.trouble !== undefined) {
		console.log(`  ${asked.trouble}`);
	}
}

for (const total of ['', ...totalRows(results)]) {
	console.log(total);
}

if (flags.case === undefined && !flags.live) {
	for (const row of ['', ...severalRows(await evaluateAllSeveral(seeds)), '', ...sensedRows(await evaluateSenses(seeds[0] ?? 1))]) {
		console.log(row);
	}
}

if (live.length > 0) {
	console.log(`citations: precision ${mean(live.map(({citations}) => citations.precision))}, recall ${mean(live.map(({citations}) => citations.recall))}; $${mean(live.map(({costDollars}) => costDollars))} an answer`);
}

if (flags.json !== undefined) {
	const scores = results.map(({name, seed, service, answer, score, verdictMs}) => ({
		name, seed, service, answer, score, verdictMs,
	}));
	await writeFile(flags.json, `${JSON.stringify({
		scores, live: live.map(({name, seed, citations, costDollars, trouble}) => ({
			name, seed, citations, costDollars, trouble,
		})),
	}, undefined, '\t')}\n`);
}
