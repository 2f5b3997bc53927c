import type {MapText, Place, RecordedText} from './record-line.js';

/** What makes texts safe to keep; it comes from the investigation, which hides the same values from the model. */
export type Hiding = {
	readonly redact: (text: string) => string;
	/** Lines of a stream, in the order of time. */
	readonly redactLines: (lines: readonly string[]) => readonly string[];
	/** A label's value is judged together with its name. */
	readonly redactLabel: (name: string, value: string) => string;
	/** Redacts, and replaces the values that were hidden before, wherever they stand. */
	readonly hideKnown: (text: string) => string;
};

/** Names of this program's own; what stands under them is no text. */
const structural: ReadonlySet<string> = new Set(['type', 'status', 'state', 'kind', 'severity', 'source', 'id', 'patternId', 'fingerprint', 'alertId', 'lokiKey', 'pane', 'order', 'errorSource']);

/** Words of a model or of whoever asks it: either may repeat a real value without the words around it that tell a secret. */
const ofModel: ReadonlySet<string> = new Set(['text', 'headline', 'slackLine', 'cause', 'command', 'written', 'question']);

/** Every string of a record goes through this. */
export const createSafeText = (hiding: Hiding): MapText => Object.assign(safeText(hiding), {lines: safeLines(hiding)});

const safeText = ({redact, redactLabel, hideKnown}: Hiding) => (text: string, {name, isLabel}: Place): string => {
	if (name === undefined || isLabel) {
		return name === undefined ? redact(text) : redactLabel(name, text);
	}

	if (structural.has(name)) {
		return text;
	}

	return ofModel.has(name) ? hideKnown(text) : redact(text);
};

/** The same lines are recorded again with each thing that a tool has shown: those that are known cost nothing more. */
const safeLines = ({redactLines}: Hiding): NonNullable<MapText['lines']> => {
	const known = new WeakMap<RecordedText, string>();
	return lines => {
		const added = lines.filter(line => !known.has(line));
		for (const [index, text] of redactLines(added.map(({line}) => line)).entries()) {
			known.set(added[index]!, text);
		}

		return lines.map(line => known.get(line)!);
	};
};
