import {createHash, randomUUID} from 'node:crypto';
import path from 'node:path';
import * as z from 'zod';
import {createRecordFile} from '../records/record-file.js';
import type {Delivery, SlackMessage} from './types.js';

/** A message that is to be sent, is on its way, or was sent. */
export type OutboxRecord = {
	readonly id: string;
	/** Of the anomaly that it tells of. */
	readonly fingerprint: string;
	readonly contentHash: string;
	/** Where it goes, as it may be shown. */
	readonly destination: string;
	readonly createdMs: number;
	/** Without the mark of a repeat, so that every attempt has the same content. */
	readonly message: SlackMessage;
	/** When the first attempt was made, for one that repeats it. */
	readonly repeatOfMs?: number | undefined;
	/** Undefined where nothing is known: it is on its way, or the program ended before Slack answered. */
	readonly delivery: Delivery | undefined;
};

export type Outbox = {
	/** Writes a message down before it is sent. */
	readonly begin: (entry: {readonly fingerprint: string; readonly destination: string; readonly message: SlackMessage; readonly repeatOfMs?: number}) => Promise<OutboxRecord>;
	readonly finish: (id: string, delivery: Delivery) => Promise<void>;
	/** Messages without an outcome, oldest first: after a restart, those that may or may not have arrived. */
	readonly pending: () => readonly OutboxRecord[];
	/** The newest record of an anomaly; with a content hash, the newest of that very message. */
	readonly last: (fingerprint: string, contentHash?: string) => OutboxRecord | undefined;
	/** One sentence where records are kept in memory only, and why. */
	readonly note: () => string | undefined;
};

export type OutboxOptions = {
	readonly directory: string;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

const fileName = 'outbox.jsonl';
const maxRecords = 500;
const keptMs = 30 * 24 * 60 * 60 * 1000;
const hashLength = 32;

const deliverySchema = z.union([
	z.object({state: z.literal('delivered'), atMs: z.number()}),
	z.object({
		state: z.enum(['unsure', 'failed']), atMs: z.number(), reason: z.string(), nextStep: z.string(),
	}),
]);
const textSchema = z.union([
	z.object({type: z.literal('mrkdwn'), text: z.string(), verbatim: z.boolean().optional()}),
	z.object({type: z.literal('plain_text'), text: z.string(), emoji: z.boolean().optional()}),
]);
const blockSchema = z.union([
	z.object({type: z.literal('header'), text: textSchema}),
	z.object({type: z.literal('section'), text: textSchema.optional(), fields: z.array(textSchema).optional()}),
	z.object({type: z.literal('context'), elements: z.array(textSchema)}),
	z.object({type: z.literal('divider')}),
]);
const lineSchema = z.union([
	z.object({
		type: z.literal('begun'),
		id: z.string(),
		fingerprint: z.string(),
		contentHash: z.string(),
		destination: z.string(),
		createdMs: z.number(),
		message: z.object({text: z.string(), blocks: z.array(blockSchema)}),
		repeatOfMs: z.number().optional(),
	}),
	z.object({type: z.literal('finished'), id: z.string(), delivery: deliverySchema}),
]);

/** The same message has the same hash, in every run. */
export function hashMessage(message: SlackMessage): string {
	return createHash('sha256').update(JSON.stringify(message)).digest('hex').slice(0, hashLength);
}

/**
Opens the record of what was sent to Slack: one JSON line when a message is begun, one when its outcome is known.
Never throws: where the directory cannot be written, records are kept in memory and `note` says so.
*/
export async function openOutbox({directory, now}: OutboxOptions): Promise<Outbox> {
	let records: readonly OutboxRecord[] = [];
	const file = await createRecordFile(path.join(directory, fileName));

	const keep = (record: OutboxRecord): void => {
		records = [...records, record].slice(-maxRecords);
	};

	const note = (id: string, delivery: Delivery): void => {
		records = records.map(record => record.id === id ? {...record, delivery} : record);
	};

	for (const value of await file.read()) {
		const line = lineSchema.safeParse(value).data;
		if (line?.type === 'begun' && now() - line.createdMs < keptMs) {
			const {type, ...record} = line;
			keep({...record, delivery: undefined});
		} else if (line?.type === 'finished') {
			note(line.id, line.delivery);
		}
	}

	const begin: Outbox['begin'] = async entry => {
		const record = {
			id: randomUUID(), ...entry, contentHash: hashMessage(entry.message), createdMs: now(),
		};
		keep({...record, delivery: undefined});
		await file.append({type: 'begun', ...record});
		return {...record, delivery: undefined};
	};

	const finish: Outbox['finish'] = async (id, delivery) => {
		note(id, delivery);
		await file.append({type: 'finished', id, delivery});
	};

	return {
		begin,
		finish,
		pending: () => records.filter(({delivery}) => delivery === undefined),
		last: (fingerprint, contentHash) => records.findLast(record => record.fingerprint === fingerprint && (contentHash === undefined || record.contentHash === contentHash)),
		note: file.note,
	};
}
