import type {DataAction} from '../../store/actions.js';

/** Of the lines below; a newer program's lines are told of and passed over. Form 1 held sentences: `old-record.ts` reads it. */
export const recordVersion = 2;

/** The first form that holds facts. */
export const factsVersion = 2;

/** Actions that a record holds: what happened, in the words of the store. */
export type RecordedAction = Extract<DataAction, {type:
	'session-opened' | 'connection-changed' | 'detail-changed' | 'analysis-opened' | 'turn-asked' | 'analysis-event' | 'lines-shown' | 'report-read' | 'redacted'
	| 'alert-started' | 'alert-ended' | 'timeline-noted' | 'view-noted';}>;

export type HeaderLine = {
	readonly v: number;
	readonly type: 'session';
	readonly id: string;
	readonly startedMs: number;
	/** Tells Lokis and tenants apart without naming them. */
	readonly lokiKey: string;
	/** Version of the program that wrote it. */
	readonly program: string;
};

export type ActionLine = {
	readonly v: number;
	readonly type: 'action';
	readonly atMs: number;
	readonly action: RecordedAction;
};

/** Where a string stands: the name of its field, and whether that is the name of a label. */
export type Place = {
	readonly name: string | undefined;
	readonly isLabel: boolean;
};

export type MapText = (text: string, place: Place) => string;

const nowhere: Place = {name: undefined, isLabel: false};

/** One line of a record; `map` sees every string of it. */
export const encodeLine = (line: HeaderLine | ActionLine, map: MapText): string => `${JSON.stringify(mapStrings(line, map))}\n`;

/** The same value with other strings. JSON has no maps: they travel as lists of pairs under `$map`. */
export function mapStrings(value: unknown, map: MapText, place = nowhere): unknown {
	if (typeof value === 'string') {
		return map(value, place);
	}

	if (typeof value !== 'object' || value === null) {
		return value;
	}

	if (Array.isArray(value)) {
		return value.map(entry => mapStrings(entry, map, place));
	}

	if (value instanceof Map) {
		return {$map: [...value].map(pair => mapStrings(pair, map))};
	}

	// A change of a label says its name beside the value: `{name: 'session_id', value: '9a8b...'}`.
	const named = 'name' in value && typeof value.name === 'string' ? value.name : undefined;
	const isLabels = place.name === 'labels';
	return Object.fromEntries(Object.entries(value).map(([name, entry]) => {
		const own = name === 'value' && named !== undefined ? {name: named, isLabel: true} : {name, isLabel: isLabels};
		return [name, mapStrings(entry, map, own)];
	}));
}

/** The same value with its maps back. */
export function reviveMaps(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) {
		return value;
	}

	if (Array.isArray(value)) {
		return value.map(entry => reviveMaps(entry));
	}

	const pairs: unknown = '$map' in value ? value.$map : undefined;
	return Array.isArray(pairs)
		? new Map(pairs.flatMap(pair => Array.isArray(pair) ? [[pair[0], reviveMaps(pair[1])] as const] : []))
		: Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, reviveMaps(entry)]));
}
