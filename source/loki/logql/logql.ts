import {noService} from '../../detect/types.js';
import {matcher} from '../../logql/write-matcher.js';
import {errorWords} from '../../patterns/level-words.js';
import type {Capabilities, ErrorFilters, Scope} from '../types.js';
import {andSelector} from './selector-matchers.js';
import {anyOf, noneOf} from './stored-values.js';

export {noService} from '../../detect/types.js';
export {quote} from '../../logql/go-strings.js';
export {keywordNames} from '../../logql/tokens.js';
export {isErrorLevel} from '../../patterns/level-words.js';
export {escapeRegex, matcher} from '../../logql/write-matcher.js';
export {anyOf, noneOf} from './stored-values.js';
export {
	andSelector,
	matchersOf,
	parseSelector,
	queryKind,
	restrictQuery,
} from './selector-matchers.js';

/** Without `detected_level`, an error line is one that says so. */
export const errorLinePattern = String.raw`(?i)\b(error|exception|fatal|panic|critical)\b`;

/** Any case: a label is written as its program likes, and Loki passes on what it does not know. */
const errorLevelMatch = `(?i)(${errorWords.join('|')})([+-][0-9]+)?`;

/** The selector of one service within what is watched. */
export function serviceSelector({selector, capabilities}: Scope, service: string): string {
	return andSelector(selector, matcher(capabilities.serviceLabel, '=', labelValue(service)));
}

/** The same of several services. */
export function servicesSelector({selector, capabilities}: Scope, services: readonly string[]): string {
	return andSelector(selector, anyOf(capabilities.serviceLabel, services.map(service => labelValue(service))));
}

/** The stage that keeps error lines, as far as this Loki can tell. */
export function errorStage({errorSource, levelLabel}: Pick<Capabilities, 'errorSource' | 'levelLabel'>): string {
	switch (errorSource) {
		case 'detected_level':
		case 'level': {
			return `| ${matcher(levelLabel ?? errorSource, '=~', errorLevelMatch)}`;
		}

		case 'line': {
			return `|~ \`${errorLinePattern}\``;
		}
	}
}

/** The stages that keep the error lines of one service: its own filter, else what this Loki can tell. */
export const errorStageOf = (scope: Scope, service: string): string => scope.errorFilters?.stageOf(service) ?? errorStage(scope.capabilities);

/** The label by which lines are counted, where the level is one. */
export const levelLabelOf = ({errorSource, levelLabel}: Pick<Capabilities, 'errorSource' | 'levelLabel'>): string | undefined => errorSource === 'line' ? undefined : levelLabel ?? errorSource;

/** Lines a minute by service; by level too where the level is a label. */
export function countsQuery({selector, capabilities}: Scope): string {
	const {serviceLabel} = capabilities;
	const levelLabel = levelLabelOf(capabilities);
	const labels = levelLabel === undefined ? serviceLabel : `${serviceLabel}, ${levelLabel}`;
	return `sum by (${labels}) (count_over_time(${selector}[1m]))`;
}

/** Lines a minute by service and nothing else. */
export function linesQuery({selector, capabilities}: Scope): string {
	return `sum by (${capabilities.serviceLabel}) (count_over_time(${selector}[1m]))`;
}

/** A selector with the stages that keep the error lines of its streams. */
type ErrorLines = {readonly selector: string; readonly stage: string};

/** The error lines of those services that have no filter of their own. */
function sharedErrorLines({selector, capabilities, errorFilters}: Scope): ErrorLines {
	const own = [...errorFilters?.groups().values() ?? []].flat();
	const rest = own.length === 0 ? selector : andSelector(selector, ...noneOf(capabilities.serviceLabel, own.map(service => labelValue(service))));
	return {selector: rest, stage: errorStage(capabilities)};
}

/** The error lines of those services that have a filter of their own, by their filters. */
const ownErrorLines = (scope: Scope): readonly ErrorLines[] => Array.from(scope.errorFilters?.groups() ?? [], ([stage, services]) => ({selector: servicesSelector(scope, services), stage}));

/** The error lines of all services, each by its own filter or by what this Loki can tell. */
export const errorLinesIn = (scope: Scope): readonly ErrorLines[] => [sharedErrorLines(scope), ...ownErrorLines(scope)];

/** Error lines by service, of those services that have a filter of their own: one question over their streams alone. Undefined where there are none. */
export function ownErrorsQuery(scope: Scope, step = '1m'): string | undefined {
	const parts = ownErrorLines(scope).map(({selector, stage}) => errorCount(selector, stage, scope.capabilities.serviceLabel, step));
	return parts.length === 0 ? undefined : parts.join(' or ');
}

/** Error lines by service in steps such as `1m`, of all of them, each by its own filter or by what this Loki can tell. */
export function allErrorsQuery(scope: Scope, step = '1m'): string {
	return errorLinesIn(scope).map(({selector, stage}) => errorCount(selector, stage, scope.capabilities.serviceLabel, step)).join(' or ');
}

/** The error lines of some services: those whose errors are told in the same way together. */
export function errorLinesOf(scope: Scope, services: readonly string[]): readonly ErrorLines[] {
	const byStage = new Map<string, string[]>();
	for (const service of services) {
		const stage = errorStageOf(scope, service);
		byStage.set(stage, [...byStage.get(stage) ?? [], service]);
	}

	return Array.from(byStage, ([stage, told]) => ({selector: servicesSelector(scope, told), stage}));
}

/** Error lines of some services, each by what tells its errors, by labels and in steps such as `10s`. */
export function errorCountsQuery(scope: Scope, services: readonly string[], {by, step}: {readonly by: readonly string[]; readonly step: string}): string {
	return errorLinesOf(scope, services).map(({selector, stage}) => errorCount(selector, stage, by.join(', '), step)).join(' or ');
}

const errorCount = (selector: string, stage: string, by: string, step: string): string => `sum by (${by}) (count_over_time(${selector} ${stage} [${step}]))`;

/** How a service stands in its label. */
export const labelValue = (service: string): string => service === noService ? '' : service;

/** The service of a stream by the value of its label; a stream without one is of `noService`. */
export const serviceNamed = (label: string | undefined): string => label === undefined || label === '' ? noService : label;

/** The filters of some services alone. */
export const filtersAmong = (filters: ErrorFilters | undefined, isMeant: (service: string) => boolean): ErrorFilters | undefined => filters && {
	stageOf: service => isMeant(service) ? filters.stageOf(service) : undefined,
	groups: () => new Map([...filters.groups()].flatMap(([stage, services]) => {
		const meant = services.filter(service => isMeant(service));
		return meant.length === 0 ? [] : [[stage, meant] as const];
	})),
};
