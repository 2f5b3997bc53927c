import {randomUUID} from 'node:crypto';
import path from 'node:path';
import * as z from 'zod';
import {alertSchema, deliverySchema, reasonSchema} from '../incidents/records/alert-schema.js';
import {createRecordFile} from '../records/record-file.js';
import type {Alert, AlertReason, Delivery} from '../facts/alert.js';
import {firstTarget} from './targets/target.js';

/** Which message: about what, why, and where it goes. */
export type AlertKey = {
	/** Its id; of a service that nothing is wrong with, its name. */
	readonly incident: string;
	readonly reason: AlertReason;
	/** The target's id. */
	readonly target: string;
};

/** An alert that is to be sent, is on its way, or was sent, to one target. */
export type OutboxRecord = AlertKey & {
	readonly id: string;
	/** Where it goes, as it may be shown. */
	readonly destination: string;
	readonly createdMs: number;
	/** What it says; undefined in a record of an earlier version, which held the message instead. */
	readonly alert: Alert | undefined;
	/** When the first attempt was made, for one that repeats it. */
	readonly repeatOfMs?: number | undefined;
	/** Undefined where nothing is known: it is on its way, or the program ended before the target answered. */
	readonly delivery: Delivery | undefined;
};

export type Outbox = {
	/** Writes an alert down before it is sent. */
	readonly begin: (entry: AlertKey & {readonly destination: string; readonly alert: Alert; readonly repeatOfMs?: number | undefined}) => Promise<OutboxRecord>;
	readonly finish: (id: string, delivery: Delivery) => Promise<void>;
	/** The newest record of this message. */
	readonly last: (key: AlertKey) => OutboxRecord | undefined;
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

const head = {
	type: z.literal('begun'), id: z.string(), destination: z.string(), createdMs: z.number(), repeatOfMs: z.number().optional(),
};
const begunSchema = z.object({
	...head, incident: z.string(), reason: reasonSchema, target: z.string(), alert: alertSchema,
});
/** Of an earlier version, which knew one target and stored its message: `i3f2a91c07d opened` says of what. */
const oldBegunSchema = z.object({...head, fingerprint: z.string().regex(new RegExp(String.raw`^\S+ (?:${reasonSchema.options.join('|')})$`))}).transform(({fingerprint, ...record}) => {
	const [incident = '', why] = fingerprint.split(' ', 2);
	return {
		...record, incident, reason: reasonSchema.parse(why), target: firstTarget, alert: undefined,
	};
});
const finishedSchema = z.object({type: z.literal('finished'), id: z.string(), delivery: deliverySchema});
const lineSchema = z.union([begunSchema, oldBegunSchema, finishedSchema]);

/**
Opens the record of what was sent: one JSON line when an alert is begun, one when its outcome is known.
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
			const {type, alert, ...record} = line;
			// The schema holds what words are made of; the rest of its type is what this program itself wrote.
			keep({...record, alert: alert as unknown as Alert | undefined, delivery: undefined});
		} else if (line?.type === 'finished') {
			note(line.id, line.delivery);
		}
	}

	const begin: Outbox['begin'] = async entry => {
		const record = {id: randomUUID(), ...entry, createdMs: now()};
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
		last: key => records.findLast(record => record.incident === key.incident && record.reason === key.reason && record.target === key.target),
		note: file.note,
	};
}
