import assert from 'node:assert/strict';
import {after, test} from 'node:test';
import {deflateRawSync, deflateSync, gzipSync} from 'node:zlib';
import {
	entry,
	instant,
	lines,
	nowMs,
	startLoki,
} from './harness.js';

const loki = await startLoki();

after(async () => {
	await loki.close();
});

const post = async (body: string | Uint8Array<ArrayBuffer>, headers: Readonly<Record<string, string>> = {}): Promise<{status: number; text: string}> => {
	const response = await fetch(`${loki.url}/loki/api/v1/push`, {
		method: 'POST', headers: {'content-type': 'application/json', ...headers}, body,
	});
	return {status: response.status, text: await response.text()};
};

const nanoseconds = (secondsAgo: number): string => `${nowMs - (secondsAgo * 1000)}000000`;

const push = (stream: Readonly<Record<string, string>>, ...values: ReadonlyArray<readonly unknown[]>): string => JSON.stringify({streams: [{stream, values}]});

const encodings: ReadonlyArray<readonly [name: string, encode: (text: string) => Uint8Array<ArrayBuffer>, header: string]> = [
	['gzip', text => new Uint8Array(gzipSync(text)), 'gzip'],
	['deflate', text => new Uint8Array(deflateSync(text)), 'deflate'],
	['raw deflate', text => new Uint8Array(deflateRawSync(text)), 'deflate'],
];

for (const [name, encode, header] of encodings) {
	test(`takes a push packed with ${name}`, async () => {
		const app = name.replace(' ', '-');
		const {status} = await post(encode(push({app}, [nanoseconds(10), 'packed'])), {'content-encoding': header});
		assert.equal(status, 204);
		assert.deepEqual(await lines(loki, `{app="${app}"}`), ['packed']);
	});
}

test('takes lines with structured metadata, and gives every line a level', async () => {
	await post(push({app: 'meta', pod: 'p'}, [nanoseconds(9), 'it failed, an error', {trace_id: 't1'}], [nanoseconds(8), 'fine', {detected_level: 'WARN', level: 'x'}]));
	assert.deepEqual(await lines(loki, '{app="meta"}', {isWithLabels: true}), [
		'{app=meta detected_level=warn level=x pod=p service_name=meta} fine',
		'{app=meta detected_level=error pod=p service_name=meta trace_id=t1} it failed, an error',
	]);
});

test('gives metadata another name where the stream has a label of its name', async () => {
	await post(push({app: 'clash', zone: 'a'}, [nanoseconds(9), 'x', {zone: 'b'}]));
	assert.deepEqual(await lines(loki, '{app="clash"} | zone_extracted="b"', {isWithLabels: true}), [
		'{app=clash detected_level=unknown service_name=clash zone=a zone_extracted=b} x',
	]);
});

test('tells labels of the stream, of metadata and of parsers apart where it is asked to', async () => {
	await post(push({app: 'sorted'}, [nanoseconds(9), 'b=2 a=1', {z: '1', y: '2'}]));
	const parameters = new URLSearchParams({query: '{app="sorted"} | logfmt', start: String((nowMs / 1000) - 60), end: String(nowMs / 1000)});
	const response = await fetch(`${loki.url}/loki/api/v1/query_range?${parameters.toString()}`, {
		headers: {'X-Loki-Response-Encoding-Flags': 'categorize-labels'},
	});
	const {data} = await response.json() as {data: {encodingFlags: string[]; result: ReadonlyArray<{stream: unknown; values: unknown}>}};
	assert.deepEqual(data.encodingFlags, ['categorize-labels']);
	assert.deepEqual(data.result, [{
		stream: {app: 'sorted', service_name: 'sorted'},
		values: [[nanoseconds(9), 'b=2 a=1', {structuredMetadata: {detected_level: 'unknown', y: '2', z: '1'}, parsed: {a: '1', b: '2'}}]],
	}]);
});

test('keeps labels whose names mean something to JavaScript', async () => {
	await post(`{"streams":[{"stream":{"app":"proto","__proto__":"x","constructor":"y"},"values":[["${nanoseconds(9)}","line"]]}]}`);
	assert.deepEqual(await instant(loki, 'sum by (constructor) (count_over_time({app="proto", __proto__="x"}[1m]))'), ['{constructor=y} 1']);
});

test('counts bytes in UTF-8', async () => {
	await post(push({app: 'utf'}, [nanoseconds(9), 'naïve ✓']));
	assert.deepEqual(await instant(loki, 'sum(bytes_over_time({app="utf"}[1m]))'), ['{} 10']);
});

