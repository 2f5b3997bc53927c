import {
	andSelector,
	anyOf,
	errorStageOf,
	labelValue,
	quote,
	serviceSelector,
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
export function errorQueries(scope: Scope, {service, services}: LinesSource): readonly string[] {
	if (!services) {
		return [`${serviceSelector(scope, service)} ${errorStageOf(scope, service)}`];
	}

	const byStage = new Map<string, string[]>();
	for (const name of services) {
		const stage = errorStageOf(scope, name);
		byStage.set(stage, [...byStage.get(stage) ?? [], name]);
	}

	return Array.from(byStage, ([stage, names]) => `${servicesSelector(scope, names)} ${stage}`);
}

const servicesSelector = ({selector, capabilities}: Scope, services: readonly string[]): string => andSelector(selector, anyOf(capabilities.serviceLabel, services.map(service => labelValue(service))));
