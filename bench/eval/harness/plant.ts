import {createRandom} from '../../../source/sandbox/traffic/random.js';
import {isoTime} from '../../../source/sandbox/traffic/times.js';
import type {SandboxEntry} from '../../../source/sandbox/types.js';
import type {Played} from '../traffic.js';
import type {Secret} from './secrets.js';

/** Where a secret stands; in the order in which they take turns. */
const places = ['text', 'logfmt', 'json', 'metadata', 'label'] as const;

export type Planted = Pick<Played, 'entries' | 'before' | 'nowMs'> & {
	readonly services: readonly string[];
	readonly places: ReadonlyMap<Secret, typeof places[number]>;
};

const nowMs = Date.UTC(2026, 2, 4, 2, 40, 20);
const minuteMs = 60_000;
const serviceCount = 5;
const calmMinutes = 50;
const troubleMs = 4 * minuteMs;
/** What a service was doing as it told a secret: each a pattern of its own. */
const doings = ['could not open the ledger', 'refused an upload', 'gave up on a webhook', 'lost a payout', 'dropped a session', 'failed to sync stock', 'rejected a refund', 'could not print a label', 'broke off a login', 'left a report unsent'] as const;

const quote = (text: string): string => JSON.stringify(text);

/** An incident in each of five services; among the errors of each, ten lines that tell a secret, in their text, a field, a label or structured metadata. */
export const plantSecrets = (secrets: readonly Secret[], seed: number): Planted => {
	const random = createRandom(seed, secrets.length);
	const services = Array.from({length: serviceCount}, (_, index) => `shop-${index + 1}`);
	const entries: SandboxEntry[] = [];
	const placeOf = new Map<Secret, typeof places[number]>();
	const onsetMs = nowMs - troubleMs;
	const write = (service: string, timeMs: number, line: string, labels: Readonly<Record<string, string>> = {}, metadata?: Readonly<Record<string, string>>): void => {
		entries.push({
			labels: {namespace: 'shop', service_name: service, ...labels},
			timeNs: (BigInt(Math.floor(timeMs)) * 1_000_000n) + BigInt(random.int(0, 999_999)),
			line,
			...(metadata && {metadata}),
		});
	};

	for (const service of services) {
		for (let timeMs = nowMs - (calmMinutes * minuteMs); timeMs < nowMs; timeMs += 3000) {
			write(service, timeMs, `ts=${isoTime(timeMs)} level=info msg="request completed" status=200 duration=${random.int(8, 90)}ms`);
		}

		for (let timeMs = onsetMs; timeMs < nowMs; timeMs += 9000) {
			write(service, timeMs, `ts=${isoTime(timeMs)} level=error msg="dial tcp 10.7.0.12:6379: connect: connection refused"`);
		}
	}

	for (const [index, secret] of secrets.entries()) {
		const place = places[Math.floor(index / serviceCount) % places.length]!;
		const service = services[index % serviceCount]!;
		const timeMs = onsetMs + 5000 + (index * 4000);
		const doing = doings[Math.floor(index / serviceCount)]!;
		placeOf.set(secret, place);
		const {text, field, value} = secret;
		const isWhole = text.includes(value);
		const told = isWhole ? text : value;
		const lines = {
			text: `${isoTime(timeMs)} ERROR ${doing}: ${told}`,
			logfmt: `ts=${isoTime(timeMs)} level=error msg=${quote(doing)} detail=${quote(told)}`,
			json: JSON.stringify({
				level: 'error', ts: isoTime(timeMs), msg: doing, context: {detail: told},
			}),
			metadata: `ts=${isoTime(timeMs)} level=error msg=${quote(doing)}`,
			label: `ts=${isoTime(timeMs)} level=error msg=${quote(doing)}`,
		};
		write(service, timeMs, lines[place], place === 'label' ? {[field]: told} : {}, place === 'metadata' ? {[field]: told} : undefined);
	}

	const countedMinutes = 8 * 60;
	return {
		entries: entries.toSorted((x, y) => Number(x.timeNs - y.timeNs)),
		before: Array.from({length: countedMinutes - calmMinutes}, (_, index) => ({
			startMs: (Math.floor(nowMs / minuteMs) - countedMinutes + index) * minuteMs,
			counts: new Map(services.map(service => [service, {lines: 20, errors: 0}] as const)),
		})),
		nowMs,
		services,
		places: placeOf,
	};
};
