import assert from 'node:assert/strict';
import {request as httpRequest} from 'node:http';
import {after, test} from 'node:test';
import {
	entry,
	get,
	lines,
	nowMs,
	range,
	refusal,
	startLoki,
} from './harness.js';

const loki = await startLoki({limits: {maxQueryLengthMs: 24 * 3_600_000}});
loki.push([
	entry(600, {namespace: 'prod', app: 'shop', pod: 'shop-1'}, '{"level":"info","took":"5ms","n":1,"ok":true,"size":"2KB","f":1.5,"who":"x"}'),
	entry(300, {namespace: 'prod', app: 'shop', pod: 'shop-2'}, '{"level":"error","took":"7ms","n":2,"ok":false,"size":"3KB","f":2.5,"who":"y"}'),
	entry(60, {namespace: 'dev', app: 'lab'}, 'level=info n=1'),
]);

after(async () => {
	await loki.close();
});

const window = {start: String((nowMs / 1000) - 3600), end: String(nowMs / 1000)};

const json = async (path: string, parameters: Readonly<Record<string, string>> = window): Promise<unknown> => {
	const {status, text} = await get(loki, path, parameters);
	assert.equal(status, 200, text);
	return JSON.parse(text);
};

test('lists labels, their values and series', async () => {
	assert.deepEqual(await json('/loki/api/v1/labels'), {status: 'success', data: ['app', 'namespace', 'pod', 'service_name']});
	assert.deepEqual(await json('/loki/api/v1/labels', {...window, query: '{namespace="dev"}'}), {status: 'success', data: ['app', 'namespace', 'service_name']});
	assert.deepEqual(await json('/loki/api/v1/label/app/values'), {status: 'success', data: ['lab', 'shop']});
	assert.deepEqual(await json('/loki/api/v1/label/app/values', {...window, query: '{namespace="prod"}'}), {status: 'success', data: ['shop']});
	assert.deepEqual(await json('/loki/api/v1/label/nope/values'), {status: 'success'});
	assert.deepEqual(await json('/loki/api/v1/label/app/values', {start: '1', end: '2'}), {status: 'success'});
	assert.deepEqual(await json('/loki/api/v1/series', {...window, 'match[]': '{app="lab"}'}), {status: 'success', data: [{app: 'lab', namespace: 'dev', service_name: 'lab'}]});
	assert.deepEqual(await json('/loki/api/v1/series', {...window, 'match[]': '{app="nope"}'}), {status: 'success', data: []});
});

test('takes a posted form as it takes the address', async () => {
	const response = await fetch(`${loki.url}/loki/api/v1/query_range`, {
		method: 'POST', body: new URLSearchParams({query: '{app="lab"}', ...window}),
	});
	const {data} = await response.json() as {data: {result: unknown[]}};
	assert.equal(data.result.length, 1);
});

test('reads moments as seconds, fractions of seconds, nanoseconds and RFC 3339', async () => {
	const moments = [String(nowMs / 1000), `${nowMs / 1000}.0`, `${nowMs}000000`, '2026-11-23T10:00:00Z', '2026-11-23T11:00:00.000000000+01:00'];
	for (const end of moments) {
		const {text} = await get(loki, '/loki/api/v1/query_range', {
			query: 'sum(count_over_time({app="shop"}[1h]))', start: end, end, step: '60',
		});
		const {data} = JSON.parse(text) as {data: {result: ReadonlyArray<{values: unknown}>}};
		assert.deepEqual(data.result[0]!.values, [[nowMs / 1000, '2']], end);
	}
});

test('moves start and end of a metric query out to whole steps', async () => {
	const {text} = await get(loki, '/loki/api/v1/query_range', {
		query: 'sum(count_over_time({app="shop"}[1h]))', start: String((nowMs / 1000) - 130), end: String((nowMs / 1000) - 10), step: '1m',
	});
	const {data} = JSON.parse(text) as {data: {result: ReadonlyArray<{values: ReadonlyArray<readonly [number, string]>}>}};
	assert.deepEqual(data.result[0]!.values.map(([seconds]) => seconds - (nowMs / 1000)), [-180, -120, -60, 0]);
});

test('cuts lines by the limit in the direction asked for, and leaves the end out', async () => {
	loki.push([1, 2, 3, 4].map(second => entry(1000 - second, {app: 'cut'}, `l${second}`)));
	const first = async (parameters: Readonly<Record<string, string>>): Promise<string[]> => {
		const {text} = await get(loki, '/loki/api/v1/query_range', {query: '{app="cut"}', ...window, ...parameters});
		const {data} = JSON.parse(text) as {data: {result: ReadonlyArray<{values: ReadonlyArray<readonly [string, string]>}>}};
		return data.result.flatMap(({values}) => values.map(([, line]) => line));
	};

	assert.deepEqual(await first({limit: '2'}), ['l4', 'l3']);
	assert.deepEqual(await first({limit: '2', direction: 'FORWARD'}), ['l1', 'l2']);
	assert.deepEqual(await first({start: String((nowMs / 1000) - 998), end: String((nowMs / 1000) - 996), direction: 'forward'}), ['l2', 'l3']);
});

