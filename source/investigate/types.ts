import type {AnalysisEvent} from '../facts/analysis.js';
import type {EvidenceLine} from '../facts/evidence.js';
import type {RestoreText} from '../terminal/restored-text.js';
import type {KnownValues} from './redaction/known-values.js';

/** One conversation with the model about one body of evidence. */
export type Conversation = {
	/** Asks the first questions, or a follow-up. One at a time. Ends with `ended` or `failed`, never throws; aborting ends it with `ended`. */
	readonly ask: (question: string | undefined, signal: AbortSignal) => AsyncIterable<AnalysisEvent>;
	/** What has been and would be sent, redacted, for the preview. */
	readonly preview: (question?: string) => string;
	/** The lines that the model was shown, in the evidence and by tools, as they really are: what it may cite. */
	readonly shownLines: () => readonly EvidenceLine[];
	/** How many values were replaced by placeholders so far. */
	readonly redactedCount: () => number;
};

/** Replaces secrets and personal data by stable placeholders (`<EMAIL_1>`). */
export type Redactor = {
	readonly redact: (text: string) => string;
	/** Redacts lines of one stream, in the order of time: a private key that is split over them is known by the lines around it. */
	readonly redactLines: (lines: readonly string[]) => readonly string[];
	/** The same, one line at a time: whoever has many can let others work in between. */
	readonly redactEach: (lines: readonly string[]) => Iterable<string>;
	readonly count: () => number;
};

/** A redactor that also knows its values where nothing around them tells a secret. */
export type TrackingRedactor = Redactor & {
	/** Redacts a text, and replaces in it every value that was replaced before, here or by one of the others, wherever it stands. Both at once: a value that overlaps another leaves no half of itself. */
	readonly hideKnown: (text: string, others?: ReadonlyArray<Pick<TrackingRedactor, 'known'>>) => string;
	/** The values that were replaced so far. */
	readonly known: KnownValues;
	/** Keeps the placeholders of a text, an earlier redactor's, from being given to other values. */
	readonly reserve: (text: string) => void;
};

/** A redactor with its key. Only the tools of a conversation have it, for what they ask Loki; nothing else leaves with a real value in it. */
export type RestoringRedactor = TrackingRedactor & {
	readonly restoreForLoki: (text: string) => string;
	/** The same for the screen, as what only the screen can read. */
	readonly restore: RestoreText;
};
