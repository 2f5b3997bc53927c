import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {sku, userId} from './people.js';

const actions = ['item added', 'item removed', 'cart viewed', 'cart viewed', 'cart merged after login'];

/** One line of pino, its level by name and its time in milliseconds. */
export const pino = (timeMs: number, level: 'info' | 'warn' | 'error', msg: string, rest: Readonly<Record<string, unknown>>): Written => ({
	level,
	line: JSON.stringify({
		level, time: timeMs, name: 'cart', msg, ...rest,
	}),
});

export const cartLine = (random: Random, timeMs: number, traceId: string): Written => pino(timeMs, 'info', random.pick(actions), {
	user: {id: userId(random), guest: random.chance(0.4)},
	item: {sku: sku(random), qty: random.int(1, 4)},
	responseTime: random.durationMs(7),
	traceId,
});

export const cartTrouble = (random: Random, timeMs: number): Written => random.chance(0.5)
	? pino(timeMs, 'error', 'price lookup failed', {err: {type: 'FetchError', message: 'request to http://catalog:8080/prices failed, reason: socket hang up', code: 'ECONNRESET'}, item: {sku: sku(random)}})
	: pino(timeMs, 'error', 'cart not saved', {err: {type: 'ReplyError', message: 'READONLY You can\'t write against a read only replica.'}, user: {id: userId(random)}});

export const cartChore = (random: Random, timeMs: number): Written =>
	pino(timeMs, 'info', 'abandoned carts expired', {count: random.int(0, 40), responseTime: random.durationMs(30)});

/** While the service is rolled out, the first connections of new pods fail. */
export const cartBlip = (random: Random, timeMs: number): Written =>
	pino(timeMs, 'error', 'redis connection lost', {err: {type: 'Error', message: 'connect ECONNREFUSED 10.43.7.21:6379', code: 'ECONNREFUSED'}, attempt: random.int(1, 3)});
