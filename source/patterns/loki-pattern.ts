import {ownWords} from './mining/key-finder.js';
import {hashOfKey} from './mining/key-words.js';
import {maskLine} from './scan/mask-line.js';
import type {SeenPattern} from './seen-set.js';
import type {LogLevel} from './types.js';

const lokiWildcard = '<_>';

/**
A pattern that Loki itself found (`level=info msg="order <_> failed"`) as the miner would write it, for the seen-set:
its wildcards are read as numbers, so that header, fields and message are told apart as in a line.
*/
export function fromLokiPattern(pattern: string, level?: LogLevel): SeenPattern {
	const masked = maskLine(pattern.replaceAll(lokiWildcard, '0'), '', level === 'unknown' ? undefined : level);
	return {
		id: hashOfKey(ownWords(masked)).toString(36),
		template: masked.component === '' ? masked.template : `${masked.component}: ${masked.template}`,
		level: masked.level,
	};
}
