import type {SandboxEntry, SandboxLokiVersion} from '../../types.js';
import {detectLevel, levelOfStream} from '../levels.js';
import {labelSet, type Label, type LabelSet} from '../labels.js';
import {discoverServiceName} from '../service-name.js';
import {fromNs, type Nanotime} from '../store/time.js';
import type {IngestedEntry} from '../store/tenant-store.js';

/** A stream's labels as they are stored, and the level that they tell. */
export type IngestedStream = {
	readonly labels: LabelSet;
	readonly level: string | undefined;
	/** An old Loki adds no level to a line. */
	readonly hasLevels: boolean;
};

const none: readonly Label[] = [];

/** Objects past these are looked up by what they say. */
const maxObjects = 4096;

/** Structured metadata besides the level; undefined where there is none. */
const withoutLevel = (metadata: readonly Label[]): readonly Label[] | undefined => {
	if (metadata.length === 0) {
		return undefined;
	}

	const others = metadata.filter(([name]) => name !== 'detected_level');
	return others.length > 0 ? others : undefined;
};

/** Adds to a stream's labels what Loki adds. Labels without a value are no labels. */
export const ingestStream = (given: readonly Label[], version: SandboxLokiVersion): IngestedStream => {
	const labels = given.filter(([, value]) => value !== '');
	if (version === '2.9.17') {
		return {labels: labelSet(labels), level: undefined, hasLevels: false};
	}

	const serviceName = discoverServiceName(labels);
	return {
		labels: labelSet(serviceName === undefined ? labels : [...labels, ['service_name', serviceName]]),
		level: levelOfStream(labels),
		hasLevels: true,
	};
};

/** Adds to a line what Loki adds. */
export const ingestLine = ({labels, level, hasLevels}: IngestedStream, time: Nanotime, line: string, metadata: readonly Label[] = none): IngestedEntry => ({
	labels, time, line, level: hasLevels ? detectLevel(line, level, metadata) : '', metadata: withoutLevel(metadata),
});

/** Streams by their labels: first by the object, and where every entry has its own, by what it says. */
class StreamCache {
	readonly #byObject = new Map<SandboxEntry['labels'], IngestedStream>();
	readonly #byText = new Map<string, IngestedStream>();

	constructor(private readonly version: SandboxLokiVersion) {}

	get(labels: SandboxEntry['labels']): IngestedStream {
		const known = this.#byObject.get(labels);
		if (known) {
			return known;
		}

		const text = JSON.stringify(labels);
		let stream = this.#byText.get(text);
		if (!stream) {
			stream = ingestStream(Object.entries(labels), this.version);
			this.#byText.set(text, stream);
		}

		if (this.#byObject.size < maxObjects) {
			this.#byObject.set(labels, stream);
		}

		return stream;
	}
}

/** Entries that are made in this process. */
export const ingestEntries = (entries: readonly SandboxEntry[], version: SandboxLokiVersion = '3.7.6'): IngestedEntry[] => {
	const streams = new StreamCache(version);
	return entries.map(({
		labels, timeNs, line, metadata,
	}) => ingestLine(streams.get(labels), fromNs(timeNs), line, metadata ? Object.entries(metadata) : none));
};
