// `npm run soak -- SUBJECT [--seed 1]`: what the tests play a little of, for long. Ends with 1 where something did not hold.
//   lying --sequences 200
//   failing --sequences 500
//   week --hours 168 --services 500 [--part live|check] [--every 4]
import process from 'node:process';
import {parseArgs} from 'node:util';

const {values: {part, ...values}, positionals} = parseArgs({
	allowPositionals: true,
	options: {
		sequences: {type: 'string', default: '200'},
		seed: {type: 'string', default: '1'},
		hours: {type: 'string', default: '168'},
		services: {type: 'string', default: '500'},
		every: {type: 'string', default: '4'},
		part: {type: 'string'},
	},
});
const numbers = {
	sequences: Number(values.sequences), seed: Number(values.seed), hours: Number(values.hours), services: Number(values.services), everyHours: Number(values.every),
};

const subjects: Readonly<Record<string, () => Promise<boolean>>> = {
	async lying() {
		const {runLying} = await import('./run-lying.js');
		return runLying(numbers);
	},
	async failing() {
		const {runFailing} = await import('./run-failing.js');
		return runFailing(numbers);
	},
	async week() {
		// As in the bundle, and read by React as it is loaded: its development build costs twice the time a frame, and keeps more.
		process.env.NODE_ENV = 'production';
		const {runWeek} = await import('./week/run-week.js');
		return runWeek({...numbers, part});
	},
};

const [name = 'lying'] = positionals;
const run = Object.hasOwn(subjects, name) ? subjects[name] : undefined;
if (!run) {
	console.error(`There is no soak of ${JSON.stringify(name)}: ${Object.keys(subjects).join(', ')}.`);
	process.exit(2);
}

process.exit(await run() ? 0 : 1);
