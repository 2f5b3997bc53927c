import assert from 'node:assert/strict';
import {
	after,
	afterEach,
	before,
	test,
} from 'node:test';
import type {SandboxEntry} from '../../../source/sandbox/types.js';
import {afterThisTest, endTest} from '../../helpers/local-server.js';
import {minuteMs, onsetMs} from '../helpers/sample-evidence.js';
import {
	callLimits,
	entry,
	startToolbox,
	type Called,
	type ToolboxHarness,
} from '../helpers/toolbox.js';

const from = '2026-01-05T02:55:00Z';
const to = '2026-01-05T03:05:00Z';
const traceId = '4bf92f3577b34da6a3ce929d0e0e4736';

/** Two services of production and one of staging; payment breaks at the onset on one of its pods, with a new version. */
const traffic = (): readonly SandboxEntry[] => {
	const entries: SandboxEntry[] = [];
	for (let minute = -20; minute < 14; minute++) {
		const startMs = onsetMs + (minute * minuteMs);
		const isBad = minute >= 0;
		for (let index = 0; index < 20; index++) {
			const timeMs = startMs + (index * 2900);
			entries.push(
				entry(timeMs, 'payment', `charged card ending ${1000 + index} in ${20 + index} ms`, {level: 'info', labels: {pod: index % 2 === 0 ? 'payment-a' : 'payment-b'}}),
				entry(timeMs + 1, 'checkout', `order ${index} placed`, {level: 'info', labels: {pod: 'checkout-a'}}),
			);
			if (isBad) {
				entries.push(entry(timeMs + 7, 'payment', JSON.stringify({msg: `HikariPool-1 - Connection is not available after ${30_000 + index}ms`, version: '1.42.0', host: 'node-7'}), {labels: {pod: 'payment-a'}}));
			} else if (index < 3) {
				entries.push(entry(timeMs + 7, 'payment', JSON.stringify({msg: `statsd push failed, attempt ${index}`, version: '1.41.3', host: 'node-6'}), {labels: {pod: 'payment-b'}}));
			}
		}

		entries.push(entry(startMs + 11, 'secret-agent', 'the code is umbrella', {namespace: 'staging', level: 'error'}));
	}

	entries.push(
		entry(onsetMs + 5000, 'checkout', `request failed trace_id=${traceId}`, {labels: {pod: 'checkout-a'}}),
		entry(onsetMs + 4000, 'payment', 'no connection for this request', {labels: {pod: 'payment-a'}, metadata: {trace_id: traceId}}),
		entry(onsetMs + 4500, 'secret-agent', `umbrella trace_id=${traceId}`, {namespace: 'staging'}),
	);
	return entries;
};

let box: ToolboxHarness;
before(async () => {
	box = await startToolbox(traffic());
});
afterEach(endTest);
after(async () => {
	await box.close();
});

type Line = {readonly id: string; readonly time: string; readonly level?: string; readonly text: string};
const linesOf = (json: Readonly<Record<string, unknown>>): readonly Line[] => (json.streams as ReadonlyArray<{readonly lines: readonly Line[]}>).flatMap(({lines}) => lines);

test('label_values lists the values within the scope, and only those', async () => {
	const {result, json, line} = await box.call('label_values', {label: 'service_name', from, to});
	assert.equal(result.state, 'ok');
	assert.deepEqual(json.values, ['checkout', 'payment']);
	assert.equal(json.total, 2);
	assert.equal(json.from, '2026-01-05T02:55:00.000Z');
	assert.equal(result.summary, '2 of 2 values');
	assert.equal(line, 'service_name 02:55-03:05');
	const narrowed = await box.call('label_values', {
		label: 'pod', selector: '{service_name="checkout"}', from, to,
	});
	assert.deepEqual(narrowed.json.values, ['checkout-a']);
});

test('error_rates gives exact counts a minute, totals and the worst minute, worst service first', async () => {
	const {json, line} = await box.call('error_rates', {services: ['checkout', 'payment'], from, to});
	const [first, second] = json.series as ReadonlyArray<Readonly<Record<string, unknown>>>;
	assert.equal(first!.service, 'payment');
	assert.equal(first!.total_errors, (3 * 3) + (7 * 20) + 1);
	assert.equal(first!.errors_per_minute, '3 3 3 21 20 20 20 20 20 20');
	assert.match(String(first!.worst), /^21 errors\/min at 2026-01-05T02:58:00/);
	assert.equal(second!.service, 'checkout');
	assert.equal(second!.total_errors, 1);
	assert.equal(json.minutes_a_point, 1);
	assert.equal(line, 'checkout, payment 02:55-03:05');
});

