import type {Level, StoryService} from '../fleet.js';
import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {
	isoTime,
	klogTime,
	nginxErrorTime,
	pythonTime,
} from '../times.js';
import {pino} from './cart.js';
import {zap} from './checkout.js';
import {logback} from './orders.js';
import {springLine, workerThread} from './payment.js';
import {clientIp} from './people.js';

type Said = {
	readonly random: Random;
	readonly timeMs: number;
	readonly level: Level;
	readonly message: string;
	/** What is behind it: an error of a library, of the system. */
	readonly cause: string | undefined;
};

type Logger = (said: Said) => Written;

const joined = ({message, cause}: Said): string => cause === undefined ? message : `${message}: ${cause}`;
const pythonLevels: Readonly<Record<Level, string>> = {
	debug: 'DEBUG', info: 'INFO', warn: 'WARNING', error: 'ERROR',
};
const numbers: Readonly<Record<Level, number>> = {
	debug: 100, info: 200, warn: 300, error: 400,
};

const logfmt: Logger = ({timeMs, level, message, cause}) => ({
	level, line: `ts=${isoTime(timeMs)} level=${level} msg=${JSON.stringify(message)}${cause === undefined ? '' : ` err=${JSON.stringify(cause)}`}`,
});

const json = (timeName: string): Logger => ({timeMs, level, message, cause}) => ({
	level, line: JSON.stringify({
		level, [timeName]: isoTime(timeMs), msg: message, ...(cause !== undefined && {error: {reason: cause}}),
	}),
});

/** How each service writes what it has to say; `parcels` has its levels as numbers, as Monolog's formatter writes them where it is told to. */
const loggers: Readonly<Record<StoryService | 'parcels' | 'price-feed', Logger>> = {
	frontend: said => ({level: said.level, line: `${nginxErrorTime(said.timeMs)} [${said.level}] 31#31: *${said.random.int(100_000, 999_999)} ${joined(said)}, client: ${clientIp(said.random)}, server: shop.example.com`}),
	'api-gateway': json('time'),
	auth: logfmt,
	catalog: said => ({level: said.level, line: `${pythonTime(said.timeMs)} [${pythonLevels[said.level]}] catalog.db: ${joined(said)}`}),
	search: json('ts'),
	cart: ({timeMs, level, message, cause}) => pino(timeMs, level === 'debug' ? 'info' : level, message, cause === undefined ? {} : {err: {type: 'Error', message: cause}}),
	checkout: ({timeMs, level, message, cause}) => zap(timeMs, level, 'checkout/handler.go:140', message, cause === undefined ? {} : {error: {kind: 'Unavailable', message: cause}}),
	payment: said => springLine(said.timeMs, said.level, workerThread(said.random), 'c.acme.payment.api.ErrorAdvice', joined(said)),
	orders: said => logback(said.timeMs, said.level, `orders-consumer-${said.random.int(0, 3)}-C-1`, 'OrderProjector', joined(said)),
	inventory: logfmt,
	notifications: said => ({level: said.level, line: `${nginxErrorTime(said.timeMs)} [${said.level}] ${joined(said)}`}),
	'billing-cron': said => ({level: said.level, line: `${said.level[0]?.toUpperCase() ?? ''}${klogTime(said.timeMs)}       1 ledger.go:93] ${joined(said)}`}),
	'price-feed': logfmt,
	parcels: said => ({
		level: said.level, line: JSON.stringify({
			message: joined(said), level: numbers[said.level], channel: 'parcels', datetime: isoTime(said.timeMs),
		}),
	}),
};

/** A service's own way to write a message, with what caused it. */
export const writeAs = (service: keyof typeof loggers) => (random: Random, timeMs: number, level: Level, message: string, cause?: string): Written => loggers[service]({
	random, timeMs, level, message, cause,
});
