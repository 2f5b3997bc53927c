import type {LogEntry} from '../loki/types.js';
import type {LineField} from '../patterns/line-fields.js';

/** A line as far as it must be known to be found again. */
export type AroundLine = Pick<LogEntry, 'timeMs' | 'line' | 'labels'> & {readonly timeNs?: string};

/** Keeps lines that have a field or label with its value, or words, or what a regular expression finds, or leaves them out. */
export type FieldFilter = Omit<LineField, 'from'> & {readonly from: LineField['from'] | 'words' | 'regex'; readonly isNot: boolean};

/** A LogQL query that somebody asks, and of which time. */
export type AskedQuery = {
	readonly text: string;
	/** How long that time is, in milliseconds. */
	readonly rangeMs: number;
	/** Where it ends; now, whenever it is asked, where not given. */
	readonly endMs?: number | undefined;
};

/** Which lines a view is of: those of a service, or only those of one of its patterns, or only those around a line; or those of several services, of one request, or of a query. */
export type LinesSource = {
	/** Empty where a query names none, or several. */
	readonly service: string;
	readonly template?: string | undefined;
	/** A line whose neighbours in its stream are shown. */
	readonly around?: AroundLine | undefined;
	/** Those of one timeline, where there are several. */
	readonly services?: readonly string[] | undefined;
	/** A trace or request whose lines, in all that is watched, are shown, and the moment around which they are looked for. */
	readonly trace?: {readonly id: string; readonly timeMs: number} | undefined;
	/** A query whose lines they are; with a line to look around, the one in whose streams that line was found. */
	readonly query?: AskedQuery | undefined;
	/** What of them is kept, and left out. */
	readonly filters?: readonly FieldFilter[] | undefined;
};

/** The least level of the lines that are shown, where not all are; quietest first. */
export const leastLevels = ['debug', 'info', 'warn', 'error'] as const;

export type LeastLevel = (typeof leastLevels)[number];

/** A screen as the store knows it: one of a stack. What else is kept of it, and what is drawn, is the business of whoever shows it. */
export type AnyScreen = {readonly type: string};

export type Order = 'abnormal' | 'name' | 'errors' | 'share' | 'lines';

export const orders: readonly Order[] = ['abnormal', 'errors', 'share', 'lines', 'name'];

/** Minutes of the time ranges behind the keys 1 to 6. */
export const rangeMinutes: readonly number[] = [15, 60, 180, 360, 720, 1440];

/** Minutes of the range that is chosen. */
export const shownMinutes = ({rangeIndex}: Pick<View<never>, 'rangeIndex'>): number => rangeMinutes[rangeIndex] ?? 60;

/** A line of text that is being typed. While there is one, only editing keys work. */
export type TextField = {
	/** Which of the fields of the screen that is seen. */
	readonly purpose: string;
	readonly text: string;
	/** Position in UTF-16 units, never inside a surrogate pair. */
	readonly cursor: number;
	/** How far back in what was sent before, and what was typed before going there. */
	readonly recalled?: {readonly back: number; readonly draft: string} | undefined;
	/** A search in what was sent before, while there is one. */
	readonly sought?: SoughtText | undefined;
};

/** What is searched for in what was sent before, how far back the text that has it is, and what was typed before the search. */
export type SoughtText = {
	readonly words: string;
	/** 0 before anything was found. */
	readonly back: number;
	/** Whether the text that is shown has the words; else none further back has them. */
	readonly isFound: boolean;
	readonly draft: string;
};

/** What somebody looks at, and how; `Screen` is the union of the screens that there are. */
export type View<Screen extends AnyScreen = AnyScreen> = {
	/** The last one is seen; none where nothing is shown at all, as in a check. */
	readonly screens: readonly Screen[];
	readonly isHelpOpen: boolean;
	/** The first row of the help page that is shown. */
	readonly helpRow: number;
	readonly field: TextField | undefined;
	/** What was cut out of a field last. */
	readonly killed: string;
	/** What was sent from fields, by purpose, oldest first. */
	readonly sent: ReadonlyMap<string, readonly string[]>;
	/** The service under the cursor of the overview, wherever its row moves; none before anything was judged. */
	readonly selectedService: string | undefined;
	readonly filter: string;
	readonly order: Order;
	readonly rangeIndex: number;
	readonly isPaused: boolean;
	/** Somebody waits for an incident to open, worsen or be over: then bell and title call. */
	readonly isWatched: boolean;
	/** Templates by service that somebody has hidden: last in the list, and filtered from the log lines. */
	readonly hiddenPatterns: ReadonlyMap<string, readonly string[]>;
};

export const initialView: View<never> = {
	screens: [],
	isHelpOpen: false,
	helpRow: 0,
	field: undefined,
	killed: '',
	sent: new Map(),
	selectedService: undefined,
	filter: '',
	order: 'abnormal',
	rangeIndex: 1,
	isPaused: false,
	isWatched: false,
	hiddenPatterns: new Map(),
};

/** What of a view outlives the program: what is typed, paused or explained is of the moment. */
export type RestorableView<Screen extends AnyScreen = AnyScreen> = Pick<View<Screen>, 'screens' | 'selectedService' | 'filter' | 'order' | 'rangeIndex' | 'hiddenPatterns'>;
