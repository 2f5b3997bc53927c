import type {EvidencePattern} from '../../investigate/types.js';
import type {State} from '../state.js';

/** A service's patterns as they are listed: those that somebody has excluded come last. */
export function listedPatterns({details, view}: State, service: string): readonly EvidencePattern[] {
	const patterns = details.get(service)?.evidence?.patterns ?? [];
	const excluded = view.excluded.get(service) ?? [];
	return excluded.length === 0 ? patterns : patterns.toSorted((a, b) => Number(excluded.includes(a.template)) - Number(excluded.includes(b.template)));
}

export const isExcluded = ({view}: State, service: string, {template}: EvidencePattern): boolean => view.excluded.get(service)?.includes(template) ?? false;
