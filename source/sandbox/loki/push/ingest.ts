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

/** Structured metadata besides the level; undefined where there is none. */
const withoutLevel = (metadata: readonly Label[]): readonly Label[] | undefined => {
	if (metadata.length === 0) {
		return undefined;
	}

	const others = metadata.filter(([name]) => name !== 'detected_level');
	return others.length > 0 ? others : undefined;
};

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
export const ingestLine = ({labels, level}: IngestedStream, time: Nanotime, line: string, metadata: readonly Label[] = none): IngestedEntry => ({
	labels, time, line, level: detectLevel(line, level, metadata), metadata: withoutLevel(metadata),
});

/** Entries that are made in this process. The labels of one stream may be one object, which saves time. */
export const ingestEntries = (entries: readonly SandboxEntry[]): IngestedEntry[] => {
	const byObject = new Map<SandboxEntry['labels'], IngestedStream>();
	const ingested: IngestedEntry[] = [];
	for (const {
		labels, timeNs, line, metadata,
	} of entries) {
		let stream = byObject.get(labels);
		if (!stream) {
			stream = ingestStream(Object.entries(labels));
			byObject.set(labels, stream);
		}

		ingested.push(ingestLine(stream, fromNs(timeNs), line, metadata ? Object.entries(metadata) : none));
	}

	return ingested;
};
