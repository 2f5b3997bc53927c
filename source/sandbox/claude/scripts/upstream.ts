import type {SeenEvidence, SeenLine} from '../evidence.js';
import {findLine, findLineOf, itsMessage} from '../quote.js';
import {
	counted,
	firstOf,
	type Hypothesis,
	point,
	unseen,
} from '../report/report.js';
import {
	commandName,
	inNamespace,
	rateText,
	ruledOutByCounts,
	type Script,
	sinceText,
} from './script.js';

const failureMark = /serviceunavailable from [^\n"]{4,60}|no healthy upstream|bad gateway[^\n"]{0,40}|upstream request timeout|upstream connect error[^\n"]{0,40}|connection refused|econnrefused/i;
const answeredMark = /upstream (?:returned|answered) [1-5]\d\d/;
const nameMarks: readonly RegExp[] = [
	/ServiceUnavailable from ([a-z][\w-]*)/,
	/"upstream":\{"service":"([a-z][\w-]*)"/,
	/\bupstream=([a-z][\w-]*)/,
	/\bfrom ([a-z][\w-]*):\d{2,5}\b/,
	/\bdial tcp ([a-z][\w-]*(?:\.[\w-]+)*):\d{2,5}\b/,
	/\bconnect(?:ing|ion)? to (?:https?:\/\/)?([a-z][\w-]*(?:\.[\w-]+)*):\d{2,5}\b/,
];
const retryMark = /"?attempt"?[:=]\s?[2-9]/;
const traceMark = /trace_?id"?[:=]\s?"?([\da-f]{16,64})\b/i;
const innerMark = /connection is not available|exception|timed? ?out|refused|failed|answered 5\d\d/i;

/** The dependency that the failures name, else the service that broke first, where a failure speaks of it. */
const suspectOf = (evidence: SeenEvidence): string | undefined => {
	for (const mark of nameMarks) {
		for (const line of evidence.lines) {
			const name = line.service === undefined && failureMark.test(line.text) ? mark.exec(line.text)?.[1] : undefined;
			if (name !== undefined && name !== evidence.service) {
				return name;
			}
		}
	}

	const first = evidence.onsets[0]?.service;
	return first !== undefined && first !== evidence.service && evidence.lines.some(({text}) => failureMark.test(text) && text.includes(first)) ? first : undefined;
};

/** Where what failed can be seen: pods of a service, or where the name of a host leads. */
const commandText = (evidence: SeenEvidence, name: string): string => {
	const isHost = name.includes('.');
	return isHost
		? `kubectl get endpoints,pods${inNamespace(evidence)} -o wide | grep -F ${commandName(name.split('.', 1)[0])}`
		: `kubectl get pods${inNamespace(evidence)} -l app=${commandName(name)} -o wide`;
};

const traceOf = (line: SeenLine | undefined): string | undefined => (line === undefined ? undefined : traceMark.exec(line.text)?.[1] ?? line.labels.trace_id);

const isError = ({level}: SeenLine): boolean => level === 'error';

const hypothesesOf = (evidence: SeenEvidence, suspect: string | undefined): readonly Hypothesis[] => {
	const {service} = evidence;
	const name = suspect ?? 'its dependency';
	const failure = findLine(evidence, failureMark);
	const retry = findLine(evidence, retryMark);
	const own = findLine(evidence, /./, line => isError(line) && !failureMark.test(line.text) && (suspect === undefined || !line.text.includes(suspect)));
	const inner = suspect === undefined ? undefined : findLineOf(evidence, suspect, innerMark, isError) ?? findLineOf(evidence, suspect, /./, isError);
	const first = evidence.onsets[0];
	const self = evidence.onsets.find(onset => onset.service === service);
	const isLater = first !== undefined && self !== undefined && first.service !== service;
	const order = isLater ? `${first.service} broke first, ${service} ${self.afterFirstSeconds} s later` : '';
	return [
		{
			title: `${name} fails, and ${service} is its victim`,
			confidence: isLater ? 'high' : 'medium',
			evidence: [
				...point(failure, '', failureMark),
				...(isLater ? firstOf(point(failure, order), counted(order)) : []),
				...point(inner, `${name} has errors of its own`, /connection is not available|[^\n"]{0,30}answered 5\d\d/i),
			],
			against: firstOf(
				point(own, `${service} has errors of its own as well`, itsMessage),
				inner === undefined ? unseen(`no line here shows the inside of ${name}`) : unseen(`nothing in the lines that were read clears ${name}`),
			),
			nextCheck: `the error lines of ${name} in the minutes before`,
		},
		{
			title: `The way to ${name} is broken: DNS, certificate or network policy`,
			confidence: 'low',
			evidence: firstOf(point(failure, 'it would look the same from here'), counted('it would look the same from here')),
			against: firstOf(
				point(findLine(evidence, answeredMark), 'an answer came back, so there was a connection', answeredMark),
				unseen('no line names a failed look-up or handshake'),
			),
			nextCheck: `ready endpoints of ${name}`,
		},
		...(retry === undefined
			? []
			: [{
				title: `Retries of ${service} make it worse`,
				confidence: 'low' as const,
				evidence: point(retry, 'requests are sent again'),
				against: unseen('the sample does not say how many of the requests are retries'),
				nextCheck: `requests a minute that reach ${name} against those that customers make`,
			}]),
	];
};

/** A service that fails because one behind it does. */
export const upstreamScript: Script = {
	name: 'upstream',
	fit: evidence => (findLine(evidence, failureMark) ?? evidence.patterns.find(({template}) => failureMark.test(template)) ? 2 : 0),
	rounds(evidence, make) {
		const {service} = evidence;
		const suspect = suspectOf(evidence) ?? service;
		const trace = traceOf(findLine(evidence, failureMark));
		return [
			{
				thought: `${service} names ${suspect === service ? 'something behind it' : suspect}. First: who fails how much, and what ${suspect} wrote around the onset.`,
				calls: [make.errorRates([suspect, service], 'pod'), make.linesAtOnset({service: suspect, level: 'error'})],
			},
			{
				thought: trace === undefined ? `No trace to follow, so the failures of ${suspect} by pattern.` : 'One failed request, followed through all services, shows where it broke.',
				calls: [trace === undefined ? make.topPatterns(suspect, true) : make.traced(trace)],
			},
		];
	},
	report(evidence) {
		const {service} = evidence;
		const suspect = suspectOf(evidence);
		const name = suspect ?? 'its dependency';
		const rate = rateText(evidence);
		return {
			headline: `${service} fails${sinceText(evidence)} because ${name} does not answer as it should.`,
			hypotheses: hypothesesOf(evidence, suspect),
			ruledOut: ruledOutByCounts(evidence),
			command: {
				text: commandText(evidence, suspect ?? service),
				purpose: 'It only reads: which pods are ready, how often they were started again, and since when each is there.',
				effect: 'read_only',
			},
			escalate: {decision: true, reason: `${rate ?? 'customers see failures'}; tell those who own ${name}, the repair is there.`},
			slack: `${service}: failing${sinceText(evidence)} because of ${name}${rate === undefined ? '' : `; ${rate}`}; ${service} itself looks like a victim`,
			gaps: [`Why ${name} fails is a question for its own analysis.`],
		};
	},
};
