import type {AnalysisTrouble, AnalysisUsage, BudgetUse} from '../facts/analysis.js';
import type {Evidence, EvidenceLine} from '../facts/evidence.js';
import type {Verdict} from '../facts/verdict.js';

/** A tool that the model called, and what came of it. */
export type ToolCall = {
	readonly id: string;
	readonly name: string;
	/** One short line for a person. */
	readonly arguments: string;
	readonly state: 'running' | 'ok' | 'refused' | 'failed';
	/** `37 of 1,204 lines`; empty while it runs. */
	readonly summary: string;
	readonly durationMs: number;
	readonly bytes: number;
	/** What the model was given, redacted. */
	readonly result: string;
};

export type Turn = {
	readonly question: string | undefined;
	readonly text: string;
	/** In the order in which they were called. */
	readonly tools: readonly ToolCall[];
	/** What the model says it is doing before it answers. */
	readonly thinking: string;
	readonly status: 'waiting' | 'streaming' | 'ended' | 'failed' | 'stopped';
	readonly startedMs: number;
	readonly endedMs: number | undefined;
	readonly trouble: AnalysisTrouble | undefined;
	readonly retryAtMs: number | undefined;
	/** The lines that stood before the model when it answered: what this answer may cite. Undefined until its request is sent. */
	readonly shownLines?: readonly EvidenceLine[];
};

/** The parts of an answer that other screens use. */
export type AnalysisReport = {
	readonly headline: string | undefined;
	readonly command: {readonly text: string} | undefined;
	readonly slackLine: string | undefined;
};

export type Analysis = {
	readonly service: string;
	readonly source: 'claude' | 'scripted' | 'rules';
	readonly model: string;
	readonly startedMs: number;
	readonly evidence: Evidence;
	readonly verdict: Verdict;
	/** The lines that stand before the model now, in the evidence and by tools: what the next answer may cite. */
	readonly shownLines: readonly EvidenceLine[];
	readonly turns: readonly Turn[];
	/** Cut out of the newest answer that has these parts. */
	readonly report: AnalysisReport | undefined;
	readonly usage: AnalysisUsage;
	/** Of the newest question; undefined where no tools are used. */
	readonly budget: BudgetUse | undefined;
	readonly redactedCount: number;
};
