import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {openFleet, type Program} from './fleet.js';

const programs: readonly Program[] = [
	{service: 'pino', calm: ['{"level":30,"time":1772420400000,"msg":"request completed"}'], failing: ['{"level":50,"time":1772420400000,"msg":"cannot read rates"}']},
	{service: 'klog', calm: ['I0302 03:00:00.000000       1 ctl.go:90] synced'], failing: ['E0302 03:00:00.000000       1 ctl.go:99] cannot sync']},
	{service: 'plain', calm: ['level=info msg=served'], failing: ['level=error msg="disk is full"']},
];

let fleet: Awaited<ReturnType<typeof openFleet>> | undefined;

afterEach(async () => {
	await fleet?.close();
	fleet = undefined;
});

/** A fleet before whose Loki something answers 400 to each metric query that `isRefused`. */
async function refusing(isRefused: (query: string) => boolean, version: '2.9.17' | '3.7.6' = '3.7.6') {
	const opened = await openFleet(programs, version);
	opened.proxy.interfere = (_request, response, parameters) => {
		const query = parameters.get('query') ?? '';
		const isStopped = query.includes('count_over_time') && isRefused(query);
		if (isStopped) {
			response.writeHead(400, {'content-type': 'text/plain'}).end('parse error at line 1, col 60: stage \'|~\' : error parsing regexp: expression is too large');
		}

		return isStopped;
	};

	fleet = opened;
	return opened;
}

const namesOf = (names: readonly string[]): string => names.join('\n');

test('a Loki that refuses a service\'s error filter from the start on is counted the plain way, and the answer says whose errors cannot be told', async () => {
	const {check, fail, pass} = await refusing(query => query.includes('|~'));
	const {read: cold} = await check();
	assert.equal(cold.services, 3);
	assert.deepEqual(cold.anomalies, []);
	const told = cold.notes.find(note => note.includes('rejects'));
	assert.match(told ?? '', /klog, pino/, namesOf(cold.notes));
	assert.match(told ?? '', /--error-filter/);
	pass(1);
	fail('plain');
	pass(8);
	const {read: failing, requests} = await check();
	assert.ok(failing.anomalies.some(({service, kind}) => service === 'plain' && kind === 'error-spike'), 'the others are counted by their level');
	assert.ok(failing.notes.some(note => note.includes('rejects')), namesOf(failing.notes));
	assert.ok(requests < 60, `${requests} requests`);
});

for (const version of ['2.9.17', '3.7.6'] as const) {
	test(`a filter that is refused takes nothing from the others, on a Loki ${version}`, async () => {
		const {check, fail, pass} = await refusing(query => /app=~?"[^"]*pino/.test(query), version);
		const {read: cold} = await check();
		assert.match(cold.notes.find(note => note.includes('rejects')) ?? '', /of pino[^,]/, namesOf(cold.notes));
		pass(1);
		fail('klog', 'plain');
		pass(8);
		await check();
		pass(1);
		const {read} = await check();
		assert.deepEqual([...new Set(read.anomalies.filter(({kind}) => kind === 'error-spike').map(({service}) => service))].toSorted(), ['klog', 'plain']);
	});
}

test('a Loki that refuses every count says so', async () => {
	const {check} = await refusing(() => true);
	await assert.rejects(check(), /expression is too large/);
});

test('a filter that is taken later is used from then on', async () => {
	const opened = await refusing(query => query.includes('|~'));
	await opened.check();
	opened.proxy.interfere = undefined;
	opened.fail('pino');
	opened.pass(8);
	await opened.check();
	opened.pass(1);
	const {read} = await opened.check();
	assert.ok(read.anomalies.some(({service, kind}) => service === 'pino' && kind === 'error-spike'), namesOf(read.notes));
	assert.deepEqual(read.notes.filter(note => note.includes('rejects')), []);
});
