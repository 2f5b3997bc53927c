import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {nginxErrorTime} from '../times.js';
import {orderId, userId} from './people.js';

const templates = ['order-confirmed', 'parcel-on-its-way', 'password-reset', 'review-request'];

export const mailLine = (random: Random, timeMs: number, order: string): Written => ({
	level: 'info',
	line: `${nginxErrorTime(timeMs)} [info] mailer: queued order-confirmed for ${userId(random)}, order ${order}`,
});

export const notificationsTrouble = (random: Random, timeMs: number): Written => {
	const event = random.chance(0.6)
		? `mailer: relay refused message for ${userId(random)}: 451 4.7.1 try again later`
		: `push: device token of ${userId(random)} is gone, order ${orderId(random)}`;
	return {level: 'error', line: `${nginxErrorTime(timeMs)} [error] ${event}`};
};

export const notificationsChore = (random: Random, timeMs: number): Written => ({
	level: 'info',
	line: `${nginxErrorTime(timeMs)} [info] mailer: sent ${random.pick(templates)} to ${userId(random)} in ${random.durationMs(180)} ms`,
});
