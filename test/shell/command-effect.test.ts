import assert from 'node:assert/strict';
import {test} from 'node:test';
import {judgeCommand} from '../../source/shell/command-effect.js';
import {growsTooFast} from '../helpers/cpu-growth.js';
import {changing, opaque, revealing} from './harmful.js';
import {harmless} from './harmless.js';

const effectOf = (text: string): string => judgeCommand(text).effect;

test('no command that does harm, shows secrets or hides what it does is called read only', async t => {
	const harmful = [...changing, ...revealing, ...opaque];
	for (const text of harmful) {
		await t.test(JSON.stringify(text), () => {
			assert.notEqual(effectOf(text), 'reads');
		});
	}
});

test('there are as many harmful and harmless commands as a share needs', () => {
	assert.equal(new Set([...changing, ...revealing, ...opaque]).size >= 400, true);
	assert.equal(new Set(harmless).size >= 200, true);
});

test('what changes things is called that, and what shows secrets or sends data away is called that', () => {
	const misnamed = [...changing.filter(text => effectOf(text) === 'reveals'), ...revealing.filter(text => effectOf(text) === 'unknown' || effectOf(text) === 'changes')];
	const unnamed = changing.filter(text => effectOf(text) === 'unknown');
	assert.ok(misnamed.length <= 0.05 * (changing.length + revealing.length), misnamed.join('\n'));
	assert.ok(unnamed.length <= 0.2 * changing.length, unnamed.join('\n'));
});

test('of the commands that only look, at most one in twenty is called anything else', () => {
	const others = harmless.filter(text => effectOf(text) !== 'reads');
	assert.ok(others.length <= 0.05 * harmless.length, others.map(text => `${effectOf(text)}: ${text}`).join('\n'));
	assert.deepEqual(harmless.filter(text => effectOf(text) === 'changes' || effectOf(text) === 'reveals'), []);
});

test('every judgement but read only says why', () => {
	for (const text of [...changing, ...revealing, ...opaque]) {
		const {effect, reason} = judgeCommand(text);
		assert.notEqual(reason ?? '', '', `${effect}: ${text}`);
	}
});

test('a command of any length and shape is judged in no more than in proportion to its length', {timeout: 20_000}, async t => {
	for (const part of ['\'', '"', '\\', '$(', 'a ', 'ls | ', 'sh -c ', 'watch ', 's/a/b/;', '{', '2>&1 ', 'kubectl exec p -- ', 'timeout 1 ', 'a=b ']) {
		await t.test(part, () => {
			const judge = (length: number) => () => {
				assert.ok(['reads', 'changes', 'reveals', 'unknown'].includes(effectOf(part.repeat(Math.ceil(length / part.length)))));
			};

			assert.ok(!growsTooFast(judge(100_000), judge(25_000)));
		});
	}
});
