import {hourMs, minuteMs} from '../../detect/minute.js';
import {
	isErrorLevel,
	levelLabelOf,
	errorLinePattern,
} from '../logql/logql.js';
import {namespaceLabels, withNamespaces} from '../logql/namespaces.js';
import type {LokiClient, Scope} from '../types.js';

/** So much of the past is counted. */
const countedMs = 15 * minuteMs;

/** What the streams of one namespace wrote, a minute. */
export type NamespaceRates = {
	readonly name: string;
	readonly linesPerMinute: number;
	readonly errorsPerMinute: number;
};

export type Namespaces = {
	/** The label that names them. */
	readonly label: string;
	readonly rates: readonly NamespaceRates[];
};

export type ReadNamespacesOptions = {
	readonly client: LokiClient;
	/** What is watched: its selector without its namespaces says of which streams. */
	readonly scope: Scope;
	readonly nowMs: number;
	readonly signal: AbortSignal;
};

/** The namespaces whose streams wrote something in the last 15 minutes, those with most errors first; undefined where no label names namespaces. Throws what the client throws. */
export async function readNamespaces({client, scope, nowMs, signal}: ReadNamespacesOptions): Promise<Namespaces | undefined> {
	const labels = await client.labels({startMs: nowMs - hourMs, endMs: nowMs}, {signal});
	const label = namespaceLabels.find(name => labels.includes(name));
	if (label === undefined) {
		return undefined;
	}

	const {capabilities} = scope;
	const selector = withNamespaces(scope.selector, label, []);
	const levelLabel = levelLabelOf(capabilities);
	const range = `[${countedMs / minuteMs}m]`;
	const [lines, errors] = await Promise.all([
		client.queryInstant({query: `sum by (${[label, ...levelLabel === undefined ? [] : [levelLabel]].join(', ')}) (count_over_time(${selector} ${range}))`, timeMs: nowMs}, {signal}),
		levelLabel === undefined ? client.queryInstant({query: `sum by (${label}) (count_over_time(${selector} |~ \`${errorLinePattern}\` ${range}))`, timeMs: nowMs}, {signal}) : undefined,
	]);
	const counts = new Map<string, {lines: number; errors: number}>();
	const add = (name: string | undefined, kind: 'lines' | 'errors', value: number): void => {
		if (!(name !== undefined && name !== '' && Number.isFinite(value))) {
			return;
		}

		const known = counts.get(name) ?? {lines: 0, errors: 0};
		known[kind] += value;
		counts.set(name, known);
	};

	for (const {labels: of, samples} of lines.series) {
		const value = samples.at(-1)?.[1] ?? 0;
		add(of[label], 'lines', value);
		if (levelLabel !== undefined && isErrorLevel(of[levelLabel] ?? '')) {
			add(of[label], 'errors', value);
		}
	}

	for (const {labels: of, samples} of errors?.series ?? []) {
		add(of[label], 'errors', samples.at(-1)?.[1] ?? 0);
	}

	const minutes = countedMs / minuteMs;
	const rates = [...counts].map(([name, {lines: lineCount, errors: errorCount}]) => ({name, linesPerMinute: lineCount / minutes, errorsPerMinute: errorCount / minutes}));
	return {label, rates: rates.toSorted((a, b) => b.errorsPerMinute - a.errorsPerMinute || a.name.localeCompare(b.name))};
}