test('error_rates splits by a label, and takes longer steps for longer ranges', async () => {
	const {json} = await box.call('error_rates', {
		services: ['payment'], from, to, by: 'pod',
	});
	const series = json.series as ReadonlyArray<Readonly<Record<string, unknown>>>;
	assert.deepEqual(series.map(({pod, total_errors: errors}) => [pod, errors]), [['payment-a', (7 * 20) + 1], ['payment-b', 9]]);
	const long = await box.call('error_rates', {services: ['payment'], from: '2026-01-04T08:00:00Z', to});
	const points = String((long.json.series as ReadonlyArray<Readonly<Record<string, unknown>>>)[0]!.errors_per_minute).split(' ');
	assert.ok(points.length <= 61, `${points.length} points`);
	assert.equal(long.json.minutes_a_point, 20);
});

test('top_patterns groups a sample, scaled to the count of all lines, with an example to cite', async () => {
	const {json, result} = await box.call('top_patterns', {
		service: 'payment', from, to, errors_only: true,
	});
	const [first] = json.patterns as ReadonlyArray<Readonly<Record<string, unknown>>>;
	assert.match(String(first!.template), /HikariPool/);
	assert.match((first!.example as Line).id, /^L\d+$/);
	assert.match((first!.example as Line).text, /HikariPool/);
	assert.ok(box.toolbox.shownLines().some(({id}) => id === (first!.example as Line).id));
	assert.match(result.summary, /^\d+ of \d+ patterns$/);
	assert.equal(json.of, 'errors');
});

test('query_logs shows lines under their streams, labels once, with ids that can be cited, and how many there are', async () => {
	const {json, result, line} = await box.call('query_logs', {
		service: 'payment', contains: 'HikariPool', from: '2026-01-05T02:57:00Z', to: '2026-01-05T02:59:00Z', limit: 10,
	});
	const [stream] = json.streams as ReadonlyArray<{readonly labels: Readonly<Record<string, string>>}>;
	assert.equal(stream!.labels.pod, 'payment-a');
	assert.equal(linesOf(json).length, 10);
	assert.equal(json.shown, 10);
	assert.equal(json.total, 20);
	assert.equal(json.truncated, true);
	assert.equal(result.summary, '10 of 20 lines');
	assert.equal(line, 'payment "HikariPool" 02:57-02:59');
	assert.ok(linesOf(json)[0]!.time.startsWith('2026-01-05T02:58:00'), 'the first of the range');
	assert.ok(linesOf(json).at(-1)!.time.startsWith('2026-01-05T02:58:55'), 'and the last');
	assert.deepEqual(linesOf(json).map(({id}) => Number(id.slice(1))).toSorted((a, b) => a - b), linesOf(json).map(({id}) => Number(id.slice(1))), 'numbered in the order of time');
});

test('query_logs takes all its conditions together', async () => {
	const conditions = {from, to, limit: 100};
	const {json} = await box.call('query_logs', {
		...conditions, selector: '{pod=~"payment-.+"}', regex: '(?i)CHARGED card', not_contains: '1001', level: 'info',
	});
	assert.ok(linesOf(json).length > 0);
	assert.ok(linesOf(json).every(({text, level}) => text.includes('charged card') && !text.includes('1001') && level === 'info'));
	const none = await box.call('query_logs', {...conditions, service: 'checkout', contains: 'HikariPool'});
	assert.equal(none.json.total, 0);
	assert.deepEqual(none.json.streams, []);
});

test('a line that is shown again keeps its id, one of the first turn too, and new ids go on after those', async () => {
	const question = {
		service: 'checkout', contains: 'request failed', from, to,
	};
	const {json} = await box.call('query_logs', question);
	const again = await box.call('query_logs', {...question, limit: 3});
	assert.equal(linesOf(json)[0]!.id, linesOf(again.json)[0]!.id);
	assert.ok(Number(linesOf(json)[0]!.id.slice(1)) > 2, 'the sample evidence has L1 and L2');
	assert.equal(box.toolbox.shownLines().filter(({line}) => line.startsWith('request failed')).length, 1);
});

test('a line counts as shown while a call that showed it stands, and keeps its id', async () => {
	const ask = async (callId: string, limit: number): Promise<readonly string[]> => {
		const {run} = box.toolbox.prepare({
			id: callId,
			name: 'query_logs',
			input: {
				service: 'payment', contains: 'HikariPool', from: '2026-01-05T03:08:00Z', to: '2026-01-05T03:11:00Z', limit,
			},
		});
		const {content} = await run(callLimits());
		return linesOf(JSON.parse(content) as Called['json']).map(({id}) => id);
	};

	const isShown = (id: string): boolean => box.toolbox.shownLines().some(line => line.id === id);
	const few = await ask('standing-1', 7);
	const more = await ask('standing-2', 9);
	const twice = few.find(id => more.includes(id));
	const once = more.find(id => !few.includes(id));
	assert.ok(twice);
	assert.ok(once);
	box.toolbox.forget(['standing-2']);
	assert.ok(isShown(twice), 'another call showed it too');
	assert.ok(!isShown(once));
	box.toolbox.forget(['standing-1']);
	assert.ok(!isShown(twice));
	assert.deepEqual(await ask('standing-3', 9), more, 'the same lines have the same ids');
	assert.ok(isShown(once));
});

