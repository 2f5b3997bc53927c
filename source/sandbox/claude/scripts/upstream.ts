import type {SeenEvidence} from '../evidence.js';
import {cite, findLine, item} from '../quote.js';
import {
	commandName,
	inNamespace,
	rateText,
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
];
const retryMark = /"?attempt"?[:=]\s?[2-9]/;

/** The dependency that the failures name, else the service that broke first. */
const suspectOf = (evidence: SeenEvidence): string | undefined => {
	for (const mark of nameMarks) {
		for (const line of evidence.lines) {
			const name = failureMark.test(line.text) ? mark.exec(line.text)?.[1] : undefined;
			if (name !== undefined && name !== evidence.service) {
				return name;
			}
		}
	}

	const first = evidence.onsets[0]?.service;
	return first === evidence.service ? undefined : first;
};

/** A service that fails because one behind it does. */
export const upstreamScript: Script = {
	name: 'upstream',
	fit: evidence => (findLine(evidence, failureMark) ?? evidence.patterns.find(({template}) => failureMark.test(template)) ? 2 : 0),
	answer(evidence) {
		const {service} = evidence;
		const suspect = suspectOf(evidence);
		const name = suspect ?? 'its dependency';
		const failure = findLine(evidence, failureMark);
		const answered = findLine(evidence, answeredMark);
		const retry = findLine(evidence, retryMark);
		const own = evidence.lines.find(line => line.level === 'error' && !failureMark.test(line.text) && (suspect === undefined || !line.text.includes(suspect)));
		const first = evidence.onsets[0];
		const self = evidence.onsets.find(onset => onset.service === service);
		const isLater = first !== undefined && self !== undefined && first.service !== service;
		const causes = [
			[
				`**${name} fails, and ${service} is its victim** (confidence: ${isLater ? 'high' : 'medium'})`,
				item('for', failure && cite(failure, failureMark)),
				item('for', isLater ? `${first.service} broke first, ${service} ${self.afterFirstSeconds} s later` : undefined),
				item('against', own ? `${service} has errors of its own as well: ${cite(own)}` : `no line here shows the inside of ${name}`),
				item('next check', `the error lines of ${name} in the minutes before`),
			].join(''),
			[
				`**The way to ${name} is broken: DNS, certificate or network policy** (confidence: low)`,
				item('for', 'it would look the same from here'),
				item('against', answered ? `an answer came back, so there was a connection: ${cite(answered, answeredMark)}` : 'no line names a failed look-up or handshake'),
				item('next check', `ready endpoints of ${name}`),
			].join(''),
			...(retry === undefined
				? []
				: [[
					`**Retries of ${service} make it worse** (confidence: low)`,
					item('for', cite(retry, retryMark)),
					item('against', 'retries began after the first failures'),
					item('next check', `requests a minute that reach ${name} against those that customers make`),
				].join('')]),
		];
		const rate = rateText(evidence);
		return {
			headline: `${service} fails${sinceText(evidence)} because ${name} does not answer as it should.`,
			causes,
			command: {
				text: `kubectl get pods${inNamespace(evidence)} -l app=${commandName(suspect ?? service)} -o wide`,
				purpose: 'It only reads: which pods are ready, how often they were started again, and since when each is there.',
			},
			escalate: {
				decision: true,
				reason: `${rate ?? 'customers see failures'}; tell those who own ${name}, the repair is there.`,
			},
			slack: `${service}: failing${sinceText(evidence)} because of ${name}${rate === undefined ? '' : `; ${rate}`}; ${service} itself looks like a victim`,
		};
	},
};
