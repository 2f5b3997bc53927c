import type {MetricSeries} from '../loki/types.js';
import type {Trouble} from './state.js';
import type {AskedQuery} from './view-state.js';

/** What can stand at the cursor of the query that is typed. */
export type Choice = {
	/** In the list. */
	readonly shown: string;
	/** In the query. */
	readonly text: string;
};

export type Choices = {
	/** The text, and the place in it, that they are for; the prompt may have moved on. */
	readonly text: string;
	readonly cursor: number;
	/** What a choice is put into, and in whose place there. */
	readonly base: {readonly text: string; readonly from: number; readonly to: number};
	readonly items: readonly Choice[];
	/** How many there are, where not all are listed. */
	readonly total: number;
	/** The one that stands in the text, where several can and somebody goes through them. */
	readonly taken: number | undefined;
	/** What is on its way, or why it is not here; empty where all is. */
	readonly note: string;
};

/** Why a query cannot be asked as it was typed. */
export type QueryFault = {
	readonly text: string;
	readonly why: string;
	/** Where in the text, in UTF-16 units; undefined where it is about all of it. */
	readonly at: number | undefined;
};

/** What is known of the query that is typed. */
export type QueryPrompt = {
	readonly choices: Choices | undefined;
	readonly fault: QueryFault | undefined;
};

export const emptyPrompt: QueryPrompt = {choices: undefined, fault: undefined};

/** What Loki answered to a query that asks for numbers. */
export type QueryAnswer = {
	readonly status: 'loading' | 'ready' | 'failed';
	/** Numbers over the time that was asked, or at its end. */
	readonly form: 'over-time' | 'moment';
	readonly startMs: number;
	readonly endMs: number;
	readonly stepMs: number;
	/** Those that are held: the largest first, or in the order that the query asks for. */
	readonly series: readonly MetricSeries[];
	/** How many there are. */
	readonly total: number;
	/** What Loki says is wrong with its answer. */
	readonly warnings: readonly string[];
	/** It may be of streams that are not watched. */
	readonly isBeyond: boolean;
	/** When it was answered. */
	readonly readMs: number;
	readonly trouble: Trouble | undefined;
};

/** One answer for each query and its time. */
export const answerKey = ({text, rangeMs, endMs}: AskedQuery): string => JSON.stringify([text, rangeMs, endMs]);
