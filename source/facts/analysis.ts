/** The limits that can be used up. */
export type BudgetName = 'calls' | 'seconds' | 'resultBytes' | 'scanBytes' | 'inputTokens' | 'dollars';

export type Amount = {readonly used: number; readonly limit: number};

/** How much of each limit is used, for the screen. */
export type BudgetUse = Readonly<Record<BudgetName, Amount>> & {
	/** The limit because of which no more tools are run. */
	readonly spent: BudgetName | undefined;
};

/** Of the whole conversation so far. Input tokens include those read from the cache. */
export type AnalysisUsage = {
	readonly inputTokens: number;
	readonly outputTokens: number;
	readonly costDollars: number | undefined;
};

/** What a failed or unusual end of a stream means for the user. */
export type AnalysisTrouble = {
	readonly what: string;
	readonly why: string;
	readonly nextStep: string;
	readonly canRetry: boolean;
};

/** What happens while an answer streams. The text of a turn is all its `text` events joined; it stays whatever comes after. */
export type AnalysisEvent =
	| {readonly type: 'started'; readonly model: string}
	| {readonly type: 'thinking'; readonly text: string}
	| {readonly type: 'text'; readonly text: string}
	| {readonly type: 'usage'; readonly usage: AnalysisUsage}
	/** `arguments` is one short line for a person: `payment "HikariPool" 02:57-02:59`. */
	| {readonly type: 'tool-started'; readonly id: string; readonly name: string; readonly arguments: string}
	/** `summary` is `37 of 1,204 lines`; `result` is what the model was given, redacted. */
	| {readonly type: 'tool-ended'; readonly id: string; readonly state: 'ok' | 'refused' | 'failed'; readonly summary: string; readonly durationMs: number; readonly bytes: number; readonly result: string}
	| {readonly type: 'budget'; readonly budget: BudgetUse}
	| {readonly type: 'waiting'; readonly reason: string; readonly untilMs: number}
	| {readonly type: 'ended'; readonly stopReason: string; readonly trouble: AnalysisTrouble | undefined}
	| {readonly type: 'failed'; readonly trouble: AnalysisTrouble};
