import {
	andSelector,
	errorLinesOf,
	errorStage,
	errorStageOf,
	quote,
	serviceSelector,
	servicesSelector,
} from '../loki/logql/logql.js';
import {keepsLines} from '../loki/logql/own-query.js';
import type {Scope} from '../loki/types.js';
import {literalsOf} from '../patterns/literal.js';
import type {LinesSource} from '../store/view-state.js';
import {fieldMatchers, fieldStages} from './field-query.js';

/** The streams of a source, whatever is kept of their lines. */
export const sourceSelector = (scope: Scope, {service, services}: LinesSource): string => services ? servicesSelector(scope, services) : serviceSelector(scope, service);

/** What Loki is asked for the lines of a source. A pattern is asked for by its words, which other patterns may quote; `streamLabels` are the labels that all of its streams have. */
export function lineQuery(scope: Scope, source: LinesSource, streamLabels: ReadonlySet<string> = new Set()): string {
	const {template, query, filters = []} = source;
	if (query) {
		return query.text + fieldStages(filters);
	}

	const selector = andSelector(sourceSelector(scope, source), ...fieldMatchers(filters, streamLabels));
	const words = template === undefined ? [] : literalsOf(template);
	return selector + words.map(literal => ` |= ${quote(literal)}`).join('') + fieldStages(filters, streamLabels);
}

/** The same for the errors among them: a question for each way in which the services' errors are told. None where nothing tells the errors of a query. */
export const errorQueries = (scope: Scope, source: LinesSource, streamLabels: ReadonlySet<string> = new Set()): readonly string[] => source.query ? errorsOfQuery(scope, source, source.query.text) : errorsOfServices(scope, source, streamLabels);

function errorsOfQuery(scope: Scope, source: LinesSource, text: string): readonly string[] {
	const isToldAlike = source.service !== '' || (scope.errorFilters?.groups().size ?? 0) === 0;
	if (!isToldAlike || !keepsLines(text)) {
		return [];
	}

	const stage = source.service === '' ? errorStage(scope.capabilities) : errorStageOf(scope, source.service);
	return [`${text} ${stage}${fieldStages(source.filters ?? [])}`];
}

const errorsOfServices = (scope: Scope, {service, services, filters = []}: LinesSource, streamLabels: ReadonlySet<string>): readonly string[] => errorLinesOf(scope, services ?? [service]).map(({selector, stage}) => `${andSelector(selector, ...fieldMatchers(filters, streamLabels))} ${stage}${fieldStages(filters, streamLabels)}`);
