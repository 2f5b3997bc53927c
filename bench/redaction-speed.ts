import process from 'node:process';
import {createRedactor} from '../source/investigate/redaction/redact.js';
import {hostileLine, hostileParts} from '../test/investigate/redaction/hostile.js';

type Measure = {readonly name: string; readonly value: number; readonly unit: string};

const lineLength = 100_000;
const triesPerLine = 5;

const msOf = (line: string): number => {
	const {redact} = createRedactor();
	const start = process.cpuUsage();
	redact(line);
	const {user, system} = process.cpuUsage(start);
	return (user + system) / 1000;
};

/** How long the worst of many hostile lines takes to redact, each at its best of a few times, in processor time: what another process took is not the line's. */
export const run = async (): Promise<readonly Measure[]> => {
	for (const part of hostileParts) {
		msOf(hostileLine(part, lineLength / 10));
	}

	const timesMs = hostileParts.map(part => Math.min(...Array.from({length: triesPerLine}, () => msOf(hostileLine(part, lineLength)))));
	return [{name: 'redaction: worst redaction of a 100 KB line', value: Math.max(...timesMs), unit: 'ms'}];
};
