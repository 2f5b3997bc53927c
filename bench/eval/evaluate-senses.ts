import {openIncidents} from '../../source/store/selectors/incidents.js';
import {senseCases, watchedService, type SenseCase} from './sense-cases.js';
import {playCase} from './traffic.js';
import {watchCase} from './watch-case.js';

export type SensedResult = {
	readonly name: string;
	readonly format: string;
	readonly isRight: boolean;
	/** What was open when it was looked at. */
	readonly opened: readonly string[];
};

/** Watches one case: what must be seen is open of the right service, and nothing else of any other; in a control nothing is. */
export async function evaluateSense({name, format, kind, played}: SenseCase, seed: number): Promise<SensedResult> {
	const watched = await watchCase(playCase(played, seed));
	try {
		const anomalies = openIncidents(watched.session.store.getState()).flatMap(({members}) => members).flatMap(member => member.anomalies);
		const opened = anomalies.map(anomaly => `${anomaly.service} ${anomaly.kind}`);
		const isRight = kind === undefined
			? opened.length === 0
			: opened.includes(`${watchedService} ${kind}`) && anomalies.every(({service}) => service === watchedService);
		return {
			name, format, isRight, opened,
		};
	} finally {
		await watched.close();
	}
}

/** All of them, one after the other. */
export async function evaluateSenses(seed: number): Promise<readonly SensedResult[]> {
	const results: SensedResult[] = [];
	for (const senseCase of senseCases) {
		results.push(await evaluateSense(senseCase, seed));
	}

	return results;
}

/** A row for each, and how many were right. */
export const sensedRows = (results: readonly SensedResult[]): readonly string[] => [
	'sense or control      format     seen',
	...results.map(({name, format, isRight, opened}) => `${name.padEnd(22)}${format.padEnd(11)}${isRight ? 'ok' : 'WRONG'}${isRight ? '' : `    ${opened.join(', ') || 'nothing opened'}`}`),
	`senses right          ${results.filter(({isRight}) => isRight).length}/${results.length}`,
];
