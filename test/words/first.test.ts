import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {First} from '../../source/detect/incidents/first.js';
import {firstWords, outsideWords} from '../../source/words/first.js';

const first = (change: Partial<First> = {}): First => ({
	service: 'payment', onsetMs: 0, confidence: 'likely', rival: undefined, everything: undefined, outside: undefined, ...change,
});
const told = (change?: Partial<First>, at = '02:58'): string => firstWords(first(change), {at});

test('who was first is told with how sure that is, and with its time where there is one', () => {
	assert.equal(told(), 'payment likely first at 02:58');
	assert.equal(told({confidence: undefined}), 'payment first at 02:58');
	assert.equal(told({confidence: 'unclear', rival: 'cart'}), 'unclear: payment or cart, at 02:58');
	assert.equal(told({confidence: 'preliminary'}), 'payment first at 02:58 (preliminary)');
	assert.equal(told({}, ''), 'payment likely first');
	assert.equal(told({confidence: 'unclear', rival: 'cart'}, ''), 'unclear: payment or cart');
	assert.equal(told({service: '*', confidence: undefined}), 'all services first at 02:58');
});

test('of most of the fleet nobody is told to be the first', () => {
	assert.equal(told({everything: {broken: 38, services: 40}}), 'everything: 38 of 40 services');
	assert.equal(told({everything: {broken: 38, services: 40}, confidence: 'preliminary'}), 'everything: 38 of 40 services (preliminary)');
});

test('a host outside is told beside the first that names it, and in its place where several name it', () => {
	const alone = first({outside: {host: 'db-primary', by: ['payment']}});
	assert.equal(firstWords(alone, {at: '02:58'}), 'payment likely first at 02:58');
	assert.deepEqual(outsideWords(alone), ['its errors name db-primary (not in Loki)']);
	const both = first({confidence: 'unclear', rival: 'cart', outside: {host: 'db-primary', by: ['payment', 'cart']}});
	assert.equal(firstWords(both, {at: '02:58'}), 'db-primary (not in Loki) likely first, named by payment at 02:58');
	assert.deepEqual(outsideWords(both), []);
	const others = first({outside: {host: 'db-primary', by: ['cart', 'orders']}});
	assert.deepEqual([firstWords(others, {at: ''}), ...outsideWords(others)], ['payment likely first']);
});