test('merges the lines of streams in order of time', async () => {
	loki.push([5, 3, 1, 6, 2, 4].map(second => entry(2000 - second, {app: 'merge', pod: String(second % 3)}, `m${second}`)));
	assert.deepEqual(await lines(loki, '{app="merge"}'), ['m6', 'm5', 'm4', 'm3', 'm2', 'm1']);
});

const refused: ReadonlyArray<readonly [parameters: Readonly<Record<string, string>>, message: string]> = [
	[{limit: 'x'}, 'strconv.Atoi: parsing "x": invalid syntax'],
	[{limit: '0'}, 'limit must be a positive value'],
	[{limit: '-3'}, 'limit must be a positive value'],
	[{limit: '5001'}, 'max entries limit per query exceeded, limit > max_entries_limit_per_query (5001 > 5000)'],
	[{direction: 'sideways'}, 'invalid direction \'sideways\''],
	[{step: '0'}, 'zero or negative query resolution step widths are not accepted. Try a positive integer'],
	[{step: '-5'}, 'zero or negative query resolution step widths are not accepted. Try a positive integer'],
	[{step: 'soon'}, 'cannot parse "soon" to a valid duration'],
	[{step: '0.1'}, 'exceeded maximum resolution of 11,000 points per time series. Try increasing the value of the step parameter'],
	[{start: 'yesterday'}, 'could not parse \'start\' parameter: strconv.ParseInt: parsing "yesterday": invalid syntax'],
	[{end: '1'}, 'end timestamp must not be before or equal to start time'],
	[{start: String((nowMs / 1000) - 172_800)}, 'the query time range exceeds the limit (query length: 48h0m0s, limit: 1d)'],
];

for (const [parameters, message] of refused) {
	test(`refuses ${JSON.stringify(parameters)} in Loki's words`, async () => {
		assert.equal(await refusal(loki, '{app="shop"}', parameters), message);
	});
}

test('answers a log query that is instant with a refusal', async () => {
	const {status, text} = await get(loki, '/loki/api/v1/query', {query: '{app="shop"}'});
	assert.equal(status, 400);
	assert.match(text, /^log queries are not supported as an instant query type/);
});

type Volumes = {readonly data: {readonly result: ReadonlyArray<{readonly metric: unknown; readonly value: readonly [number, string]}>}};

test('tells what the index holds', async () => {
	const parameters = {...window, query: '{namespace="prod"}'};
	const stats = await json('/loki/api/v1/index/stats', parameters) as Record<string, number>;
	assert.deepEqual({streams: stats.streams, entries: stats.entries, chunks: stats.chunks}, {streams: 2, entries: 2, chunks: 2});
	const volume = await json('/loki/api/v1/index/volume', {...parameters, targetLabels: 'namespace'}) as Volumes;
	assert.deepEqual(volume.data.result.map(({metric}) => metric), [{namespace: 'prod'}]);
	assert.equal(Number(volume.data.result[0]!.value[1]), stats.bytes);
	const bySeries = await json('/loki/api/v1/index/volume', {
		...window, query: '{namespace=~".+"}', targetLabels: 'namespace,app', limit: '1',
	}) as {data: {result: ReadonlyArray<{metric: unknown}>}};
	assert.deepEqual(bySeries.data.result.map(({metric}) => metric), [{app: 'shop', namespace: 'prod'}]);
	const byLabel = await json('/loki/api/v1/index/volume', {...parameters, aggregateBy: 'labels', targetLabels: 'pod'}) as Volumes;
	assert.deepEqual(byLabel.data.result.map(({metric}) => metric), [{pod: ''}]);
});

type Field = {readonly label: string; readonly type: string; readonly cardinality: number; readonly parsers: readonly string[] | undefined; readonly jsonPath?: readonly string[]};

test('tells the fields and labels that it sees', async () => {
	const {fields} = await json('/loki/api/v1/detected_fields', {...window, query: '{app="shop"}'}) as {fields: readonly Field[]};
	assert.deepEqual(fields.map(({label, type, cardinality}) => `${label} ${type} ${cardinality}`).toSorted(), [
		'detected_level string 2', 'f float 2', 'level string 2', 'n int 2', 'ok boolean 2', 'size bytes 2', 'took duration 2', 'who string 2',
	]);
	assert.deepEqual(fields.find(({label}) => label === 'n')!.parsers, ['json']);
	assert.deepEqual(fields.find(({label}) => label === 'n')!.jsonPath, ['n']);
	assert.equal(fields.find(({label}) => label === 'detected_level')!.parsers, null);
	const {detectedLabels} = await json('/loki/api/v1/detected_labels', {...window, query: '{app="shop"}'}) as {detectedLabels: ReadonlyArray<{label: string; cardinality: number}>};
	assert.deepEqual(detectedLabels.map(({label, cardinality}) => `${label} ${cardinality}`).toSorted(), ['app 1', 'namespace 1', 'pod 2', 'service_name 1']);
});

