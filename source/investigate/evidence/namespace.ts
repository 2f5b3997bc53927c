import type {EvidenceLine} from '../../facts/evidence.js';
import {namespaceLabels} from '../../loki/logql/namespaces.js';
import {readMatchers} from '../../loki/logql/selector-matchers.js';

const names = namespaceLabels;

/** The namespace that a selector asks for, else the only one that the lines are of. Throws LokiQueryError for what is no selector; an empty one asks for nothing. */
export function namespaceOf(selector: string, lines: ReadonlyArray<Pick<EvidenceLine, 'labels'>> = []): string | undefined {
	const asked = selector === '' ? undefined : readMatchers(selector).find(({name, operator, value}) => names.includes(name) && operator === '=' && value !== '')?.value;
	const [seen, ...others] = new Set(lines.flatMap(({labels}) => names.map(name => labels[name]).find(value => value !== undefined) ?? []));
	return asked ?? (others.length === 0 ? seen : undefined);
}
