import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {test} from 'node:test';
import {createMiner} from '../../../source/patterns/mining/miner.js';
import type {PatternMiner} from '../../../source/patterns/types.js';
import {createRandom, throughJson} from '../draw-lines.js';

const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace'];

const addAll = (miner: PatternMiner, lines: readonly string[]) => lines.map((line, index) => miner.add(line, index * 1000));
const templates = (miner: PatternMiner): readonly string[] => miner.patterns().map(({template}) => template);

test('lines that differ in variables are one pattern, new once, and the template reads like the line', () => {
	const miner = createMiner();
	const mined = addAll(miner, ['order 1 failed after 20ms', 'order 22 failed after 7ms', 'order 3 shipped']);
	assert.deepEqual(mined.map(({isNew}) => isNew), [true, false, true]);
	assert.equal(mined[0]!.patternId, mined[1]!.patternId);
	assert.deepEqual(templates(miner), ['order <*> failed after <*>ms', 'order <*> shipped']);
});

test('a pattern tells its level, its count, when it was first and last seen and a few of its lines', () => {
	const miner = createMiner();
	for (let index = 1; index <= 10; index++) {
		miner.add(`level=error msg="order ${index} failed"`, index * 1000);
	}

	const [pattern] = miner.patterns();
	assert.equal(pattern?.level, 'error');
	assert.equal(pattern.count, 10);
	assert.deepEqual([pattern.firstSeenMs, pattern.lastSeenMs], [1000, 10_000]);
	assert.deepEqual(pattern.examples, ['level=error msg="order 1 failed"', 'level=error msg="order 4 failed"', 'level=error msg="order 8 failed"']);
	assert.deepEqual(miner.pattern(pattern.id), pattern);
	assert.equal(miner.pattern('nobody'), undefined);
});

test('lines that come late move the first time, not the last', () => {
	const miner = createMiner();
	miner.add('a 1', 5000);
	miner.add('a 2', 1000);
	assert.deepEqual([miner.patterns()[0]!.firstSeenMs, miner.patterns()[0]!.lastSeenMs], [1000, 5000]);
});

test('examples are cut to 2 KB and never inside a pair of surrogates', () => {
	const miner = createMiner();
	miner.add(`x${'😀'.repeat(2000)}`, 0);
	const [example = ''] = miner.patterns()[0]!.examples;
	assert.equal(example.length, 2047);
	assert.equal(Buffer.from(example).toString(), example);
});

test('names in one place merge to one pattern, which is not new, and old ids lead to it', () => {
	const miner = createMiner();
	const mined = addAll(miner, users.map(user => `user ${user} has logged in from 10.0.0.1`));
	assert.deepEqual(mined.map(({isNew}) => isNew), [true, true, false, false, false, false, false]);
	assert.deepEqual(templates(miner), ['user <*> has logged in from <*>']);
	const ids = new Set(mined.map(({patternId}) => miner.resolve(patternId)));
	assert.equal(ids.size, 1);
	assert.equal(miner.pattern(mined[1]!.patternId)?.count, users.length);
});

test('words that are no names need more different values, and short lines more still', () => {
	const animals = ['otter', 'falcon', 'badger', 'heron', 'weasel', 'lynx', 'marten', 'stoat', 'vole', 'shrew', 'mole', 'hare', 'newt'];
	const merged = (count: number, line: (animal: string) => string): boolean => {
		const miner = createMiner();
		addAll(miner, animals.slice(0, count).map(animal => line(animal)));
		return miner.patterns().length === 1;
	};

	assert.equal(merged(4, animal => `the ranger counted every wild ${animal} near the river today`), false);
	assert.equal(merged(5, animal => `the ranger counted every wild ${animal} near the river today`), true);
	assert.equal(merged(11, animal => `counted ${animal} again`), false);
	assert.equal(merged(12, animal => `counted ${animal} again`), true);
	assert.equal(merged(13, animal => animal), false);
});

test('two names in one line merge where each of them varies', () => {
	const miner = createMiner();
	const cities = ['Berlin', 'Paris', 'Oslo', 'Rome', 'Madrid', 'Lisbon', 'Vienna'];
	const mined = addAll(miner, users.map((user, index) => `session of user ${user} was moved to node ${cities[index]!} at last`));
	assert.deepEqual(templates(miner), ['session of user <*> was moved to node <*> at last']);
	assert.equal(mined.at(-1)?.isNew, false);
});

test('a variable that was seen as a number takes a name, too', () => {
	const miner = createMiner();
	const mined = addAll(miner, ['cannot read the file /etc/app/7.conf of job 3', 'cannot read the file settings.conf of job 3']);
	assert.equal(mined[1]!.isNew, false);
	assert.equal(miner.patterns().length, 1);
});

