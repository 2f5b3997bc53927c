import {entryKey} from '../../loki/lines/distinct-entries.js';
import {noService} from '../../loki/logql/logql.js';
import type {LogEntry} from '../../loki/types.js';
import {levelOfEntry} from '../../patterns/level.js';
import {cutLine, fewLabels} from '../evidence/evidence-lines.js';
import type {EvidenceLine} from '../../facts/evidence.js';
import type {ShownLine} from './types.js';

/** A citation has at most four digits. */
const maxLines = 9000;

/** The list of lines that tools have shown, each with the id by which it is cited. */
export type ShownLines = {
	/** The id that a line has or would get, without giving it out. */
	readonly idOf: (entry: LogEntry) => string | undefined;
	/** The id of a line that this call shows; the same line has the same id for ever. */
	readonly show: (entry: LogEntry, callId: string) => string;
	/** What these calls showed is no longer before the model. */
	readonly drop: (callIds: readonly string[]) => void;
	/** The ids of the lines that a call showed which was not dropped. */
	readonly standing: () => ReadonlySet<string>;
	readonly find: (id: string) => ShownLine | undefined;
	readonly isFull: () => boolean;
	/** All that was ever shown: the real lines, not redacted, for the screen. */
	readonly list: () => readonly EvidenceLine[];
};

export type ShownLinesOptions = {
	/** Lines of the evidence, which have their ids already. */
	readonly evidenceLines: readonly EvidenceLine[];
	readonly serviceLabel: string;
	/** Labels that say nothing here. */
	readonly ignoredLabels: ReadonlySet<string>;
};

const looseKey = (service: string, timeMs: number, line: string): string => JSON.stringify([service, timeMs, cutLine(line)]);

export const createShownLines = ({evidenceLines, serviceLabel, ignoredLabels}: ShownLinesOptions): ShownLines => {
	const evidenceByKey = new Map<string, readonly EvidenceLine[]>();
	for (const line of evidenceLines) {
		const key = looseKey(line.service, line.timeMs, line.line);
		evidenceByKey.set(key, [...evidenceByKey.get(key) ?? [], line]);
	}

	const evidenceById = new Map(evidenceLines.map(line => [line.id, line]));
	const ids = new Map<string, string>();
	const shown = new Map<string, ShownLine>();
	/** The ids of the lines that each call showed, by the call's id. */
	const shownBy = new Map<string, Set<string>>();
	let last = Math.max(0, ...evidenceLines.map(({id}) => Number(/^L(\d{1,4})$/.exec(id)?.[1] ?? 0)));

	const serviceOf = ({labels}: LogEntry): string => labels[serviceLabel] ?? noService;
	const inEvidence = (entry: LogEntry): EvidenceLine | undefined => evidenceByKey.get(looseKey(serviceOf(entry), entry.timeMs, entry.line))
		?.find(({labels}) => Object.entries(labels).every(([name, value]) => entry.labels[name] === value));

	const idOf = (entry: LogEntry): string | undefined => ids.get(entryKey(entry)) ?? inEvidence(entry)?.id;

	return {
		idOf,
		show(entry, callId) {
			const id = idOf(entry) ?? `L${++last}`;
			ids.set(entryKey(entry), id);
			const ofCall = shownBy.get(callId) ?? new Set();
			shownBy.set(callId, ofCall.add(id));
			if (!shown.has(id)) {
				shown.set(id, {
					entry,
					line: evidenceById.get(id) ?? {
						id,
						service: serviceOf(entry),
						timeMs: entry.timeMs,
						level: levelOfEntry(entry),
						line: cutLine(entry.line),
						labels: fewLabels(entry.labels, ignoredLabels),
					},
				});
			}

			return id;
		},
		drop(callIds) {
			for (const callId of callIds) {
				shownBy.delete(callId);
			}
		},
		standing: () => new Set([...shownBy.values()].flatMap(ofCall => [...ofCall])),
		find(id) {
			const line = evidenceById.get(id);
			return shown.get(id) ?? (line && {line, entry: undefined});
		},
		isFull: () => shown.size >= maxLines,
		list: () => Array.from(shown.values(), ({line}) => line),
	};
};
