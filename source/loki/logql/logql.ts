import {matcher} from '../../logql/write-matcher.js';
import type {Capabilities, Scope} from '../types.js';
import {andSelector} from './selector-matchers.js';

export {quote} from '../../logql/go-strings.js';
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

const errorLevels = ['critical', 'fatal', 'error'] as const;
/** A stream's own level label is written as its program likes. */
const ownErrorLevels = [...errorLevels, 'crit', 'err', 'alert', 'emerg', 'emergency', 'panic'];
const foldedErrorLevels: ReadonlySet<string> = new Set(ownErrorLevels);

/** The selector of one service within what is watched. */
export function serviceSelector({selector, capabilities}: Scope, service: string): string {
	return andSelector(selector, matcher(capabilities.serviceLabel, '=', service === noService ? '' : service));
}

/** The stage that keeps error lines, as far as this Loki can tell. */
export function errorStage({errorSource}: Pick<Capabilities, 'errorSource'>): string {
	switch (errorSource) {
		case 'detected_level': {
			return `| ${matcher('detected_level', '=~', errorLevels.join('|'))}`;
		}

		case 'level': {
			return `| ${matcher('level', '=~', `(?i)(${ownErrorLevels.join('|')})`)}`;
		}

		case 'line': {
			return `|~ \`${errorLinePattern}\``;
		}
	}
}

/** Whether a value of `detected_level` or of a stream's own level label means an error. */
export function isErrorLevel(level: string | undefined): boolean {
	return level !== undefined && foldedErrorLevels.has(level.toLowerCase());
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
