type Json = Readonly<Record<string, unknown>>;

type Sample = readonly [time: number, value: string];

type Series = {readonly metric: Readonly<Record<string, string>>; readonly values?: readonly Sample[]; readonly value?: Sample};

type LogStream = {readonly stream: Readonly<Record<string, string>>; readonly values: ReadonlyArray<readonly unknown[]>};

const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

const labelText = (labels: Readonly<Record<string, string>>): string => JSON.stringify(Object.entries(labels).toSorted(byName));

const rounded = (value: string): string => (Number.isFinite(Number(value)) ? Number(value).toPrecision(12) : value);

const seriesText = ({metric, values, value}: Series): string =>
	`${labelText(metric)} ${(values ?? [value!]).map(([time, sample]) => `${time}=${rounded(sample)}`).join(' ')}`;

const sortedLines = (lines: readonly string[]): string => [...lines].toSorted().join('\n');

const dataMeaning = (path: string, data: Json | readonly unknown[]): string => {
	if (Array.isArray(data)) {
		const lines = path.endsWith('/series') ? data.map(labels => labelText(labels as Record<string, string>)) : data.map(item => JSON.stringify(item));
		return sortedLines(lines);
	}

	const {resultType, result} = data as {resultType?: string; result?: readonly unknown[]};
	if (resultType === 'streams') {
		return `streams\n${sortedLines((result as LogStream[]).flatMap(({stream, values}) => values.map(value => `${labelText(stream)} ${JSON.stringify(value)}`)))}`;
	}

	return resultType === 'matrix' || resultType === 'vector'
		? `${resultType}\n${sortedLines((result as Series[]).map(series => seriesText(series)))}`
		: JSON.stringify(data);
};

/** What an answer says, without what Loki leaves open: the order of streams and series, statistics, sizes of samples. */
export const meaningOf = (path: string, body: string): string => {
	let json: Json;
	try {
		json = JSON.parse(body) as Json;
	} catch {
		return body.trim();
	}

	if (Array.isArray(json.fields)) {
		const fields = json.fields as ReadonlyArray<{label: string; type: string; parsers: readonly string[]}>;
		return sortedLines(fields.map(({label, type, parsers}) => `${label} ${type} ${JSON.stringify(parsers)}`));
	}

	return 'data' in json && typeof json.data === 'object' ? dataMeaning(path, json.data as Json) : JSON.stringify(json);
};
