import {
	isFields,
	listOf,
	numberOf,
	parseJson,
	textOf,
	textOrNone,
	textsOf,
} from './fields.js';

export type SeenLine = {
	readonly id: string;
	readonly time: string;
	readonly level: string;
	readonly text: string;
	readonly labels: Readonly<Record<string, string>>;
	/** Where it is another one than the evidence's. */
	readonly service?: string | undefined;
};

export type SeenPattern = {
	readonly template: string;
	readonly level: string;
	readonly share: number;
	readonly shareBefore: number | undefined;
	readonly isNew: boolean;
};

export type SeenAnomaly = {
	readonly kind: string;
	readonly severity: string;
	readonly since: string;
	readonly observedPerMinute: number | undefined;
	readonly expectedPerMinute: number | undefined;
	readonly factor: number | undefined;
	readonly pattern: string | undefined;
	readonly sentence: string;
};

export type SeenChange = {
	readonly name: string;
	readonly value: string;
	readonly share: number;
	readonly shareBefore: number;
};

export type SeenOnset = {
	readonly service: string;
	readonly since: string;
	readonly afterFirstSeconds: number;
};

/** What a first turn says, as far as it can be read. Nothing in here was not in the request. */
export type SeenEvidence = {
	readonly service: string;
	readonly namespace: string | undefined;
	readonly selector: string | undefined;
	/** ISO times; undefined where the evidence has none that can be read. */
	readonly window: {readonly from: string; readonly to: string} | undefined;
	readonly totalLines: number | undefined;
	readonly totalErrors: number | undefined;
	readonly sample: string;
	/** What the first turn had no room for; empty where it says nothing of it. */
	readonly leftOut: string;
	readonly anomalies: readonly SeenAnomaly[];
	readonly onsets: readonly SeenOnset[];
	readonly changes: readonly SeenChange[];
	readonly patterns: readonly SeenPattern[];
	readonly lines: readonly SeenLine[];
};

const unnamedService = 'the service';
/** Names of services, pods and namespaces as Kubernetes has them: all that may get into a command. */
const plainName = /^[\da-z](?:[\d\-.a-z]{0,251}[\da-z])?$/;

export const isPlainName = (text: string | undefined): text is string => text !== undefined && plainName.test(text);

/** The JSON between the evidence marks; an empty object where there is none. */
const blockOf = (text: string): Readonly<Record<string, unknown>> => {
	const value = parseJson(/<evidence>([\s\S]*?)<\/evidence>/.exec(text)?.[1] ?? '{}');
	return isFields(value) ? value : {};
};

const windowOf = (value: unknown): SeenEvidence['window'] => {
	const {from, to} = textsOf(value);
	return from !== undefined && to !== undefined && Date.parse(from) < Date.parse(to) ? {from, to} : undefined;
};

/** Lines that stand in the text by themselves, for a request in another form: `L12 the line`. */
const looseLines = (text: string): readonly SeenLine[] => {
	const lines: SeenLine[] = [];
	for (const [, id, line] of text.matchAll(/^\W{0,4}(L\d{1,4})\W{1,4}(\S.*)$/gm)) {
		if (id !== undefined && line !== undefined) {
			lines.push({
				id, time: '', level: '', text: line, labels: {},
			});
		}
	}

	return lines;
};

/** Reads the evidence that a conversation's user turns carry. */
export const readEvidence = (text: string): SeenEvidence => {
	const fields = blockOf(text);
	const counts = isFields(fields.counted_by_loki) ? fields.counted_by_loki : {};
	const lines = listOf(fields.lines).map(line => ({
		id: textOf(line.id),
		time: textOf(line.time),
		level: textOf(line.level),
		text: textOf(line.text),
		labels: textsOf(line.labels),
		service: textOrNone(line.service),
	}));
	return {
		service: textOrNone(fields.service) ?? /\bservice[\s"':=]+([\da-z][\w\-.]{0,60})/i.exec(text)?.[1] ?? unnamedService,
		namespace: /\bnamespace\s*=\s*"([^"]+)"/.exec(textOf(fields.selector))?.[1],
		selector: textOrNone(fields.selector),
		window: windowOf(fields.window),
		totalLines: numberOf(counts.lines),
		totalErrors: numberOf(counts.errors),
		sample: textOf(fields.sample),
		leftOut: textOf(fields.left_out),
		anomalies: listOf(fields.anomalies).map(anomaly => ({
			kind: textOf(anomaly.kind),
			severity: textOf(anomaly.severity),
			since: textOf(anomaly.since),
			observedPerMinute: numberOf(anomaly.observed_per_minute),
			expectedPerMinute: numberOf(anomaly.expected_per_minute),
			factor: numberOf(anomaly.factor),
			pattern: textOrNone(anomaly.pattern),
			sentence: textOf(anomaly.sentence),
		})),
		onsets: listOf(fields.started).map(onset => ({
			service: textOf(onset.service), since: textOf(onset.since), afterFirstSeconds: numberOf(onset.after_first_seconds) ?? 0,
		})),
		changes: listOf(fields.changed).map(change => ({
			name: textOf(change.name), value: textOf(change.value), share: numberOf(change.share) ?? 0, shareBefore: numberOf(change.share_before) ?? 0,
		})),
		patterns: listOf(fields.patterns).map(pattern => ({
			template: textOf(pattern.template),
			level: textOf(pattern.level),
			share: numberOf(pattern.share) ?? 0,
			shareBefore: numberOf(pattern.share_before),
			isNew: pattern.new === true,
		})),
		lines: lines.length > 0 ? lines : looseLines(text),
	};
};
