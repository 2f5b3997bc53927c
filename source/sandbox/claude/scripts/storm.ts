import type {SeenEvidence, SeenPattern} from '../evidence.js';
import {
	cite,
	citeIds,
	findLine,
	item,
	percent,
} from '../quote.js';
import {
	commandName,
	inNamespace,
	type Script,
	sinceText,
} from './script.js';

const retryMark = /\bretry(?:ing)?\b|\bretries\b|\battempt\b/i;
const retryWords = /[\w ,-]{0,60}\bretry(?:ing)?\b/i;
const backoffMark = /backoff=0\w*/;
const clientMark = /client=[\w-]+/;
const causeMark = /upstream=[\w\-.:]+|context deadline exceeded|i\/o timeout/;
/** From this share on one pattern drowns the rest. */
const loudShare = 0.5;

const loudest = (evidence: SeenEvidence): SeenPattern | undefined => evidence.patterns.toSorted((a, b) => b.share - a.share)[0];

/** One message repeated by the hundreds. */
export const stormScript: Script = {
	name: 'storm',
	fit(evidence) {
		const isSaid = evidence.anomalies.some(({kind, pattern}) => kind === 'pattern-storm' && retryMark.test(pattern ?? ''));
		const loud = loudest(evidence);
		const isLoud = loud !== undefined && loud.share >= loudShare && loud.level !== 'error' && retryMark.test(loud.template);
		return isSaid || isLoud ? 4 : 0;
	},
	answer(evidence) {
		const {service} = evidence;
		const loud = loudest(evidence);
		const retry = findLine(evidence, retryMark, line => clientMark.test(line.text)) ?? findLine(evidence, retryMark);
		const hasty = findLine(evidence, backoffMark);
		const cause = findLine(evidence, causeMark);
		const fine = evidence.lines.find(line => line.level === 'info');
		const client = retry && clientMark.exec(retry.text)?.[0].slice('client='.length);
		const storm = evidence.anomalies.find(({kind}) => kind === 'pattern-storm') ?? evidence.anomalies[0];
		const share = loud === undefined ? '' : `${percent(loud.share)} of the sample`;
		const causes = [
			[
				`**${client === undefined ? 'A client' : `The client ${client}`} tries again without a pause** (confidence: ${hasty ? 'high' : 'medium'})`,
				item('for', retry && `${share === '' ? '' : `${share} is one message: `}${cite(retry, retryWords)}`),
				item('for', hasty && `the pause between tries is nothing: ${cite(hasty, backoffMark)}`),
				item('against', 'the sample does not say how many instances of that client there are'),
				item('next check', 'lines by client over the last two minutes'),
			].join(''),
			[
				'**What the retries call does not answer** (confidence: medium)',
				item('for', cause && cite(cause, causeMark)),
				item('against', fine ? `other requests of ${service} go through ${citeIds([fine])}` : 'no other failure names it'),
				item('next check', 'latency and errors of that upstream'),
			].join(''),
		];
		const rate = storm?.observedPerMinute === undefined ? '' : `${storm.observedPerMinute} lines a minute`;
		return {
			headline: `${service} is in a retry storm${sinceText(evidence)}: one message is ${share === '' ? 'nearly all of its log' : share}.`,
			causes,
			command: {
				text: `kubectl logs${inNamespace(evidence)} -l app=${commandName(service)} --since=2m --tail=2000 | grep -o 'client=[^ ]*' | sort | uniq -c | sort -rn`,
				purpose: 'It only reads: how many of the lines come from which client.',
			},
			escalate: {
				decision: false,
				reason: `not yet. It is noise and load, no failing requests of ${service} so far; do so if its errors rise or if the client's owner does not answer in 15 minutes.`,
			},
			slack: `${service}: retry storm${sinceText(evidence)}${client === undefined ? '' : ` from ${client}`}${rate === '' ? '' : `, ${rate}`}, no backoff; no errors of ${service} itself so far`,
		};
	},
};
