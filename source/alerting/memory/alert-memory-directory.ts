import path from 'node:path';
import {createRecordFile} from '../../records/record-file.js';
import {keptMs, type EventLog} from './alert-memory.js';
import {readEvent} from './journal-event.js';

const fileName = 'alerts.jsonl';

export type DirectoryLogOptions = {
	readonly directory: string;
	readonly scope: string;
	readonly now: () => number;
};

/** Events in a file of the state directory, one JSON line each: for one machine, or pods that share a volume. */
export async function openDirectoryLog({directory, scope, now}: DirectoryLogOptions): Promise<EventLog> {
	const file = await createRecordFile(path.join(directory, fileName), {lost: 'which alerts were sent is remembered only until this program ends'});
	return {
		async read() {
			const fromMs = now() - keptMs;
			const values = await file.read();
			return values.flatMap(value => {
				const event = readEvent(value);
				return event?.scope === scope && event.atMs >= fromMs ? [event] : [];
			});
		},
		async append(events) {
			for (const event of events) {
				await file.append(event);
			}

			return file.note() === undefined;
		},
		// A line is in the file for all to read when its write has ended.
		settleMs: 0,
		note: file.note,
	};
}