test('lists of any length are one pattern', () => {
	const miner = createMiner();
	addAll(miner, ['deleting blk_1', 'deleting blk_1 blk_2', 'deleting blk_3 blk_4 blk_5 blk_6', 'sizes 1, 2, 3', 'sizes 4, 5']);
	assert.deepEqual(templates(miner).toSorted(), ['deleting blk_<*>', 'sizes <*>, <*>, <*>']);
});

test('a unit in which lines of one pattern differ is not shown', () => {
	const miner = createMiner();
	addAll(miner, ['retry in 20ms', 'retry in 1.5s', 'retry in 2m3s']);
	assert.deepEqual(templates(miner), ['retry in <*>']);
});

test('a long message is one pattern whoever writes it, a short one is not', () => {
	const miner = createMiner();
	addAll(miner, [
		'2026-03-01 12:00:00 INFO a.Pool - connection to 10.0.0.1 was closed by the server',
		'2026-03-01 12:00:00 INFO b.Pool - connection to 10.0.0.2 was closed by the server',
		'2026-03-01 12:00:00 INFO a.Pool - started',
		'2026-03-01 12:00:00 INFO b.Pool - started',
	]);
	assert.deepEqual(templates(miner).toSorted(), ['a.Pool: started', 'b.Pool: started', 'connection to <*> was closed by the server']);
});

test('an id is the same in another miner that meets the same line first', () => {
	const line = 'level=error msg="order 7 failed"';
	assert.equal(createMiner().add(line, 0).patternId, createMiner().add(line.replace('7', '99'), 5).patternId);
});

test('the pattern that was not used for longest is evicted, and is not new when it comes back', () => {
	const miner = createMiner({maxPatterns: 8});
	const first = miner.add('alpha beta gamma 1', 0);
	for (const user of users) {
		for (const word of ['created', 'deleted', 'locked']) {
			miner.add(`${user} ${word}`, 1);
		}
	}

	assert.ok(miner.patterns().length <= 8);
	assert.equal(miner.pattern(first.patternId), undefined);
	const again = miner.add('alpha beta gamma 2', 2);
	assert.deepEqual(again, {patternId: first.patternId, isNew: false, level: 'unknown'});
	assert.equal(miner.pattern(first.patternId)?.count, 1);
});

test('no line is lost from the count: what was evicted is told', () => {
	const miner = createMiner({maxPatterns: 10});
	const random = createRandom(3);
	for (let index = 0; index < 2000; index++) {
		miner.add(`${users[Math.floor(random() * users.length)]!} ${'abcdefgh'[index % 8]!}${'xyz'[index % 3]!} went ${index}`, index);
	}

	const held = miner.patterns().reduce((sum, {count}) => sum + count, 0);
	assert.deepEqual(miner.totals(), {lines: 2000, evictedLines: 2000 - held});
});

test('a saved miner goes on where it was: patterns, ids, merges, what is new', () => {
	const miner = createMiner();
	const lines = [...users.slice(0, 4).map(user => `user ${user} has logged in from 10.0.0.1`), 'order 1 failed after 3ms', 'level=warn msg="queue mail is full"'];
	const ids = addAll(miner, lines).map(({patternId}) => patternId);
	const saved = throughJson(miner.save());
	const restored = createMiner({saved});
	assert.deepEqual(restored.patterns(), miner.patterns());
	assert.deepEqual(restored.totals(), miner.totals());
	assert.equal(restored.resolve(ids[2]!), miner.resolve(ids[2]!));
	for (const line of [...lines, 'user zoe has logged in from 10.0.0.9', 'order 9 failed after 3ms']) {
		assert.equal(restored.add(line, 1).isNew, false, line);
	}

	assert.equal(restored.add('something else entirely happened here', 1).isNew, true);
	assert.deepEqual(throughJson(createMiner({saved}).save()), saved);
});

test('a miner restored half way merges like one that never stopped', () => {
	const lines = users.map(user => `user ${user} has logged in from 10.0.0.1`);
	const whole = createMiner();
	addAll(whole, lines);
	const first = createMiner();
	addAll(first, lines.slice(0, 2));
	const second = createMiner({saved: throughJson(first.save())});
	addAll(second, lines.slice(2));
	assert.deepEqual(templates(second), templates(whole));
});

test('what is saved by something else is ignored', () => {
	for (const saved of [undefined, null, 7, 'x', [], {}, {version: 99}, {version: 1, patterns: 'x'}, {
		version: 1, lines: 1, evictedLines: 0, patterns: [{}], keys: [], aliases: [], seen: [], holes: {holes: [], groups: []},
	}]) {
		const miner = createMiner({saved});
		assert.deepEqual(miner.patterns(), []);
		assert.equal(miner.add('a', 0).isNew, true);
	}
});

test('a level that Loki gives is that of a line that marks none, unknown is not', () => {
	const miner = createMiner();
	assert.equal(miner.add('db gone', 0, 'error').level, 'error');
	assert.equal(miner.add('db gone', 0, 'unknown').level, 'unknown');
	assert.equal(miner.patterns().length, 2);
});