test('takes the good lines of a push and refuses the bad one', async () => {
	const {status, text} = await post(push({app: 'mixed'}, [nanoseconds(9), 'good'], [nanoseconds(-3600), 'from the future']));
	assert.equal(status, 400);
	assert.equal(text, 'entry for stream \'{app="mixed", service_name="mixed"}\' has timestamp too new: 2026-11-23T11:00:00Z\n');
	assert.deepEqual(await lines(loki, '{app="mixed"}'), ['good']);
});

test('puts the reasons of several refusals together', async () => {
	const old = String(BigInt(nowMs - (30 * 86_400_000)) * 1_000_000n);
	const {status, text} = await post(push({app: 'several'}, [old, 'a'], [old, 'b'], [nanoseconds(-3600), 'c']));
	assert.equal(status, 400);
	assert.match(text, /^2 errors like: entry for stream '.*' has timestamp too old: .*; 1 errors like: entry for stream '.*' has timestamp too new: .*\n$/);
});

test('refuses streams with too many or too long labels', async () => {
	const many = Object.fromEntries(Array.from({length: 16}, (_, index) => [`l${index}`, 'x']));
	const tooMany = await post(push(many, [nanoseconds(1), 'x']));
	assert.match(tooMany.text, /has 16 label names; limit 15\n$/);
	const tooLong = await post(push({app: 'x'.repeat(2049)}, [nanoseconds(1), 'x']));
	assert.match(tooLong.text, /has label value too long: /);
});

const refused: ReadonlyArray<readonly [name: string, body: string, headers: Readonly<Record<string, string>>, status: number, message: RegExp]> = [
	['protobuf', 'x', {'content-type': 'application/x-protobuf'}, 415, /takes pushes as JSON only/],
	['another type', 'x', {'content-type': 'text/plain'}, 400, /Content-Type: text\/plain not supported/],
	['another encoding', '{}', {'content-encoding': 'br'}, 400, /not supported/],
	['what is no gzip', 'not gzip', {'content-encoding': 'gzip'}, 400, /gzip: invalid header/],
	['what is no JSON', 'garbage', {}, 400, /^loghttp\.PushRequest\.readObjectStart: expect \{ or n, but found g, error found in #1 byte of/],
	['an empty body', '', {}, 400, /EOF/],
	['half a body', '{"streams": [', {}, 400, /Skip: do not know how to skip: 0, error found in #10 byte of/],
	['no streams', '{"streams":[]}', {}, 422, /at least one valid stream is required/],
	['an array', '[]', {}, 400, /expect \{/],
	['a number for a time', '{"streams":[{"stream":{"a":"b"},"values":[[5,"x"]]}]}', {}, 400, /not a string/],
	['a word for a time', '{"streams":[{"stream":{"a":"b"},"values":[["x","x"]]}]}', {}, 400, /strconv\.ParseInt: parsing "x": invalid syntax/],
	['a number for a label', '{"streams":[{"stream":{"a":5},"values":[]}]}', {}, 400, /not a string/],
	['values that are none', '{"streams":[{"stream":{"a":"b"},"values":5}]}', {}, 400, /not array/],
	['a stream that is none', '{"streams":[5]}', {}, 400, /decode slice/],
	['a name with a hyphen', push({'bad-label!': 'x'}, [nanoseconds(1), 'x']), {}, 400, /^couldn't parse labels: 1:5: parse error: unexpected character inside braces: '-'/],
];

for (const [name, body, headers, status, message] of refused) {
	test(`refuses ${name} with a reason`, async () => {
		const answer = await post(body, headers);
		assert.equal(answer.status, status, answer.text);
		assert.match(answer.text, message);
	});
}

test('refuses a body that unpacks to too much', async () => {
	const {status} = await post(new Uint8Array(gzipSync(new Uint8Array(80 * 1024 * 1024))), {'content-encoding': 'gzip'});
	assert.equal(status, 400);
});

test('answers a push by another method with 405', async () => {
	const response = await fetch(`${loki.url}/loki/api/v1/push`);
	assert.equal(response.status, 405);
});

test('puts entries of the same labels into one stream, whatever the order of the labels and however many objects they are', async () => {
	loki.push(Array.from({length: 5000}, (_, index) => entry(
		index / 10,
		index % 2 === 0 ? {app: 'own', pod: `p-${index % 4}`} : {pod: `p-${index % 4}`, app: 'own'},
		`line ${index}`,
	)));
	assert.deepEqual(await instant(loki, 'count by (pod) (count_over_time({app="own"}[1h]))'), ['{pod=p-0} 1', '{pod=p-1} 1', '{pod=p-2} 1', '{pod=p-3} 1']);
	assert.deepEqual(await instant(loki, 'sum(count_over_time({app="own"}[1h]))'), ['{} 5000']);
});
