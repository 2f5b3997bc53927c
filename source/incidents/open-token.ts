import {Buffer} from 'node:buffer';
import {createHash} from 'node:crypto';
import {deflateRawSync, inflateRawSync} from 'node:zlib';
import * as z from 'zod';
import {kindByCode, kindOf} from '../detect/kinds/registry.js';
import type {AnomalyKind} from '../detect/types.js';

/** Where an alert points to: no more than a query holds, and nothing secret. */
export type OpenTarget = {
	/** What is watched. */
	readonly selector: string;
	readonly serviceLabel: string;
	readonly service: string;
	readonly kind: AnomalyKind;
	/** The time to look at: from the onset to when the alert was written. */
	readonly startMs: number;
	readonly endMs: number;
	/** Hash of the anomaly's fingerprint. */
	readonly fingerprint: string;
	/** The incident's name in the memory of alerts; undefined where it has none. */
	readonly incident: string | undefined;
};

const prefix = 'ls';
/** Counts up when the form changes. */
const tokenVersion = 1;
const checksumLength = 4;
/** More than any selector takes that Loki would parse. */
const maxTokenLength = 4096;
const maxDecodedBytes = 16_384;
const secondMs = 1000;
/** Words that most tokens have: with them, deflate has something to refer to. */
const dictionary = Buffer.from('","production","staging","default","container","compose_service","job","app","service","service_name","{cluster="{job=~".+"}{service_name=~".+", app!="loki-sentinel"}{namespace="production"}');

/** Names a label, and no more: it stands in queries as it is. */
const labelSchema = z.string().regex(/^[a-z_]\w*$/i);
const fieldsSchema = z.tuple([z.string(), labelSchema, z.string(), z.number().int().nonnegative(), z.number().int().nonnegative(), z.number().int().nonnegative(), z.string().max(40), z.string().max(40)]);

/** A token that cannot be read; the message says why and what to do. */
export class OpenTokenError extends Error {
	override name = 'OpenTokenError';
}

/** Writes a target as `ls1_...`, in letters that a shell and a URL leave alone. */
export function encodeOpenToken({selector, serviceLabel, service, kind, startMs, endMs, fingerprint, incident}: OpenTarget): string {
	const start = Math.floor(startMs / secondMs);
	const fields = [selector, serviceLabel, service, kindOf(kind).code, start, Math.max(0, Math.ceil(endMs / secondMs) - start), fingerprint, incident ?? ''];
	const packed = deflateRawSync(Buffer.from(JSON.stringify(fields)), {level: 9, dictionary});
	return `${prefix}${tokenVersion}_${Buffer.concat([packed, checksum(packed)]).toString('base64url')}`;
}

/** Throws OpenTokenError for what is no token, cut, changed, or of a newer version. What it gives is foreign input all the same. */
export function decodeOpenToken(token: string): OpenTarget {
	const [, versionDigits = '', body = ''] = /^ls(\d{1,4})_([\w-]+)$/.exec(token.trim()) ?? [];
	if (versionDigits === '' || token.length > maxTokenLength) {
		throw new OpenTokenError('This is not a token of an alert: one begins with ls1_. Copy the whole word that stands after "open" in the alert.');
	}

	if (Number(versionDigits) > tokenVersion) {
		throw new OpenTokenError(`This token was made by a newer version of loki-sentinel (its form is ${versionDigits}, this program reads up to ${tokenVersion}). Update it: npx loki-sentinel@latest open ...`);
	}

	const bytes = Buffer.from(body, 'base64url');
	const packed = bytes.subarray(0, -checksumLength);
	if (bytes.length <= checksumLength || !bytes.subarray(-checksumLength).equals(checksum(packed))) {
		throw new OpenTokenError('This token is not whole: a part of it is missing, or a character was changed. Copy it again from the alert.');
	}

	const fields = fieldsSchema.safeParse(unpack(packed)).data;
	if (!fields) {
		throw new OpenTokenError('This token does not hold what a token of this version holds. Copy it again from the alert.');
	}

	const [selector, serviceLabel, service, code, startSeconds, lengthSeconds, fingerprint, incident] = fields;
	const kind = kindByCode(code);
	if (!kind) {
		throw new OpenTokenError('This token is of a kind of anomaly that this version of loki-sentinel does not know. Update it: npx loki-sentinel@latest open ...');
	}

	return {
		selector,
		serviceLabel,
		service,
		kind,
		startMs: startSeconds * secondMs,
		endMs: (startSeconds + lengthSeconds) * secondMs,
		fingerprint,
		incident: incident === '' ? undefined : incident,
	};
}

/** The command that an alert shows. */
export const openCommand = (target: OpenTarget): string => `npx loki-sentinel open ${encodeOpenToken(target)}`;

function unpack(packed: Uint8Array): unknown {
	try {
		return JSON.parse(inflateRawSync(packed, {maxOutputLength: maxDecodedBytes, dictionary}).toString());
	} catch {
		return undefined;
	}
}

function checksum(bytes: Uint8Array): Uint8Array {
	return createHash('sha256').update(`loki-sentinel open ${tokenVersion}`).update(bytes).digest().subarray(0, checksumLength);
}