test('context_around shows what the same stream wrote before and after', async () => {
	const found = await box.call('query_logs', {
		service: 'checkout', contains: 'request failed', from, to, limit: 2,
	});
	const [line] = linesOf(found.json);
	const {json, line: words} = await box.call('context_around', {line_id: line!.id, before: 2, after: 2});
	assert.deepEqual(linesOf(json).map(({text}) => text), ['order 0 placed', 'order 1 placed', `request failed trace_id=${traceId}`, 'order 2 placed', 'order 3 placed']);
	assert.equal(linesOf(json)[2]!.id, line!.id);
	assert.equal(words, `${line!.id} checkout 02:58 -2 +2`);
	const unknown = await box.call('context_around', {line_id: 'L4000'});
	assert.equal(unknown.result.state, 'failed');
	assert.match(String(unknown.json.error), /no line L4000/);
});

test('context_around finds a line of the first turn again by its time and text', async () => {
	const own = await startToolbox([entry(onsetMs + 9000, 'payment', 'before it', {level: 'info'}), entry(onsetMs + 10_000, 'payment', 'HikariPool-1 - Connection is not available, request timed out after 30001ms.')]);
	afterThisTest(own.close);
	const {json} = await own.call('context_around', {line_id: 'L1'});
	assert.deepEqual(linesOf(json).map(({text}) => text.slice(0, 9)), ['before it', 'HikariPoo']);
	assert.equal(linesOf(json)[1]!.id, 'L1');
	assert.equal(linesOf(json)[0]!.id, 'L3');
	const gone = await own.call('context_around', {line_id: 'L2'});
	assert.equal(gone.result.state, 'refused');
});

test('compare_windows names the patterns and fields that changed', async () => {
	const {json} = await box.call('compare_windows', {
		service: 'payment', from: '2026-01-05T02:58:00Z', to: '2026-01-05T03:08:00Z', before_from: '2026-01-05T02:40:00Z', before_to: '2026-01-05T02:58:00Z',
	});
	const patterns = json.patterns_changed as ReadonlyArray<Readonly<Record<string, unknown>>>;
	assert.ok(patterns.some(({template, change}) => String(template).includes('HikariPool') && change === 'appeared'), JSON.stringify(patterns));
	assert.ok(patterns.some(({template, change}) => String(template).includes('statsd') && change === 'vanished'), JSON.stringify(patterns));
	const fields = json.fields_changed as ReadonlyArray<Readonly<Record<string, unknown>>>;
	assert.ok(fields.some(({name, value}) => name === 'version' && value === '1.42.0'), JSON.stringify(fields));
});

test('trace follows one id through the services of the scope, in lines and in labels', async () => {
	const {json, result} = await box.call('trace', {trace_id: traceId});
	assert.deepEqual((json.services as ReadonlyArray<{readonly service: string}>).map(({service}) => service), ['payment', 'checkout']);
	assert.deepEqual(linesOf(json).map(({text}) => text).toSorted((a, b) => a.localeCompare(b)), ['no connection for this request', `request failed trace_id=${traceId}`]);
	assert.ok(!result.content.includes('umbrella'));
});

test('times are read as they are written, clipped to a day and to now, and echoed', async t => {
	const read = async (times: Readonly<Record<string, string>>) => {
		const {json} = await box.call('label_values', {label: 'pod', ...times});
		return [json.from ?? json.error, json.to];
	};

	const cases: ReadonlyArray<readonly [from: string, to: string, start: string, end: string]> = [
		['-30m', 'now', '2026-01-05T02:42:00.000Z', '2026-01-05T03:12:00.000Z'],
		['2026-01-05T03:58:00+01:00', '2026-01-05 03:00', '2026-01-05T02:58:00.000Z', '2026-01-05T03:00:00.000Z'],
		['-3d', 'now', '2026-01-04T03:12:00.000Z', '2026-01-05T03:12:00.000Z'],
		['-1h', '2027-01-01T00:00:00Z', '2026-01-05T02:12:00.000Z', '2026-01-05T03:12:00.000Z'],
	];
	for (const [start, end, wantedStart, wantedEnd] of cases) {
		await t.test(`${start} to ${end}`, async () => {
			assert.deepEqual(await read({from: start, to: end}), [wantedStart, wantedEnd]);
		});
	}

	for (const [start, end, why] of [['yesterday', 'now', /from is not a time/], ['now', '-30m', /future|before/], ['2027-01-01', 'now', /future/], ['-10m', '-20m', /from must be before to/], ['2026-13-45T00:00:00Z', 'now', /not a time/]] as const) {
		await t.test(`${start} to ${end}`, async () => {
			const [said] = await read({from: start, to: end});
			assert.match(String(said), why);
		});
	}
});
