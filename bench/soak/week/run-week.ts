// Each part in a process of its own: what one holds is not counted with the other.
import {spawnSync} from 'node:child_process';
import process from 'node:process';
import {parts, playWeek, type PartName} from './week.js';

export type RunWeekOptions = {
	/** Both where not given. */
	readonly part: string | undefined;
	readonly hours: number;
	readonly services: number;
	readonly seed: number;
	readonly everyHours: number;
};

/** Plays a part, or each in turn; gives whether nothing grew and all that was said was so. Throws a RangeError for a part that is none. */
export async function runWeek({part, hours, services, seed, everyHours}: RunWeekOptions): Promise<boolean> {
	if (part === undefined) {
		const results = Object.keys(parts).map(name => spawnSync(process.execPath, [...process.argv.slice(1), '--part', name], {stdio: 'inherit'}).status);
		return results.every(status => status === 0);
	}

	if (!isPart(part)) {
		throw new RangeError(`There is no part ${JSON.stringify(part)}: ${Object.keys(parts).join(', ')}.`);
	}

	const {isFlat, verdict: {falses, losts, doubles}} = await playWeek({
		part, play: {services, seed}, hours, everyHours, print(row) {
			console.log(row);
		},
	});
	return isFlat && falses.length + losts.length + doubles.length === 0;
}

const isPart = (name: string): name is PartName => Object.hasOwn(parts, name);
