import {
	errorStageOf,
	quote,
	serviceSelector,
} from '../loki/logql/logql.js';
import type {Scope} from '../loki/types.js';
import {literalsOf} from '../patterns/literal.js';
import type {LinesSource} from '../store/view-state.js';

/** What Loki is asked for the lines of a source. A pattern is asked for by its words, which other patterns may quote. */
export function lineQuery(scope: Scope, {service, template}: LinesSource): string {
	return serviceSelector(scope, service) + (template === undefined ? '' : literalsOf(template).map(literal => ` |= ${quote(literal)}`).join(''));
}

/** The same for the errors among them. */
export function errorQueries(scope: Scope, {service}: LinesSource): readonly string[] {
	return [`${serviceSelector(scope, service)} ${errorStageOf(scope, service)}`];
}
