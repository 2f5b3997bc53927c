import {
	errorLinesOf,
	quote,
	serviceSelector,
	servicesSelector,
} from '../loki/logql/logql.js';
import type {Scope} from '../loki/types.js';
import {literalsOf} from '../patterns/literal.js';
import type {LinesSource} from '../store/view-state.js';

/** What Loki is asked for the lines of a source. A pattern is asked for by its words, which other patterns may quote. */
export function lineQuery(scope: Scope, {service, services, template}: LinesSource): string {
	const selector = services ? servicesSelector(scope, services) : serviceSelector(scope, service);
	return selector + (template === undefined ? '' : literalsOf(template).map(literal => ` |= ${quote(literal)}`).join(''));
}

/** The same for the errors among them: a question for each way in which the services' errors are told. */
export const errorQueries = (scope: Scope, {service, services}: LinesSource): readonly string[] => errorLinesOf(scope, services ?? [service]).map(({selector, stage}) => `${selector} ${stage}`);
