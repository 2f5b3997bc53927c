import type {MapText} from './record-line.js';

/** What makes texts safe to keep; it comes from the investigation, which hides the same values from the model. */
export type Hiding = {
	readonly redact: (text: string) => string;
	/** A label's value is judged together with its name. */
	readonly redactLabel: (name: string, value: string) => string;
	/** Replaces the values that were hidden before, wherever they stand. */
	readonly hideKnown: (text: string) => string;
};

/** Names of this program's own; what stands under them is no text. */
const structural: ReadonlySet<string> = new Set(['type', 'status', 'state', 'kind', 'severity', 'source', 'id', 'patternId', 'fingerprint', 'alertId', 'lokiKey', 'pane', 'order', 'errorSource']);

/** Words of a model or of whoever asks it: either may repeat a real value without the words around it that tell a secret. */
const ofModel: ReadonlySet<string> = new Set(['text', 'headline', 'slackLine', 'preview', 'question', 'riskReason']);

/** Every string of a record goes through this. */
export const createSafeText = ({redact, redactLabel, hideKnown}: Hiding): MapText => (text, {name, isLabel}) => {
	if (name === undefined || isLabel) {
		return name === undefined ? redact(text) : redactLabel(name, text);
	}

	if (structural.has(name)) {
		return text;
	}

	return ofModel.has(name) ? hideKnown(redact(text)) : redact(text);
};
