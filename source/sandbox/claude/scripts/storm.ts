import type {SeenEvidence, SeenPattern} from '../evidence.js';
import {findLine, percent} from '../quote.js';
import {firstOf, point, unseen} from '../report/report.js';
import {
	commandName,
	inNamespace,
	isSinceOnset,
	ruledOutByCounts,
	type Script,
	sinceText,
} from './script.js';

const retryMark = /\bretry(?:ing)?\b|\bretries\b|\battempt\b/i;
const retryWords = /[\w ,-]{0,60}\bretry(?:ing)?\b/i;
const backoffMark = /backoff=0\w*/;
const patienceMark = /backoff=[1-9]\d*s/;
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
	rounds: ({service}, make) => [
		{
			thought: `One message drowns ${service}. First: what the log says below the noise, and whether errors grew with it.`,
			calls: [make.topPatterns(service), make.lines({service, not_contains: 'retrying'})],
		},
		{
			thought: 'The hour before shows whether the same message was there all along.',
			calls: [make.compared(service)],
		},
	],
	report(evidence) {
		const {service} = evidence;
		const loud = loudest(evidence);
		const retry = findLine(evidence, retryMark, line => clientMark.test(line.text)) ?? findLine(evidence, retryMark);
		const hasty = findLine(evidence, backoffMark);
		const fine = findLine(evidence, /./, line => line.level === 'info' && isSinceOnset(evidence, line));
		const client = retry && clientMark.exec(retry.text)?.[0].slice('client='.length);
		const patient = findLine(evidence, patienceMark, ({text}) => client !== undefined && clientMark.test(text) && !text.includes(`client=${client}`));
		const storm = evidence.anomalies.find(({kind}) => kind === 'pattern-storm') ?? evidence.anomalies[0];
		const share = loud === undefined ? '' : `${percent(loud.share)} of the sample`;
		const rate = storm?.observedPerMinute === undefined ? '' : `, ${storm.observedPerMinute} lines a minute`;
		const from = client === undefined ? '' : ` from ${client}`;
		const owner = 'the client\'s owner';
		const hasErrors = evidence.anomalies.some(({kind}) => kind === 'error-spike');
		return {
			headline: `${service} is in a retry storm${sinceText(evidence)}: one message is ${share === '' ? 'nearly all of its log' : share}.`,
			hypotheses: [
				{
					title: `${client === undefined ? 'A client' : `The client ${client}`} tries again without a pause`,
					confidence: hasty ? 'high' : 'medium',
					evidence: [
						...point(retry, share === '' ? '' : `${share} is one message`, retryWords),
						...point(hasty, 'the pause between tries is nothing', backoffMark),
					],
					against: [
						...point(patient, 'another client tries again as well, with pauses', patienceMark),
						...unseen('the sample does not say how many instances of that client there are'),
					],
					nextCheck: 'lines by client over the last two minutes',
				},
				{
					title: 'What the retries call does not answer',
					confidence: 'medium',
					evidence: point(findLine(evidence, causeMark), '', causeMark),
					against: firstOf(point(fine, `other requests of ${service} go through`), unseen('no other failure names it')),
					nextCheck: 'latency and errors of that upstream',
				},
			],
			ruledOut: [...(hasErrors ? [] : [`Failing requests of ${service}: no rise of its errors was found`]), ...ruledOutByCounts(evidence)],
			command: {
				text: `kubectl logs${inNamespace(evidence)} -l app=${commandName(service)} --since=2m --tail=2000 | grep -o 'client=[^ ]*' | sort | uniq -c | sort -rn`,
				purpose: 'It only reads: how many of the lines come from which client.',
				effect: 'read_only',
			},
			escalate: hasErrors
				? {decision: true, reason: `its errors have risen as well, so requests of ${service} fail with it; ${owner} can stop it.`}
				: {decision: false, reason: `not yet. It is noise and load, no failing requests of ${service} so far; do so if its errors rise or if ${owner} does not answer in 15 minutes.`},
			slack: `${service}: retry storm${sinceText(evidence)}${from}${rate}, no backoff; ${hasErrors ? 'its errors rise too' : `no errors of ${service} itself so far`}`,
			gaps: ['The log of the client that tries again was not read.'],
		};
	},
};
