import type {
	LogEntry,
	LokiClient,
	Scope,
	TimeRange,
} from '../../loki/types.js';
import type {PatternMiner} from '../../patterns/types.js';
import type {Json} from '../evidence/evidence-json.js';
import type {EvidenceLine} from '../../facts/evidence.js';

/** What a tool knows of the conversation that it is used in. */
export type ToolContext = {
	readonly scope: Scope;
	readonly nowMs: number;
	/** The window that the evidence is about. */
	readonly window: TimeRange;
	/** `HH:MM` as the engineer reads clocks. */
	readonly clock: (timeMs: number) => string;
	/** Puts the real values back for what the model calls `<EMAIL_1>`: Loki knows nothing of placeholders. */
	readonly restore: (text: string) => string;
	/** Redacts a value under the name that it has: `session_id` decides what `9a8b...` is. */
	readonly redactValue: (name: string, value: string) => string;
	readonly createMiner: () => PatternMiner;
	/** A line that was shown before, by its id. */
	readonly shownLine: (id: string) => ShownLine | undefined;
};

export type ShownLine = {
	readonly line: EvidenceLine;
	/** As Loki gave it; undefined for a line of the first turn, which is to be found again by time and text. */
	readonly entry: LogEntry | undefined;
};

/** Lines that a call will make Loki read; for the estimate of its cost. */
export type Scan = {
	readonly selector: string;
	readonly range: TimeRange;
	/** How often they are read. */
	readonly passes: number;
};

/** Gives a line the id by which it is cited. */
export type CiteLine = (entry: LogEntry) => string;

/** What a tool found, whole and as it came: redacting, numbering and cutting come after. */
export type ToolAnswer = {
	/** What was asked, as it was understood, with absolute times. */
	readonly head: Readonly<Record<string, Json>>;
	/** How many rows `arrange` can show. */
	readonly rows: number;
	/** How many there are in all; undefined where nobody counted. */
	readonly total: number | undefined;
	/** `lines`, `patterns`, for the summary. */
	readonly unit: string;
	/** The `count` most telling rows, in the order in which they are read. */
	readonly arrange: (count: number, cite: CiteLine) => Readonly<Record<string, Json>>;
};

/** A call whose arguments were understood. */
export type CallPlan = {
	/** The arguments without what makes no difference: the same question has the same key. */
	readonly key: Json;
	/** The arguments in one short line for a person. */
	readonly line: string;
	readonly scans: readonly Scan[];
	/** Throws what the client throws. */
	readonly run: (client: LokiClient, signal: AbortSignal) => Promise<ToolAnswer>;
};

/** As the Messages API takes it. */
export type ToolDefinition = {
	readonly name: string;
	readonly description: string;
	readonly input_schema: {readonly type: 'object'; readonly [key: string]: unknown};
};

export type Tool = {
	readonly definition: ToolDefinition;
	/** Throws ToolRefusal, ToolInputError or LokiQueryError for arguments that cannot be used. */
	readonly plan: (input: unknown, context: ToolContext) => CallPlan;
};
