import type {EvidencePattern} from '../../facts/evidence.js';
import type {State} from '../state.js';
import {isOpen} from '../../detect/lifecycle.js';
import {isStormKind} from '../../detect/kinds/registry.js';

/** A service's patterns as they are listed: hidden ones come last. */
export function listedPatterns({details, view}: State, service: string): readonly EvidencePattern[] {
	const patterns = details.get(service)?.evidence?.patterns ?? [];
	const hidden = view.hiddenPatterns.get(service) ?? [];
	return hidden.length === 0 ? patterns : patterns.toSorted((a, b) => Number(hidden.includes(a.template)) - Number(hidden.includes(b.template)));
}

export const isHidden = ({view}: State, service: string, {template}: EvidencePattern): boolean => view.hiddenPatterns.get(service)?.includes(template) ?? false;

/** Whether an open storm of the service is of this pattern: by its id, or by its template where the sample gave it another one. */
export const isStorm = ({anomalies}: Pick<State, 'anomalies'>, service: string, {id, template}: EvidencePattern): boolean => anomalies.some(anomaly =>
	isStormKind(anomaly.kind) && anomaly.service === service && isOpen(anomaly)
	&& (anomaly.pattern?.id === id || anomaly.pattern?.template === template));
