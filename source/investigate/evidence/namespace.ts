import {readMatchers} from '../../loki/logql/selector-matchers.js';
import type {Evidence} from '../../facts/evidence.js';

const names: ReadonlySet<string> = new Set(['namespace', 'k8s_namespace_name', 'kubernetes_namespace']);

/** The namespace that a selector asks for, else the only one that the lines are of. Throws LokiQueryError for what is no selector; an empty one asks for nothing. */
export function namespaceOf({selector, lines = []}: Pick<Evidence, 'selector'> & Partial<Pick<Evidence, 'lines'>>): string | undefined {
	const asked = selector === '' ? undefined : readMatchers(selector).find(({name, operator, value}) => names.has(name) && operator === '=' && value !== '')?.value;
	const [seen, ...others] = new Set(lines.flatMap(({labels}) => [...names].flatMap(name => labels[name] ?? []).slice(0, 1)));
	return asked ?? (others.length === 0 ? seen : undefined);
}
