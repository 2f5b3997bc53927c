import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMiner} from '../../../source/patterns/mining/miner.js';

const names = ['otter', 'falcon', 'badger', 'heron', 'weasel', 'lynx', 'marten', 'stoat'];

/** Whether a line is news after so many lines in which one word stands. */
function isNews(line: (name: string) => string, name: string, count = 40): boolean {
	const miner = createMiner();
	for (let index = 0; index < count; index++) {
		miner.add(line(names[index % names.length]!), index);
	}

	return miner.add(line(name), count).isNew;
}

const invalidUser = (name: string): string => `Invalid user ${name} from 10.0.0.7`;

test('a variable of two or three words is no news where one word has stood often', () => {
	assert.equal(isNews(invalidUser, 'john smith'), false);
	assert.equal(isNews(invalidUser, 'john f smith'), false);
	assert.equal(isNews(name => `moved the files of customer "${name}" to the archive`, 'Acme Tools'), false);
	assert.equal(isNews(name => `level=warn msg="quota of tenant ${name} is at 91 %"`, 'Blue Whale'), false);
});

test('it is where the pattern was seen a few times only, or the words say what happened', () => {
	assert.equal(isNews(invalidUser, 'john smith', 8), true);
	for (const words of ['lookup failed', 'not found', 'expired password', 'locked out', 'john smith smith smith']) {
		assert.equal(isNews(invalidUser, words), true, words);
	}
});

test('words in another place than that of the variable are news', () => {
	const miner = createMiner();
	for (let index = 0; index < 40; index++) {
		miner.add(invalidUser(names[index % names.length]!), index);
	}

	assert.equal(miner.add('Invalid user otter calls from 10.0.0.7 again', 41).isNew, true);
	assert.equal(miner.add('Invalid group user otter from 10.0.0.7', 41).isNew, true);
});

test('the lines count in the pattern of those with one word', () => {
	const miner = createMiner();
	for (let index = 0; index < 40; index++) {
		miner.add(invalidUser(names[index % names.length]!), index);
	}

	miner.add(invalidUser('john smith'), 41);
	miner.add(invalidUser('jane smith'), 42);
	assert.deepEqual(miner.patterns().map(({template, count}) => [template, count]), [['Invalid user <*> from <*>', 42]]);
});
