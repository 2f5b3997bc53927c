import {levelOfWord} from './level-words.js';
import type {LogLevel} from './types.js';

/** The level that Loki or the shipper put on a line; undefined where neither knows. */
export function levelOfLabels(labels: Readonly<Record<string, string>>): LogLevel | undefined {
	const word = labels.detected_level ?? labels.level;
	return word === undefined || word === 'unknown' ? undefined : levelOfWord(word);
}
