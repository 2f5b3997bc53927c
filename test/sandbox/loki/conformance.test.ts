import assert from 'node:assert/strict';
import {readFileSync, readdirSync} from 'node:fs';
import {after, before, test} from 'node:test';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {meaningOf} from './conformance-meaning.js';

/* Real answers of Loki 3.7.6, replayed against the sandbox with its clock at the time of the recording. */

type RecordedCase = {
	readonly name: string;
	readonly instance: 'default' | 'limited';
	readonly request: {
		readonly method: string;
		readonly path: string;
		readonly query: Readonly<Record<string, string>>;
		readonly headers: Readonly<Record<string, string>>;
		readonly body?: string;
	};
	readonly response: {readonly status: number; readonly headers: Readonly<Record<string, string>>; readonly body: string};
};

type PushedStream = {readonly stream: Record<string, string>; readonly values: ReadonlyArray<readonly [string, ...unknown[]]>};

const folder = 'test/fixtures/loki/3.7.6';

/** Cases that do not hold, and why. */
const exceptions: ReadonlyMap<string, string> = new Map([
	['index-stats', 'the recorded Loki had not written its index yet and answered zeros; the sandbox answers what it holds'],
]);

/** When the cases were recorded: a little after the data's end, as the refusal of a line too old tells. */
const recordedAtMs = Date.parse('2026-11-23T09:04:59Z');

const {midNs} = JSON.parse(readFileSync(`${folder}/window.json`, 'utf8')) as {midNs: string};

const cases = readdirSync(`${folder}/cases`)
	.filter(name => name.endsWith('.json'))
	.map(name => JSON.parse(readFileSync(`${folder}/cases/${name}`, 'utf8')) as RecordedCase);

const pushes = readFileSync(`${folder}/push.jsonl`, 'utf8').trim().split('\n');

let open: SandboxLoki;
let limited: SandboxLoki;

const push = async (loki: SandboxLoki, body: string, headers: Readonly<Record<string, string>> = {}): Promise<void> => {
	const response = await fetch(`${loki.url}/loki/api/v1/push`, {
		method: 'POST', headers: {'content-type': 'application/json', ...headers}, body,
	});
	assert.equal(response.status, 204, await response.text());
};

const lastQuarter = (body: string): string => {
	const {streams} = JSON.parse(body) as {streams: PushedStream[]};
	const kept = streams.map(stream => ({...stream, values: stream.values.filter(([time]) => BigInt(time) >= BigInt(midNs))}));
	return JSON.stringify({streams: kept.filter(({values}) => values.length > 0)});
};

before(async () => {
	const now = (): number => recordedAtMs;
	open = await startSandboxLoki({now, limits: {ingestionRateBytes: 64 * 1024 * 1024, ingestionBurstBytes: 64 * 1024 * 1024}});
	let pushMs = recordedAtMs - 3_600_000;
	limited = await startSandboxLoki({
		// Time goes on while the data comes in, so that the limit of the rate does not hit it.
		now: () => pushMs,
		isMultiTenant: true,
		limits: {
			maxQuerySeries: 3,
			maxEntriesLimitPerQuery: 50,
			maxQueryLengthMs: 3_600_000,
			ingestionRateBytes: 1024 * 1024,
			ingestionBurstBytes: 1024 * 1024,
			maxLineSizeBytes: 2048,
			isPatternsOn: false,
			isVolumeOn: false,
			creationGracePeriodMs: 2 * 3_600_000,
		},
	});
	for (const body of pushes) {
		await push(open, body);
		const recent = lastQuarter(body);
		if (recent === '{"streams":[]}') {
			continue;
		}

		pushMs += 10_000;
		await push(limited, recent, {'X-Scope-OrgID': 'team-a'});
	}

	pushMs = recordedAtMs;
});

after(async () => {
	await open.close();
	await limited.close();
});

/** The one body that was too long to record. */
const tooMuch = (): string => JSON.stringify({
	streams: [{
		stream: {app: 'auth'},
		values: Array.from({length: 3000}, (_, index) => [`${recordedAtMs}${String(index).padStart(6, '0')}`, 'z'.repeat(1000)]),
	}],
});

const ask = async ({name, instance, request}: RecordedCase): Promise<Response> => {
	const parameters = new URLSearchParams(request.query).toString();
	const body = name === 'lim-push-rate-limited' ? tooMuch() : request.body;
	return fetch(`${(instance === 'limited' ? limited : open).url}${request.path}${parameters ? `?${parameters}` : ''}`, {
		method: request.method, headers: request.headers, ...(body !== undefined && {body}),
	});
};

// What a push to the recorded instances left behind would show in answers recorded before it.
const inOrder = [...cases].toSorted((a, b) => Number(a.request.path.endsWith('/push')) - Number(b.request.path.endsWith('/push')));

for (const recorded of inOrder) {
	const {name, request: {path}, response: expected} = recorded;
	const reason = exceptions.get(name);
	test(reason === undefined ? `answers as Loki 3.7.6 did: ${name}` : `does not answer as Loki 3.7.6 did: ${name}, since ${reason}`, async () => {
		const response = await ask(recorded);
		const body = await response.text();
		assert.equal(response.status, expected.status, body);
		if (reason !== undefined) {
			assert.notEqual(meaningOf(path, body), meaningOf(path, expected.body));
			return;
		}

		assert.equal(meaningOf(path, body), meaningOf(path, expected.body));
		const type = expected.headers['content-type'];
		if (type !== undefined) {
			assert.equal(response.headers.get('content-type')?.toLowerCase(), type.toLowerCase());
		}
	});
}

test('holds at least ninety of the recorded cases', () => {
	assert.ok(cases.length - exceptions.size >= 90, `${cases.length} cases, ${exceptions.size} exceptions`);
});
