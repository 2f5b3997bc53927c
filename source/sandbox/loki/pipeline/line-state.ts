import {labelSet, type Label, type LabelSet} from '../labels.js';

export const errorLabel = '__error__';
export const errorDetailsLabel = '__error_details__';
export const preserveErrorLabel = '__preserve_error__';

const duplicateSuffix = '_extracted';

/** Which labels the parsers may leave out, since the query does not look at them. */
export type ParserHints = {
	/** No label at all is looked at: the parsers do nothing. */
	readonly isIdle: boolean;
	/** The only labels that are looked at; undefined for all. */
	readonly required?: ReadonlySet<string>;
};

const allLabels: ParserHints = {isIdle: false};

/**
A line on its way through a pipeline: its text, and its labels by where they come from.
One instance serves many lines.
*/
export class LineState {
	readonly #deleted = new Set<string>();
	#stream: ReadonlyMap<string, string> = new Map();
	#missing = 0;
	line = '';
	timeMs = 0;
	subNs = 0;
	error = '';
	errorDetails = '';
	readonly metadata = new Map<string, string>();
	readonly parsed = new Map<string, string>();

	constructor(readonly hints: ParserHints = allLabels) {}

	/** Begins with the next line. */
	reset(line: string, stream: ReadonlyMap<string, string>): void {
		this.line = line;
		if (!this.isUntouched) {
			this.parsed.clear();
			this.#deleted.clear();
		}

		this.metadata.clear();
		this.error = '';
		this.errorDetails = '';
		this.#stream = stream;
		this.#missing = this.hints.required?.size ?? 0;
	}

	/** Structured metadata gives way to a label of the stream that has its name. */
	addMetadata(name: string, value: string): void {
		if (name === errorLabel) {
			this.error = value;
		} else {
			this.metadata.set(this.#stream.has(name) ? name + duplicateSuffix : name, value);
		}
	}

	get(name: string): string | undefined {
		const added = this.metadata.get(name) ?? this.parsed.get(name);
		if (added !== undefined) {
			return added;
		}

		return this.#deleted.has(name) ? undefined : this.#stream.get(name);
	}

	/** As get, with the labels that tell of errors; empty where there is none. */
	valueOf(name: string): string {
		if (name === errorLabel) {
			return this.error;
		}

		return name === errorDetailsLabel ? this.errorDetails : (this.get(name) ?? '');
	}

	/** Sets a label over all others of its name. */
	set(name: string, value: string): void {
		this.metadata.delete(name);
		if (!this.parsed.has(name) && this.hints.required?.has(name)) {
			this.#missing--;
		}

		this.parsed.set(name, value);
	}

	/** Sets a label that a parser found. The first parser that finds a name keeps it. */
	extract(name: string, value: string): void {
		const free = this.freeName(name);
		if (!this.parsed.has(free) && (this.hints.required?.has(free) ?? true)) {
			this.set(free, value);
		}
	}

	/** The name that a parsed label gets beside the labels that are there. */
	freeName(name: string): string {
		return this.#stream.has(name) || this.metadata.has(name) ? name + duplicateSuffix : name;
	}

	delete(name: string): void {
		this.metadata.delete(name);
		this.parsed.delete(name);
		this.#deleted.add(name);
	}

	/** Whether parsers have nothing left to find. */
	get isComplete(): boolean {
		return this.hints.isIdle || (this.hints.required !== undefined && this.#missing <= 0);
	}

	fail(error: string, details = ''): void {
		this.error = error;
		if (details !== '') {
			this.errorDetails = details;
		}

		if (this.hints.required?.has(errorLabel)) {
			this.parsed.set(preserveErrorLabel, 'true');
		}
	}

	/** Whether the labels are still those of the stream and its metadata. */
	get isUntouched(): boolean {
		return this.parsed.size === 0 && this.#deleted.size === 0 && this.error === '' && this.errorDetails === '';
	}

	streamLabels(): Label[] {
		const labels: Label[] = [];
		for (const label of this.#stream) {
			if (!this.#deleted.has(label[0]) && !this.metadata.has(label[0]) && !this.parsed.has(label[0])) {
				labels.push(label);
			}
		}

		return labels;
	}

	parsedLabels(): Label[] {
		const labels: Label[] = [...this.parsed];
		if (this.error !== '') {
			labels.push([errorLabel, this.error]);
		}

		if (this.errorDetails !== '') {
			labels.push([errorDetailsLabel, this.errorDetails]);
		}

		return labels;
	}

	allLabels(): Label[] {
		return [...this.streamLabels(), ...this.metadata, ...this.parsedLabels()];
	}

	labels(): LabelSet {
		return labelSet(this.allLabels());
	}
}

/** A step of a pipeline. It tells whether the line stays. */
export type Step = (state: LineState) => boolean;