type Pattern = {readonly pattern: string; readonly level: string; readonly samples: ReadonlyArray<readonly [number, number]>};

test('finds patterns that many lines have', async () => {
	loki.push(Array.from({length: 40}, (_, index) => entry(100 + index, {app: 'storm'}, `WARN retry ${index} of user u-${index} failed`)));
	const {data} = await json('/loki/api/v1/patterns', {...window, query: '{app="storm"}'}) as {data: readonly Pattern[]};
	assert.equal(data.length, 1);
	assert.equal(data[0]!.pattern, 'WARN retry <_> of user <_> failed');
	assert.equal(data[0]!.level, 'warn');
	assert.equal(data[0]!.samples.reduce((total, [, count]) => total + count, 0), 40);
	assert.deepEqual(await json('/loki/api/v1/patterns', {...window, query: '{app="shop"}'}), {status: 'success', data: []});
});

test('tells the names that lead to a nested field, as the line has them', async () => {
	loki.push([entry(50, {app: 'nested'}, '{"app":"inner","http-request":{"user agent":"curl","tries":2}}')]);
	const {fields} = await json('/loki/api/v1/detected_fields', {...window, query: '{app="nested"}'}) as {fields: readonly Field[]};
	assert.deepEqual(fields.filter(({jsonPath}) => jsonPath).map(({label, jsonPath}) => [label, jsonPath]), [
		['app_extracted', ['app']],
		['http_request_user_agent', ['http-request', 'user agent']],
		['http_request_tries', ['http-request', 'tries']],
	]);
	assert.equal(fields.find(({label}) => label === 'detected_level')!.jsonPath, undefined);
});

test('formats a query', async () => {
	assert.deepEqual(await json('/loki/api/v1/format_query', {query: '{app="x"}|="y"'}), {status: 'success', data: '{app="x"} |= "y"'});
	const {status} = await get(loki, '/loki/api/v1/format_query', {query: '{'});
	assert.equal(status, 400);
});

test('answers what is off, and what is not there, with 404', async () => {
	const bare = await startLoki({limits: {isPatternsOn: false, isVolumeOn: false}});
	try {
		for (const path of ['patterns', 'index/volume', 'index/volume_range']) {
			assert.deepEqual(await get(bare, `/loki/api/v1/${path}`, {query: '{app="x"}'}), {status: 404, text: ''});
		}

		assert.deepEqual(await get(bare, '/loki/api/v1/nope'), {status: 404, text: '404 page not found\n'});
		assert.deepEqual(await get(bare, '/'), {status: 404, text: '404 page not found\n'});
	} finally {
		await bare.close();
	}
});

test('limits the rate that lines come in at', async () => {
	let clockMs = nowMs;
	const slow = await startLoki({now: () => clockMs, isMultiTenant: true, limits: {ingestionRateBytes: 1000, ingestionBurstBytes: 1000, maxLineSizeBytes: 100}});
	const push = async (...texts: readonly string[]): Promise<string> => {
		const values = texts.map((text, index) => [`${clockMs}${String(index).padStart(6, '0')}`, text]);
		const response = await fetch(`${slow.url}/loki/api/v1/push`, {
			method: 'POST', headers: {'content-type': 'application/json', 'X-Scope-OrgID': 't'}, body: JSON.stringify({streams: [{stream: {app: 'x'}, values}]}),
		});
		return `${response.status} ${await response.text()}`;
	};

	const text = 'x'.repeat(90);
	try {
		assert.equal(await push(...Array.from({length: 10}, () => text)), '204 ');
		assert.match(await push(text, text), /^429 ingestion rate limit exceeded for user t \(limit: 1000 bytes\/sec\) while attempting to ingest '2' lines totaling '180' bytes/);
		clockMs += 1000;
		assert.equal(await push(text, text), '204 ');
		assert.equal(await push('x'.repeat(101)), '400 max entry size \'100\' bytes exceeded for stream \'{app="x", service_name="x"}\' while adding an entry with length \'101\' bytes\n');
	} finally {
		await slow.close();
	}
});

/** Sends a request as it is, without what fetch would mend. */
const raw = async (path: string, method = 'GET', body = ''): Promise<number> => new Promise((resolve, reject) => {
	const request = httpRequest(loki.url, {path, method}, response => {
		response.resume();
		response.on('end', () => {
			resolve(response.statusCode!);
		});
	});
	request.on('error', reject);
	request.end(body);
});

test('survives requests that make no sense', async () => {
	assert.equal(await raw('/loki/api/v1/label/%E0%A4%A/values'), 400);
	assert.equal(await raw('//'), 404);
	assert.equal(await raw('/loki/api/v1/query_range?query=%'), 400);
	assert.equal(await raw('/loki/api/v1/query_range', 'POST', '\u{0}\u{1}'), 400);
	assert.equal(await raw('/loki/api/v1/query_range', 'DELETE'), 400);
	assert.equal(await raw('/loki/api/v1/tail?query=x'), 400);
	assert.deepEqual(await range(loki, 'sum(count_over_time({app="lab"}[5m]))', {minutes: 1}), ['{} 1 1']);
});
