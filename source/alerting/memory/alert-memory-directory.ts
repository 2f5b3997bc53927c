import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import path from 'node:path';
import {createRecordFile, type RecordFile} from '../../records/record-file.js';
import {keptMs, type EventLog} from './alert-memory.js';
import {readEvent} from './journal-event.js';
import {isOwnDirectory, spareDirectories} from './spare-directories.js';

const fileName = 'alerts.jsonl';
const lost = 'which alerts were sent is remembered only until this program ends';

export type DirectoryLogOptions = {
	readonly directory: string;
	/** Where events go, in this order and each in a directory of this state directory's own, while the directory cannot be written; what was left there is read in any case. */
	readonly spares?: readonly string[];
	readonly scope: string;
	readonly now: () => number;
};

type Place = {readonly directory: string; readonly file: RecordFile};

/** Events in a file of the state directory, one JSON line each: for one machine, or pods that share a volume. */
export async function openDirectoryLog({directory, spares = spareDirectories(), scope, now}: DirectoryLogOptions): Promise<EventLog> {
	const openPlace = async (at: string): Promise<Place> => ({directory: at, file: await createRecordFile(path.join(at, fileName), {lost})});
	const main = await openPlace(directory);
	/** The directories opened so far. Every event tries them in this order. */
	const places: Place[] = [main];
	const untried: string[] = [];
	const name = createHash('sha256').update(path.resolve(directory)).digest('hex').slice(0, 16);
	for (const spare of spares) {
		if (!existsSync(path.join(spare, name, fileName))) {
			untried.push(spare);
		} else if (await isOwnDirectory(spare)) {
			places.push(await openPlace(path.join(spare, name)));
		}
	}

	/** The next directory that is this user's own; undefined where there is none left. */
	const openNext = async (): Promise<Place | undefined> => {
		for (let spare = untried.shift(); spare !== undefined; spare = untried.shift()) {
			if (await isOwnDirectory(spare)) {
				const place = await openPlace(path.join(spare, name));
				places.push(place);
				return place;
			}
		}

		return undefined;
	};

	/** The first place, in their order, that does what is asked of it; undefined where none does. */
	const firstThat = async (does: (place: Place) => boolean | Promise<boolean>): Promise<Place | undefined> => {
		for (let index = 0; index < places.length || await openNext() !== undefined; index++) {
			const place = places[index];
			if (place && await does(place)) {
				return place;
			}
		}

		return undefined;
	};

	let inUse = await firstThat(({file}) => file.isWritable());
	return {
		async read() {
			const fromMs = now() - keptMs;
			const values = await Promise.all(places.map(async ({file}) => file.read()));
			return values.flat().flatMap(value => {
				const event = readEvent(value);
				return event?.scope === scope && event.atMs >= fromMs ? [event] : [];
			});
		},
		async append(events) {
			for (const event of events) {
				inUse = await firstThat(async ({file}) => file.append(event));
			}

			return inUse !== undefined;
		},
		// A line is in the file for all to read when its write has ended.
		settleMs: 0,
		note() {
			const note = main.file.note() ?? places.find(({file}) => file.isUnread())?.file.note();
			const place = inUse && `which alerts were sent is remembered in ${inUse.directory} for now`;
			return place === undefined ? note : note?.replace(lost, () => place);
		},
		// Of a memory that cannot be read nobody knows what it holds: a run that sees no more than this one would send all again.
		obstacle: () => places.some(({file}) => file.isUnread()) ? 'unread' : (inUse ? undefined : 'unsaved'),
	};
}
