import {sku, userId} from './lines/people.js';
import {storyServices} from './fleet.js';
import {isoTime} from './times.js';
import type {Stage, Written} from './stage.js';
import type {Random} from './random.js';

const minuteMs = 60_000;
const areas = [
	'pricing',
	'tax',
	'fraud',
	'shipping',
	'returns',
	'wishlist',
	'reviews',
	'loyalty',
	'coupons',
	'media',
	'profiles',
	'addresses',
	'geo',
	'quotes',
	'payouts',
	'disputes',
	'webhooks',
	'audit',
	'reports',
	'exports',
	'imports',
	'feeds',
	'ranking',
	'experiments',
	'stock',
	'suppliers',
	'couriers',
	'labels',
	'pickups',
	'translations',
	'sessions',
	'consents',
	'chat',
	'stores',
	'bundles',
	'giftcards',
];
const roles = ['api', 'worker', 'sync', 'cache', 'scheduler', 'proxy'];
/** Together the generic services write no more than this, however many they are. */
const allLinesPerMinute = 150;
const maxLinesPerMinute = 3;
const errorShare = 0.005;
const warnShare = 0.01;

/** `count` service names: the story's and, past these, plain ones for benches. At least the story's. */
export const serviceNames = (count: number): readonly string[] => {
	const names: string[] = [...storyServices];
	for (let index = 0; names.length < count; index++) {
		const turn = Math.floor(index / (areas.length * roles.length));
		const name = `${areas[index % areas.length] ?? ''}-${roles[Math.floor(index / areas.length) % roles.length] ?? ''}`;
		names.push(turn === 0 ? name : `${name}-${turn + 1}`);
	}

	return names;
};

const genericLine = (random: Random, timeMs: number): Written => {
	const head = `ts=${isoTime(timeMs)}`;
	const draw = random.next();
	if (draw < errorShare) {
		return {level: 'error', line: `${head} level=error msg="job failed" job=${random.hex(8)} err="connection reset by peer"`};
	}

	if (draw < errorShare + warnShare) {
		return {level: 'warn', line: `${head} level=warn msg="job slow" job=${random.hex(8)} took=${random.durationMs(2400)}ms`};
	}

	const event = draw < 0.6
		? `msg="job done" job=${random.hex(8)} sku=${sku(random)} took=${random.durationMs(35)}ms`
		: `msg="request served" user=${userId(random)} status=200 took=${random.durationMs(12)}ms`;
	return {level: 'info', line: `${head} level=info ${event}`};
};

/** A minute of the services past the story's. */
export const playGenerics = (stage: Stage, services: readonly string[], minuteStartMs: number, shape: number): void => {
	const {random} = stage;
	const generics = services.slice(storyServices.length);
	const perMinute = Math.min(maxLinesPerMinute, allLinesPerMinute / generics.length) * shape;
	for (const service of generics) {
		const lines = random.poisson(perMinute);
		for (let line = 0; line < lines; line++) {
			const timeMs = minuteStartMs + (random.next() * minuteMs);
			stage.write(service, timeMs, genericLine(random, timeMs));
		}
	}
};
