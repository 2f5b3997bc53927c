import process from 'node:process';

/** Four times the text may take four times as long, and a little more for what is collected meanwhile; what is quadratic takes sixteen times. */
const maxGrowth = 9;
/** Below this a ratio says nothing, in milliseconds. */
const minMs = 15;
const tries = 4;
const attempts = 3;

/** The least that some runs of a function took of the processor, in milliseconds: what others take of a busy machine does not count. */
export const cpuMsOf = (run: () => void, runs = 1): number => Math.min(...Array.from({length: runs}, () => {
	const start = process.cpuUsage();
	run();
	const {user, system} = process.cpuUsage(start);
	return (user + system) / 1000;
}));

/** Whether a function takes more than in proportion for a text that is four times as long: no time is asserted, only how it grows. */
export function growsTooFast(long: () => void, short: () => void): boolean {
	for (let attempt = 0; attempt < attempts; attempt++) {
		const longMs = cpuMsOf(long, attempt === 0 ? 1 : tries);
		if (longMs <= minMs || longMs / cpuMsOf(short, tries) <= maxGrowth) {
			return false;
		}
	}

	return true;
}
