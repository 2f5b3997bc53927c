import type {GroupOptions} from '../../detect/incident.js';
import type {Evidence} from '../../investigate/types.js';
import {callerBefore, tellingTexts} from '../naming.js';
import type {State} from '../state.js';

/** Labels that part what runs apart: services that share none of their values have nothing to do with each other, unless their lines say so. */
const placeLabels = ['namespace', 'k8s_namespace_name', 'cluster', 'k8s_cluster_name'] as const;
const tracePattern = /\btrace[-_]?id["']?\s{0,4}[:=]\s{0,4}["']?([\da-f]{16,32})\b/gi;
const traceLabels = ['trace_id', 'traceid', 'traceId', 'traceID'] as const;

/**
How services are connected, as far as their evidence tells: lines of one name the other, or both carry the same trace id.
Any line connects two; who is to blame is told only by errors, and not by whom they name as the caller.
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
		if (isNamed(other, a?.text) || isNamed(service, b?.text)) {
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

	return {isRelated, isNaming: (service, other) => isBlamed(other, factsOf(service))};
}

type Facts = {
	readonly text: string;
	/** Of errors and the like only. */
	readonly tellingText: string;
	readonly traces: ReadonlySet<string>;
	readonly places: Readonly<Record<typeof placeLabels[number], ReadonlySet<string>>>;
};

function readFacts(evidence: Evidence): Facts {
	const {lines, patterns, changes} = evidence;
	const text = [...lines.map(({line}) => line), ...patterns.map(({template}) => template), ...changes.map(({value}) => value)].join('\n').toLowerCase();
	const labelled = lines.flatMap(({labels}) => traceLabels.flatMap(name => labels[name] ?? []));
	const valuesOf = (label: string) => new Set(lines.flatMap(({labels}) => labels[label] ?? []));
	return {
		text,
		tellingText: tellingTexts(evidence).join('\n').toLowerCase(),
		traces: new Set([...labelled, ...Array.from(text.matchAll(tracePattern), ([, id]) => id!)].map(id => id.toLowerCase())),
		places: {
			namespace: valuesOf('namespace'), k8s_namespace_name: valuesOf('k8s_namespace_name'), cluster: valuesOf('cluster'), k8s_cluster_name: valuesOf('k8s_cluster_name'),
		},
	};
}

const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /[\w-]/.test(character);

const callerEnd = new RegExp(`${callerBefore}$`);
/** Longer than what can stand before a caller's name. */
const callerLength = 20;

/** Where a text names a service, as a word of its own. */
function * placesOf(service: string, text: string): Generator<number, void> {
	const name = service.toLowerCase();
	for (let at = name === '' ? -1 : text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
		if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[at + name.length])) {
			yield at;
		}
	}
}

/** Whether the lines name a service at all. */
function isNamed(service: string, text = ''): boolean {
	return placesOf(service, text).next().done === false;
}

/** Whether the errors name a service as another one than their caller. */
function isBlamed(service: string, facts: Facts | undefined): boolean {
	const text = facts?.tellingText ?? '';
	for (const at of placesOf(service, text)) {
		if (!callerEnd.test(text.slice(Math.max(0, at - callerLength), at))) {
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
