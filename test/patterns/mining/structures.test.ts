import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMiner} from '../../../source/patterns/mining/miner.js';

const templatesOf = (lines: readonly string[]): readonly string[] => {
	const miner = createMiner();
	for (const [index, line] of lines.entries()) {
		miner.add(line, index);
	}

	return miner.patterns().map(({template}) => template).toSorted();
};

/** Lines of one statement, whatever is printed in them, and how they read. */
const one: ReadonlyArray<readonly [what: string, template: string, lines: readonly string[]]> = [
	['a list of words behind a name', 'subscribed to topics: [<*>] as group <*>', [
		'subscribed to topics: [orders] as group g1', 'subscribed to topics: [orders, payments] as group g2', 'subscribed to topics: [stock, audit, mail] as group g3',
	]],
	['a list of words in a field', 'plan ready Plan(stops=[<*>], cost=<*>)', [
		'plan ready Plan(stops=[lyon, nice], cost=7)', 'plan ready Plan(stops=[paris, lyon, nice], cost=9)',
	]],
	['a list of quoted words', 'feature store loaded columns=[<*>] in <*>ms', [
		'feature store loaded columns=["age", "zip"] in 7ms', 'feature store loaded columns=["age", "zip", "country"] in 17ms',
	]],
	['a list of printed objects', 'cart holds [Item(sku=<*>, count=<*>)] now', [
		'cart holds [Item(sku=a1, count=2)] now', 'cart holds [Item(sku=a1, count=2), Item(sku=b7, count=1)] now', `cart holds [${'Item(sku=a1, count=2), '.repeat(20)}Item(sku=b7, count=1)] now`,
	]],
	['a list in a list', 'routes: [Route{id=<*>, via=[<*>]}] loaded', [
		'routes: [Route{id=7, via=[lyon, nice]}] loaded', 'routes: [Route{id=7, via=[lyon, nice]}, Route{id=8, via=[paris, lyon, nice]}, Route{id=9, via=[brest]}] loaded',
	]],
	['a map whose keys are variables', 'prices by tier: {<*>:<*>={rate=<*>, tier=<*>}} applied', [
		'prices by tier: {17:goldTier={rate=0.4, tier=goldTier}, 18:basicTier={rate=0.2, tier=basicTier}} applied',
		'prices by tier: {17:basicTier={rate=0.4, tier=basicTier}, 19:goldTier={rate=0.2, tier=goldTier}, 20:goldTier={rate=0.2, tier=goldTier}} applied',
	]],
	['an enum in a printed object of an object', 'saved Order(id=<*>, item=Item(sku=<*>, category=<*>))', [
		'saved Order(id=7, item=Item(sku=a1, category=BOOKS))', 'saved Order(id=8, item=Item(sku=a2, category=TOYS))',
	]],
	['a date with and without its time', 'export for <*> requested', [
		'export for 2026-03-01 requested', 'export for 2026-03-01 12:00:00 requested', 'export for 2026-03-01T12:00:00 requested',
	]],
];

for (const [what, template, lines] of one) {
	test(`${what} is one pattern`, () => {
		assert.deepEqual(templatesOf(lines), [template]);
	});
}

for (const items of [59, 77, 300, 2000]) {
	test(`a list of ${items} entries is the same pattern as one of three, with what stands behind it`, () => {
		const line = (count: number, end: string): string => `12:00:00 INFO sold tickets: [${Array.from({length: count}, (_, index) => `Ticket(seat=${index}, from=lyon${index}, to=nice${index})`).join(', ')}], state=${end}`;
		assert.deepEqual(templatesOf([line(3, 'closed'), line(items, 'closed')]), ['sold tickets: [Ticket(seat=<*>, from=<*>, to=<*>)], state=closed']);
		assert.equal(templatesOf([line(3, 'closed'), line(items, 'failed')]).length, 2);
	});
}

test('a long list in JSON leaves the fields behind it readable', () => {
	const line = (count: number): string => JSON.stringify({ids: Array.from({length: count}, (_, index) => `id-${index}`), level: 'error', msg: 'batch rejected'});
	assert.deepEqual(templatesOf([line(3), line(1500)]), ['batch rejected']);
});

/** What a structure says of what happened stays. */
const apart: ReadonlyArray<readonly string[]> = [
	['health: [failed, timeout]', 'health: [ready, closed]'],
	['status changed from [GREEN] to [RED]', 'status changed from [RED] to [GREEN]'],
	['answer Response(status=1, error=Timeout)', 'answer Response(status=1, error=Refused)'],
	['results: [Check(name=a1, state=ready), Check(name=a2, state=ready)]', 'results: [Check(name=a1, state=ready), Check(name=a2, state=failed)]'],
	['received OrderEvent(type=OrderPaid, id=7)', 'received OrderEvent(type=OrderCancelled, id=7)'],
	['rows: []', 'rows: [a1, b2]'],
];

for (const lines of apart) {
	test(`never one pattern: ${lines.join(' | ')}`, () => {
		assert.equal(templatesOf([...lines, ...lines]).length, lines.length);
	});
}
