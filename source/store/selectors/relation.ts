import type {GroupOptions} from '../../detect/incident.js';
import type {Evidence} from '../../investigate/types.js';
import type {State} from '../state.js';

/** Labels that part what runs apart: services that share none of their values have nothing to do with each other, unless their lines say so. */
const placeLabels = ['namespace', 'k8s_namespace_name', 'cluster', 'k8s_cluster_name'] as const;
const tracePattern = /\btrace[-_]?id["']?\s{0,4}[:=]\s{0,4}["']?([\da-f]{16,32})\b/gi;
const traceLabels = ['trace_id', 'traceid', 'traceId', 'traceID'] as const;

/**
How services are connected, as far as their evidence tells: lines of one name the other, or both carry the same trace id.
Unrelated are two of which both are known, that no line connects, and that run in different places; undefined where nothing is known.
*/
export function relationOf(details: State['details']): Required<Pick<GroupOptions, 'isRelated' | 'isNaming'>> {
	const facts = new Map<string, Facts>();
	const factsOf = (service: string): Facts | undefined => {
		const evidence = details.get(service)?.evidence;
		if (!evidence) {
			return undefined;
		}

		const known = facts.get(service) ?? readFacts(evidence);
		facts.set(service, known);
		return known;
	};

	const isRelated = (service: string, other: string): boolean | undefined => {
		const [a, b] = [factsOf(service), factsOf(other)];
		if (isNamed(other, a) || isNamed(service, b)) {
			return true;
		}

		if (!a || !b) {
			return undefined;
		}

		if (intersects(a.traces, b.traces)) {
			return true;
		}

		const isApart = placeLabels.some(label => a.places[label].size > 0 && b.places[label].size > 0 && !intersects(a.places[label], b.places[label]));
		return isApart ? false : undefined;
	};

	return {isRelated, isNaming: (service, other) => isNamed(other, factsOf(service))};
}

type Facts = {
	readonly text: string;
	readonly traces: ReadonlySet<string>;
	readonly places: Readonly<Record<typeof placeLabels[number], ReadonlySet<string>>>;
};

function readFacts({lines, patterns, changes}: Evidence): Facts {
	const text = [...lines.map(({line}) => line), ...patterns.map(({template}) => template), ...changes.map(({value}) => value)].join('\n').toLowerCase();
	const labelled = lines.flatMap(({labels}) => traceLabels.flatMap(name => labels[name] ?? []));
	const valuesOf = (label: string) => new Set(lines.flatMap(({labels}) => labels[label] ?? []));
	return {
		text,
		traces: new Set([...labelled, ...Array.from(text.matchAll(tracePattern), ([, id]) => id!)].map(id => id.toLowerCase())),
		places: {
			namespace: valuesOf('namespace'), k8s_namespace_name: valuesOf('k8s_namespace_name'), cluster: valuesOf('cluster'), k8s_cluster_name: valuesOf('k8s_cluster_name'),
		},
	};
}

const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /[\w-]/.test(character);

/** Whether the lines name a service, as a word of its own. */
function isNamed(service: string, facts: Facts | undefined): boolean {
	const name = service.toLowerCase();
	if (!facts || name === '') {
		return false;
	}

	for (let at = facts.text.indexOf(name); at !== -1; at = facts.text.indexOf(name, at + 1)) {
		if (!isWordCharacter(facts.text[at - 1]) && !isWordCharacter(facts.text[at + name.length])) {
			return true;
		}
	}

	return false;
}

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
	for (const value of a) {
		if (b.has(value)) {
			return true;
		}
	}

	return false;
}
