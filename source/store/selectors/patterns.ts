import type {EvidencePattern} from '../../investigate/types.js';
import type {State} from '../state.js';
import {isOpen} from '../../detect/lifecycle.js';

/** A service's patterns as they are listed: those that somebody has excluded come last. */
export function listedPatterns({details, view}: State, service: string): readonly EvidencePattern[] {
	const patterns = details.get(service)?.evidence?.patterns ?? [];
	const excluded = view.excluded.get(service) ?? [];
	return excluded.length === 0 ? patterns : patterns.toSorted((a, b) => Number(excluded.includes(a.template)) - Number(excluded.includes(b.template)));
}

export const isExcluded = ({view}: State, service: string, {template}: EvidencePattern): boolean => view.excluded.get(service)?.includes(template) ?? false;

/** Whether an open storm of the service is of this pattern: by its id, or by its template where the sample gave it another one. */
export const isStorm = ({anomalies}: Pick<State, 'anomalies'>, service: string, {id, template}: EvidencePattern): boolean => anomalies.some(anomaly =>
	anomaly.kind === 'pattern-storm' && anomaly.service === service && isOpen(anomaly)
	&& (anomaly.pattern?.id === id || anomaly.pattern?.template === template));
