import {openIncidents} from '../../source/store/selectors/incidents.js';
import {severalCases, toStory, type SeveralCase} from './cases/several.js';
import {playCase} from './traffic.js';
import {watchCase} from './watch-case.js';

export type SeveralResult = {
	readonly name: string;
	readonly seed: number;
	/** Every incident has the services that it should have, and no other. */
	readonly isExact: boolean;
	/** Incidents whose first is right, of all that were planted. */
	readonly firstRight: number;
	/** Incidents whose first was called likely, and those of them that are right. */
	readonly likely: readonly [right: number, all: number];
	readonly planted: number;
	readonly found: readonly string[];
};

const keyOf = (services: readonly string[]): string => services.toSorted().join(' ');

/** Watches incidents that have nothing to do with each other, and compares what was put together with what was planted. */
export async function evaluateSeveral(several: SeveralCase, seed: number): Promise<SeveralResult> {
	const story = toStory(several);
	const watched = await watchCase(playCase({
		name: several.name, what: several.name, minutes: several.minutes, stories: [story, story],
	}, seed));
	try {
		const incidents = openIncidents(watched.session.store.getState()).map(({members, suspected, confidence}) => ({services: members.map(({service}) => service), suspected, confidence}));
		const found = new Set(incidents.map(({services}) => keyOf(services)));
		const likely = incidents.filter(({confidence}) => confidence?.type === 'likely');
		const firsts = new Set(several.groups.map(([first]) => first));
		return {
			name: several.name,
			seed,
			isExact: found.size === several.groups.length && several.groups.every(group => found.has(keyOf(group))),
			firstRight: several.groups.filter(([first]) => incidents.some(({suspected}) => suspected === first)).length,
			likely: [likely.filter(({suspected}) => firsts.has(suspected)).length, likely.length],
			planted: several.groups.length,
			found: incidents.map(({services, confidence}) => `${services.join(' > ')}${confidence?.type === 'unclear' ? ` (or ${confidence.rival})` : ''}`),
		};
	} finally {
		await watched.close();
	}
}

/** All of them, one after the other. */
export async function evaluateAllSeveral(seeds: readonly number[]): Promise<readonly SeveralResult[]> {
	const results: SeveralResult[] = [];
	for (const several of severalCases) {
		for (const seed of seeds) {
			results.push(await evaluateSeveral(several, seed));
		}
	}

	return results;
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

/** A row for each, and how many were right. */
export const severalRows = (results: readonly SeveralResult[]): readonly string[] => [
	'incidents at once                        seed  groups    first',
	...results.map(({name, seed, isExact, firstRight, planted, found}) => `${name.padEnd(41)}${String(seed).padEnd(6)}${(isExact ? 'ok' : 'WRONG').padEnd(10)}${firstRight}/${planted}${isExact && firstRight === planted ? '' : `    ${found.join('; ') || 'nothing opened'}`}`),
	`grouping exact ${results.filter(({isExact}) => isExact).length}/${results.length}, first right ${sum(results.map(({firstRight}) => firstRight))}/${sum(results.map(({planted}) => planted))}, of those called likely ${sum(results.map(({likely}) => likely[0]))}/${sum(results.map(({likely}) => likely[1]))}`,
];
