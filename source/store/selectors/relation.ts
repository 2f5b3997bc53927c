import type {GroupLink} from '../../detect/incidents/connect.js';
import type {Anomaly} from '../../detect/types.js';
import type {Evidence, EvidenceLine} from '../../investigate/types.js';
import {isErrorLevel} from '../../patterns/level-words.js';
import {callerBefore, weighedTexts, type TellingText} from '../naming.js';
import type {State} from '../state.js';

const tracePattern = /\btrace[-_]?id["']?\s{0,4}[:=]\s{0,4}["']?([\da-f]{16,32})\b/gi;
const traceLabels = ['trace_id', 'traceid', 'traceId', 'traceID'] as const;
/** One line, or two, may say anything of anybody. */
const minLines = 3;
const minTraces = 2;

/**
How services that are in trouble are connected, as the evidence of those that were looked into tells: errors of one name the other, but not as their caller, or bad lines of both are of the same requests.
A single line connects nobody.
*/
export function linksOf(details: State['details'], anomalies: readonly Anomaly[]): readonly GroupLink[] {
	const services = [...new Set(anomalies.map(({service}) => service))];
	const facts = services.flatMap(service => {
		const evidence = details.get(service)?.evidence;
		return evidence?.service === service ? [{service, ...factsOf(evidence)}] : [];
	});
	return facts.flatMap(({service, linesNaming, traces}) => [
		...services.filter(other => other !== service).map((other): GroupLink => ({
			from: service, service: other, by: 'named', lines: linesNaming(other),
		})).filter(({lines}) => lines >= minLines),
		...facts.filter(other => other.service !== service).map((other): GroupLink => ({
			from: service, service: other.service, by: 'trace', lines: [...traces].filter(trace => other.traces.has(trace)).length,
		})).filter(({lines}) => lines >= minTraces),
	]);
}

type Facts = {
	/** How many lines name another service. */
	readonly linesNaming: (service: string) => number;
	readonly traces: ReadonlySet<string>;
};

/** Evidence never changes; incidents are put together anew with each poll. */
const known = new WeakMap<Evidence, Facts>();

function factsOf(evidence: Evidence): Facts {
	const facts = known.get(evidence) ?? readFacts(evidence);
	known.set(evidence, facts);
	return facts;
}

const tracesOf = ({line, labels}: EvidenceLine): string[] => [...traceLabels.flatMap(name => labels[name] ?? []), ...Array.from(line.matchAll(tracePattern), ([, id]) => id!)];

function readFacts(evidence: Evidence): Facts {
	const texts = weighedTexts(evidence).map(({text, ...weight}) => ({text: text.toLowerCase(), ...weight}));
	const counted = new Map<string, number>();
	return {
		linesNaming(service) {
			const lines = counted.get(service) ?? countNaming(service, texts);
			counted.set(service, lines);
			return lines;
		},
		traces: new Set(evidence.lines.filter(({level}) => isErrorLevel(level)).flatMap(line => tracesOf(line)).map(id => id.toLowerCase())),
	};
}

/** A line is in its pattern as well: the larger number holds. */
function countNaming(service: string, texts: readonly TellingText[]): number {
	const sums = {line: 0, pattern: 0, change: 0};
	for (const {text, lines, from} of texts) {
		sums[from] += isBlamed(service, text) ? lines : 0;
	}

	return Math.max(sums.line, sums.pattern, sums.change);
}

const isWordCharacter = (character: string | undefined): boolean => character !== undefined && /[\w-]/.test(character);

const plainWord = /^[a-z]+$/;
/** What has to stand around a name that is a word of the language too. */
const leadsToService = /(?::\/\/|@|\b(?:to|from|by|call|calling|called|host|upstream|service|peer|target|backend|server|address)[\s:=]{1,3}["'([`]?)$/;
const followsService = /^(?:["')\]`]? (?:service|answered|returned|responded|refused|timed out|unavailable|is down|is unreachable)\b|:\d{2,5}\b|\.[a-z][\w-]{0,60}\.svc\b)/;
const callerEnd = new RegExp(`${callerBefore}$`);
/** Longer than what can stand before a name and say what it is. */
const contextLength = 32;

/** Whether a text names a service, as a word of its own, as another one than its caller. */
function isBlamed(service: string, text: string): boolean {
	const name = service.toLowerCase();
	for (let at = name === '' ? -1 : text.indexOf(name); at !== -1; at = text.indexOf(name, at + 1)) {
		const endAt = at + name.length;
		const before = text.slice(Math.max(0, at - contextLength), at);
		if (!isWordCharacter(text[at - 1]) && !isWordCharacter(text[endAt]) && !callerEnd.test(before)
			&& (!plainWord.test(name) || leadsToService.test(before) || followsService.test(text.slice(endAt, endAt + contextLength)))) {
			return true;
		}
	}

	return false;
}
