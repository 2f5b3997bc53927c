import type {DataAction} from '../../store/actions.js';
import type {AnyScreen, RestorableView} from '../../store/view-state.js';

/** Of the lines below; a newer program's lines are skipped, and reported as such. Form 1 held sentences: `old-record.ts` reads it. */
export const recordVersion = 2;

/** The first form that holds facts. */
export const factsVersion = 2;

/** Facts that a record holds: what happened, in the words of the store. */
export type RecordedFact = Extract<DataAction, {type:
	'session-opened' | 'connection-changed' | 'detail-changed' | 'analysis-opened' | 'turn-asked' | 'analysis-event' | 'lines-shown' | 'report-read' | 'redacted'
	| 'incidents-named' | 'alert-started' | 'alert-ended' | 'timeline-noted';}>;

/** What a record holds: facts, and now and then where somebody is on the screen. */
export type RecordedAction<Screen extends AnyScreen = AnyScreen> = RecordedFact | {readonly type: 'view-noted'; readonly view: RestorableView<Screen>};

export type HeaderLine = {
	readonly v: number;
	readonly type: 'session';
	readonly id: string;
	readonly startedMs: number;
	/** Tells Lokis and tenants apart without naming them. */
	readonly lokiKey: string;
	/** Version of the program that wrote it. */
	readonly program: string;
	/** Somebody looked at an earlier time: nothing to go on with. */
	readonly isLookBack?: boolean;
};

export type ActionLine = {
	readonly v: number;
	readonly type: 'action';
	readonly atMs: number;
	readonly action: RecordedAction;
};

/** The last line of a session that somebody has left, as against one that was dropped. */
export type EndLine = {
	readonly v: number;
	readonly type: 'end';
	readonly atMs: number;
};

/** Where a string stands: the name of its field, and whether that is the name of a label. */
export type Place = {
	readonly name: string | undefined;
	readonly isLabel: boolean;
};

export type MapText = ((text: string, place: Place) => string) & {
	/** The same for lines of a stream in the order of time: what one of them is, those around it may tell. */
	readonly lines?: (lines: readonly RecordedText[]) => readonly string[];
};

/** An entry of a list of log lines. */
export type RecordedText = {readonly line: string};

const nowhere: Place = {name: undefined, isLabel: false};

/** One line of a record; `map` sees every string of it. */
export const encodeLine = (line: HeaderLine | ActionLine | EndLine, map: MapText): string => `${JSON.stringify(mapStrings(line, map))}\n`;

/** The same value with other strings. JSON has no maps: they travel as lists of pairs under `$map`. */
export function mapStrings(value: unknown, map: MapText, place = nowhere): unknown {
	if (typeof value === 'string') {
		return map(value, place);
	}

	if (typeof value !== 'object' || value === null) {
		return value;
	}

	if (Array.isArray(value)) {
		return mapLines(value, map, place) ?? value.map(entry => mapStrings(entry, map, place));
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

const isLine = (entry: unknown): entry is RecordedText => typeof entry === 'object' && entry !== null && 'line' in entry && typeof entry.line === 'string';

/** A list of log lines, their texts made safe together; undefined for any other list. */
const mapLines = (entries: readonly unknown[], map: MapText, place: Place): readonly unknown[] | undefined => {
	const lines = entries.filter(entry => isLine(entry));
	if (!map.lines || lines.length === 0 || lines.length < entries.length) {
		return undefined;
	}

	const texts = map.lines(lines);
	// The text of a line is safe already: it is not gone through once more.
	return lines.map((entry, index) => ({...mapStrings({...entry, line: ''}, map, place) as Readonly<Record<string, unknown>>, line: texts[index]}));
};

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
