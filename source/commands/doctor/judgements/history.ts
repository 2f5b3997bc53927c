import type {Judgement} from '../types.js';

/** Compares how far back logs go with the hours of the baseline. */
export function judgeHistory(foundHours: number, wantedHours: number): Judgement {
	if (foundHours >= wantedHours) {
		return {state: 'pass', detail: `Logs go back the ${wantedHours} h that the baseline needs, or more.`};
	}

	return foundHours === 0
		? {state: 'warn', detail: `No log line in the last ${wantedHours} h: there is no baseline to compare with yet.`, nextStep: 'Check that the selector is right and that something writes.'}
		: {
			state: 'warn',
			detail: `Logs go back ${foundHours} h of the ${wantedHours} h that the baseline needs: it is based on less.`,
			nextStep: `Where logs are new it grows automatically; otherwise check retention_period, or set --baseline-hours ${foundHours}.`,
		};
}
