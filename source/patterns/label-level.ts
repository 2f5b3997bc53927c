import {levelOfWord} from './level-words.js';
import type {LogLevel} from './types.js';

/** The level that Loki or the shipper put on a line; undefined where neither knows. */
export const levelOfLabels = (labels: Readonly<Record<string, string>>): LogLevel | undefined => levelOfWord(labels.detected_level ?? labels.level ?? '');
