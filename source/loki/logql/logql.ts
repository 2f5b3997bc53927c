import {matcher} from '../../logql/write-matcher.js';
import {errorWords} from '../../patterns/level-words.js';
import type {Capabilities, Scope} from '../types.js';
import {andSelector} from './selector-matchers.js';

export {quote} from '../../logql/go-strings.js';
export {isErrorLevel} from '../../patterns/level-words.js';
export {
	anyOf,
	escapeRegex,
	matcher,
	noneOf,
} from '../../logql/write-matcher.js';
export {
	andSelector,
	matchersOf,
	parseSelector,
	queryKind,
	restrictQuery,
} from './selector-matchers.js';

/** Streams that lack the service label stand together under this name. */
export const noService = '(none)';

/** Without `detected_level`, an error line is one that says so. */
export const errorLinePattern = String.raw`(?i)\b(error|exception|fatal|panic|critical)\b`;

/** Any case: a label is written as its program likes, and Loki passes on what it does not know. */
const errorLevelMatch = `(?i)(${errorWords.join('|')})([+-][0-9]+)?`;

/** The selector of one service within what is watched. */
export function serviceSelector({selector, capabilities}: Scope, service: string): string {
	return andSelector(selector, matcher(capabilities.serviceLabel, '=', service === noService ? '' : service));
}

/** The stage that keeps error lines, as far as this Loki can tell. */
export function errorStage({errorSource}: Pick<Capabilities, 'errorSource'>): string {
	switch (errorSource) {
		case 'detected_level':
		case 'level': {
			return `| ${matcher(errorSource, '=~', errorLevelMatch)}`;
		}

		case 'line': {
			return `|~ \`${errorLinePattern}\``;
		}
	}
}

/** Lines a minute by service; by level too where the level is a label. */
export function countsQuery({selector, capabilities}: Scope): string {
	const {serviceLabel, errorSource} = capabilities;
	const labels = errorSource === 'line' ? serviceLabel : `${serviceLabel}, ${errorSource}`;
	return `sum by (${labels}) (count_over_time(${selector}[1m]))`;
}

/** Lines a minute by service and nothing else. */
export function linesQuery({selector, capabilities}: Scope): string {
	return `sum by (${capabilities.serviceLabel}) (count_over_time(${selector}[1m]))`;
}

/** Error lines a minute by service. */
export function errorsQuery({selector, capabilities}: Scope): string {
	return `sum by (${capabilities.serviceLabel}) (count_over_time(${selector} ${errorStage(capabilities)} [1m]))`;
}
