import type {SandboxEntry} from '../../types.js';
import {detectLevel, levelOfStream} from '../levels.js';
import {labelSet, type Label, type LabelSet} from '../labels.js';
import {discoverServiceName} from '../service-name.js';
import {fromNs, type Nanotime} from '../store/time.js';
import type {IngestedEntry} from '../store/tenant-store.js';

/** A stream's labels as they are stored, and the level that they tell. */
export type IngestedStream = {
	readonly labels: LabelSet;
	readonly level: string | undefined;
};

const none: readonly Label[] = [];

/** Adds to a stream's labels what Loki adds. Labels without a value are no labels. */
export const ingestStream = (given: readonly Label[]): IngestedStream => {
	const labels = given.filter(([, value]) => value !== '');
	const serviceName = discoverServiceName(labels);
	return {
		labels: labelSet(serviceName === undefined ? labels : [...labels, ['service_name', serviceName]]),
		level: levelOfStream(labels),
	};
};

/** Adds to a line what Loki adds. */
export const ingestLine = ({labels, level: streamLevel}: IngestedStream, time: Nanotime, line: string, metadata: readonly Label[] = none): IngestedEntry => {
	const level = detectLevel(line, streamLevel, metadata);
	const others = metadata.filter(([name]) => name !== 'detected_level');
	return {
		labels, time, line, level, ...(others.length > 0 && {metadata: others}),
	};
};

/** Entries that are made in this process. The labels of one stream may be one object, which saves time. */
export const ingestEntries = (entries: readonly SandboxEntry[]): IngestedEntry[] => {
	const byObject = new Map<SandboxEntry['labels'], IngestedStream>();
	return entries.map(({
		labels, timeNs, line, metadata,
	}) => {
		let stream = byObject.get(labels);
		if (!stream) {
			stream = ingestStream(Object.entries(labels));
			byObject.set(labels, stream);
		}

		return ingestLine(stream, fromNs(timeNs), line, metadata && Object.entries(metadata));
	});
};
