import type {LogEntry} from '../loki/types.js';

/** A line as far as it must be known to be found again. */
export type AroundLine = Pick<LogEntry, 'timeMs' | 'line' | 'labels'> & {readonly timeNs?: string};

/** The screens of the program. The last one of the stack is what is seen. */
export type Screen =
	| {readonly type: 'overview'}
	| {readonly type: 'service'; readonly service: string; readonly pane: ServicePane; readonly selectedPattern: number}
	/** `around` is a line whose neighbours in its stream are shown. */
	| {readonly type: 'lines'; readonly service: string; readonly template: string | undefined; readonly around?: AroundLine; readonly selected: number}
	/** `citation` is the number of the one under the cursor; `areToolsOpen` shows what the model's calls gave. */
	| {readonly type: 'analysis'; readonly service: string; readonly scroll: Scroll; readonly citation?: number | undefined; readonly areToolsOpen?: boolean}
	/** `lacksKey` says that nothing can be sent: there is no key for Claude. */
	| {readonly type: 'preview'; readonly service: string; readonly destination: 'slack' | 'claude'; readonly lines: readonly string[]; readonly lacksKey?: boolean; readonly scroll: Scroll}
	| {readonly type: 'alert'; readonly service: string; readonly alertId: string; readonly scroll: Scroll}
	| {readonly type: 'incidents'; readonly selected: number}
	/** One incident of this session (`session` undefined) or of an earlier one. */
	| {readonly type: 'incident'; readonly session: string | undefined; readonly id: string; readonly scroll: Scroll};

export type ScreenType = Screen['type'];

export type ServicePane = 'patterns' | 'changes';

/** Rows scrolled up from the end (`end`), which follows what streams in, or down from the top. */
export type Scroll = {
	readonly from: 'top' | 'end';
	readonly rows: number;
};

export type Order = 'abnormal' | 'name' | 'errors' | 'share' | 'lines';

export const orders: readonly Order[] = ['abnormal', 'errors', 'share', 'lines', 'name'];

/** Minutes of the time ranges behind the keys 1 to 6. */
export const rangeMinutes: readonly number[] = [15, 60, 180, 360, 720, 1440];

/** A line of text that is being typed. While there is one, only editing keys work. */
export type TextField = {
	readonly purpose: 'filter' | 'question';
	readonly text: string;
	/** Position in UTF-16 units, never inside a surrogate pair. */
	readonly cursor: number;
};

export type View = {
	readonly screens: readonly Screen[];
	readonly isHelpOpen: boolean;
	/** The first row of the help page that is shown. */
	readonly helpRow: number;
	readonly field: TextField | undefined;
	/** The service under the cursor of the overview; the first row where undefined or not shown. */
	readonly selectedService: string | undefined;
	readonly filter: string;
	readonly order: Order;
	readonly rangeIndex: number;
	readonly isPaused: boolean;
	/** Templates by service that somebody has seen enough of: last in the list, and left out of the log lines. */
	readonly excluded: ReadonlyMap<string, readonly string[]>;
};

export const initialView: View = {
	screens: [{type: 'overview'}],
	isHelpOpen: false,
	helpRow: 0,
	field: undefined,
	selectedService: undefined,
	filter: '',
	order: 'abnormal',
	rangeIndex: 1,
	isPaused: false,
	excluded: new Map(),
};

export const currentScreen = (view: View): Screen => view.screens.at(-1) ?? {type: 'overview'};

/** The service that keys act on: the screen's own, or the one under the overview's cursor. */
export function screenService(screen: Screen): string | undefined {
	return 'service' in screen ? screen.service : undefined;
}
