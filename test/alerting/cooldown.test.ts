import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createCooldown} from '../../source/alerting/cooldown.js';

test('the same alert within its cooldown asks for a second press', () => {
	const cooldown = createCooldown({cooldownMs: 1000, confirmMs: 100});
	assert.deepEqual(cooldown.press(['a'], 0), {type: 'send', keys: ['a']});
	cooldown.sent('a', 0);
	assert.deepEqual(cooldown.press(['a'], 500), {type: 'confirm', sentMs: 0, untilMs: 600});
	assert.deepEqual(cooldown.press(['a'], 599), {type: 'send', keys: ['a']});
});

test('a second press that comes late asks again', () => {
	const cooldown = createCooldown({cooldownMs: 1000, confirmMs: 100});
	cooldown.sent('a', 0);
	cooldown.press(['a'], 500);
	assert.deepEqual(cooldown.press(['a'], 600), {type: 'confirm', sentMs: 0, untilMs: 700});
});

test('a confirmed alert begins a cooldown of its own', () => {
	const cooldown = createCooldown({cooldownMs: 1000, confirmMs: 100});
	cooldown.sent('a', 0);
	cooldown.press(['a'], 500);
	cooldown.press(['a'], 550);
	cooldown.sent('a', 550);
	assert.deepEqual(cooldown.press(['a'], 560), {type: 'confirm', sentMs: 550, untilMs: 660});
});

test('another alert, and the same one after its cooldown, are sent at once', () => {
	const cooldown = createCooldown({cooldownMs: 1000});
	cooldown.sent('a', 0);
	assert.deepEqual(cooldown.press(['b'], 1), {type: 'send', keys: ['b']});
	assert.deepEqual(cooldown.press(['a'], 1000), {type: 'send', keys: ['a']});
});

test('an alert that was never noted as sent is sent again at once', () => {
	const cooldown = createCooldown({cooldownMs: 1000});
	cooldown.press(['a'], 0);
	assert.deepEqual(cooldown.press(['a'], 1), {type: 'send', keys: ['a']});
});

test('only the newest alerts are remembered', () => {
	const cooldown = createCooldown({cooldownMs: 1_000_000});
	for (let index = 0; index < 600; index++) {
		cooldown.sent(String(index), index);
	}

	assert.deepEqual(cooldown.press(['0'], 700), {type: 'send', keys: ['0']});
	assert.equal(cooldown.press(['599'], 700).type, 'confirm');
});

test('what one target has got is not asked about while another one has not', () => {
	const cooldown = createCooldown({cooldownMs: 1000});
	cooldown.sent('a slack', 0);
	assert.deepEqual(cooldown.press(['a slack', 'a pager'], 10), {type: 'send', keys: ['a pager']});
	assert.deepEqual(cooldown.press(['a slack', 'a pager'], 20), {type: 'send', keys: ['a pager']}, 'it failed');
	cooldown.sent('a pager', 20);
	assert.deepEqual(cooldown.press(['a slack', 'a pager'], 30), {type: 'confirm', sentMs: 20, untilMs: 10_030});
	assert.deepEqual(cooldown.press(['a slack', 'a pager'], 40), {type: 'send', keys: ['a slack', 'a pager']});
});
