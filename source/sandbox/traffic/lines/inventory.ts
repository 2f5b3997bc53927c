import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {isoTime} from '../times.js';
import {orderId, sku} from './people.js';

const warehouses = ['ams1', 'fra2', 'waw1'];

/** `slowMs` is what it took longer than usual. */
export const stockLine = (random: Random, timeMs: number, slowMs = 0): Written => ({
	level: 'info',
	line: `ts=${isoTime(timeMs)} level=info msg="stock read" sku=${sku(random)} available=${random.int(0, 240)} warehouse=${random.pick(warehouses)} took=${random.durationMs(4) + slowMs}ms`,
});

export const reserveLine = (random: Random, timeMs: number, order: string, slowMs = 0): Written => {
	const head = `ts=${isoTime(timeMs)}`;
	const item = `sku=${sku(random)} warehouse=${random.pick(warehouses)}`;
	return random.chance(0.05)
		? {level: 'warn', line: `${head} level=warn msg="stock low" ${item} available=${random.int(0, 3)}`}
		: {level: 'info', line: `${head} level=info msg="stock reserved" order=${order} ${item} qty=${random.int(1, 4)} took=${random.durationMs(11) + slowMs}ms`};
};

export const inventoryTrouble = (random: Random, timeMs: number): Written => {
	const event = random.chance(0.7)
		? `msg="reservation conflict" order=${orderId(random)} sku=${sku(random)} err="row version changed"`
		: `msg="warehouse sync failed" warehouse=${random.pick(warehouses)} err="EOF"`;
	return {level: 'error', line: `ts=${isoTime(timeMs)} level=error ${event}`};
};

export const inventoryChore = (random: Random, timeMs: number): Written => ({
	level: 'info',
	line: `ts=${isoTime(timeMs)} level=info msg="warehouse synced" warehouse=${random.pick(warehouses)} changed=${random.int(0, 70)} took=${random.durationMs(340)}ms`,
});
