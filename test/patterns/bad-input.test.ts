import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {test} from 'node:test';
import {createMiner} from '../../source/patterns/mining/miner.js';
import {joinLines} from '../../source/patterns/join-lines.js';
import {growsTooFast} from '../helpers/cpu-growth.js';
import {createRandom, throughJson} from './draw-lines.js';

const megabyte = 1_048_576;

const fill = (unit: string, length = megabyte): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);

const hostile: Readonly<Record<string, string>> = {
	'invalid UTF-8': Buffer.from([0x6F, 0x6B, 0xFF, 0xFE, 0xC3, 0x28, 0xED, 0xA0, 0x80, 0x20, 0x37]).toString('utf8'),
	'a lone high surrogate': 'broken \u{D83D} pair 7',
	'a lone low surrogate': '\u{DE00} broken',
	'surrogates at the cut': `${'x'.repeat(4095)}😀 tail`,
	'NUL and other control characters': 'a\u{0}b \u{1}\u{2}\u{7F} 7',
	'the wildcard itself': 'order <*> failed after <*>ms \u{E000}',
	'names of the prototype': '{"__proto__":{"x":1},"constructor":"y","hasOwnProperty":1,"level":"toString","msg":"valueOf"}',
	'10 MB': fill('error in order 7 ', 10 * megabyte),
	'100,000 levels of brackets': fill('[', 100_000),
	'100,000 levels of objects': fill('{"a":', 100_000),
	'1 MB of digits': fill('7'),
	'1 MB of spaces': fill(' '),
	'1 MB of quotes': fill('"'),
	'1 MB of backslashes': fill('\\'),
	'1 MB of equal signs': fill('='),
	'1 MB of colons': fill(':'),
	'1 MB of dots': fill('.'),
	'1 MB of slashes': fill('/a'),
	'1 MB of emoji': fill('😀'),
	'1 MB of escape sequences': fill('\u{1B}[31;'),
	'an unfinished escape sequence': `a\u{1B}]0;${fill('x', 5000)}`,
	'1 MB of hexadecimal runs': fill('0123456789ab '),
	'1 MB of hexadecimal groups': fill('ab:'),
	'1 MB of dotted names': fill('a.b.c:1 '),
	'1 MB of pairs': fill('a="b" '),
	'1 MB of unfinished pairs': fill('a="'),
	'1 MB of JSON in JSON': fill(String.raw`{\"log\":\"`),
	'1 MB of frames': `boom\n${fill('\tat a.b.C.d(E.java:1)\n')}`,
	'1 MB of continued lines': fill('at a(b\n'),
	'1 MB of dates': fill('Mon Jan 1 2026 '),
	'1 MB of requests': fill('"GET /a HTTP/1.1" 200 '),
	'1 MB of addresses': fill('10.0.0.1 - - [01/Mar/2026:12:00:00 +0000] '),
	'repetition that makes expressions backtrack': `${fill('a', 5000)}! ${fill('aaaaaa ', 5000)}${fill('(x+x+)+y', 5000)}`,
	nothing: '',
	'a line break': '\n',
};

test('no line throws, and each one counts', () => {
	const miner = createMiner();
	for (const line of Object.values(hostile)) {
		miner.add(line, 0);
		miner.add(line, 1);
	}

	const lines = Object.keys(hostile).length * 2;
	assert.equal(miner.totals().lines, lines);
	assert.equal(miner.patterns().reduce((sum, {count}) => sum + count, 0) + miner.totals().evictedLines, lines);
	assert.ok(JSON.stringify(miner.save()).length > 0);
});

for (const [name, line] of Object.entries(hostile)) {
	test(`${name}: taken in no more than in proportion to its length, with a short template and short examples`, () => {
		const miner = createMiner();
		const {patternId} = miner.add(line, 0);
		const add = (text: string) => () => {
			createMiner().add(text, 0);
		};

		assert.ok(!growsTooFast(add(line), add(line.slice(0, line.length / 4))));
		const pattern = miner.pattern(patternId)!;
		assert.ok(pattern.template.length <= 1200, `${pattern.template.length}`);
		assert.ok(pattern.examples.every(example => example.length <= 2048));
	});
}

test('a line that was cut shows it in its pattern, and is another one than the same line that was not', () => {
	const miner = createMiner();
	const short = 'word '.repeat(800);
	miner.add(short, 0);
	miner.add('word '.repeat(900), 0);
	miner.add('word '.repeat(1900), 0);
	assert.equal(miner.patterns().length, 2);
	assert.ok(miner.patterns().some(({template}) => template.endsWith('…')));
});

test('times that are no numbers do not throw', () => {
	const miner = createMiner();
	miner.add('a', NaN);
	miner.add('a', -1);
	assert.equal(miner.patterns()[0]?.count, 2);
});

test('random bytes, cut and joined at random, are taken', () => {
	const random = createRandom(5);
	const parts = Object.values(hostile).map(line => line.slice(0, 60));
	const miner = createMiner({maxPatterns: 50});
	for (let index = 0; index < 3000; index++) {
		const pick = (): string => parts[Math.floor(random() * parts.length)]!.slice(Math.floor(random() * 10), 10 + Math.floor(random() * 50));
		miner.add(`${pick()} ${String.fromCharCode(Math.floor(random() * 65_536))}${pick()}`, index);
	}

	const held = miner.patterns().reduce((sum, {count}) => sum + count, 0);
	assert.equal(held + miner.totals().evictedLines, 3000);
});

test('a flood of unlike lines stays within the caps', () => {
	const random = createRandom(9);
	const miner = createMiner({maxPatterns: 100});
	const word = (): string => Array.from({length: 6}, () => 'abcdefghijklmnopqrstuvwxyz'[Math.floor(random() * 26)]).join('');
	for (let index = 0; index < 5000; index++) {
		miner.add(Array.from({length: 8}, () => word()).join(' '), index);
	}

	const saved = throughJson(miner.save()) as {patterns: unknown[]; keys: unknown[]; aliases: unknown[]; seen: unknown[]; holes: {holes: unknown[]; groups: unknown[]}};
	assert.ok(miner.patterns().length <= 100);
	assert.ok(saved.keys.length <= 500);
	assert.ok(saved.aliases.length <= 500);
	assert.ok(saved.seen.length <= 1000);
	assert.ok(saved.holes.holes.length <= 2000);
	assert.ok(saved.holes.groups.length <= 250);
});

test('hostile lines can be joined', () => {
	const lines = Object.values(hostile).map((line, index) => ({line, timeMs: index, stream: 'a'}));
	const events = joinLines(lines, ({stream}) => stream);
	assert.equal(events.reduce((sum, event) => sum + event.lines.length, 0), lines.length);
});
