import {Buffer} from 'node:buffer';
import type {SandboxContext} from '../context.js';
import {formatLabels} from '../labels.js';
import type {IngestedStream} from './ingest.js';
import type {PushedLine} from './parse-push.js';

const nsPerMs = 1_000_000n;

/** Loki's own limits on the labels of a stream; the service_name that it adds does not count. */
const maxLabelNames = 15;
const maxNameLength = 1024;
const maxValueLength = 2048;

const formatSecond = (ms: number): string => new Date(Math.floor(ms / 1000) * 1000).toISOString().replace('.000Z', 'Z');

/** Why Loki would not take a stream; undefined where it does. */
export const streamRefusal = ({labels}: IngestedStream): string | undefined => {
	const names = labels.labels.filter(([name]) => name !== 'service_name').length;
	if (names > maxLabelNames) {
		return `entry for stream '${formatLabels(labels)}' has ${names} label names; limit ${maxLabelNames}`;
	}

	for (const [name, value] of labels.labels) {
		if (name.length > maxNameLength) {
			return `stream '${formatLabels(labels)}' has label name too long: '${name}'`;
		}

		if (value.length > maxValueLength) {
			return `stream '${formatLabels(labels)}' has label value too long: '${value}'`;
		}
	}

	return undefined;
};

/** Why Loki would not take a line; undefined where it does. */
export const lineRefusal = (line: PushedLine, {labels}: IngestedStream, {now, limits}: SandboxContext): string | undefined => {
	const lineMs = Number(line.timeNs / nsPerMs);
	const oldestMs = now() - limits.rejectOldSamplesMs;
	if (lineMs < oldestMs) {
		return `entry for stream '${formatLabels(labels)}' has timestamp too old: ${formatSecond(lineMs)}, oldest acceptable timestamp is: ${formatSecond(oldestMs)}`;
	}

	if (lineMs > now() + limits.creationGracePeriodMs) {
		return `entry for stream '${formatLabels(labels)}' has timestamp too new: ${formatSecond(lineMs)}`;
	}

	const bytes = Buffer.byteLength(line.line);
	return bytes > limits.maxLineSizeBytes
		? `max entry size '${limits.maxLineSizeBytes}' bytes exceeded for stream '${formatLabels(labels)}' while adding an entry with length '${bytes}' bytes`
		: undefined;
};

/** Different messages beyond this many are left out. */
const maxMessages = 20;

/** The reasons why parts of a push were refused, each told once. */
export class Refusals {
	readonly #counts = new Map<string, number>();

	get hasAny(): boolean {
		return this.#counts.size > 0;
	}

	/** As Loki puts several together. */
	get message(): string {
		const [only, ...others] = this.#counts;
		return only && others.length === 0 && only[1] === 1 ? only[0] : [...this.#counts].map(([reason, count]) => `${count} errors like: ${reason}`).join('; ');
	}

	add(reason: string): void {
		if (this.#counts.has(reason) || this.#counts.size < maxMessages) {
			this.#counts.set(reason, (this.#counts.get(reason) ?? 0) + 1);
		}
	}
}
