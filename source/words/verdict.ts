import type {
	Leader,
	Escalation,
	Verdict,
	VerdictHead,
} from '../facts/verdict.js';
import {sanitizeLine} from '../terminal/sanitize.js';
import {anomalyMeasure, anomalySentence, countedUntil} from './anomaly.js';
import {
	causeWords,
	doubtWords,
	leaderWords,
	rolloutClause,
	rolloutFinding,
	shortName,
} from './cause.js';
import {factorOf} from './kinds.js';
import {
	formatExact,
	formatFactor,
	formatOffset,
	formatShare,
	plural,
} from './numbers.js';
import type {Reader} from './reader.js';
import {templateText} from './template.js';
import {sameTimeMs} from './times.js';

export {causeWords} from './cause.js';

const maxFindings = 12;
const maxSentenceLength = 200;
const maxSlackLength = 200;
const maxTemplateLength = 120;
const maxFieldLength = 40;
/** Shares that differ by less, as a part of the larger one, are the same share. */
const sameShare = 0.1;

/** `payment: connection pool exhausted, errors 42/min vs 3.1/min expected since 02:58, seconds after version 1.42.0 appeared` */
export function verdictHeadline(verdict: VerdictHead, reader: Reader): string {
	const {service, anomaly, cause, rollout, written} = verdict;
	if (written) {
		return written.headline;
	}

	const name = shortName(service);
	if (!anomaly) {
		return `${name}: nothing abnormal`;
	}

	const clause = cause?.type === 'signature' && rollout ? rolloutClause(rollout) : undefined;
	return `${name}: ${[causeWords(verdict, reader)?.name, anomalyMeasure(anomaly, reader), clause].filter(part => part !== undefined).join(', ')}`;
}

/** The headline with what to do about it: one line of plain text, for a channel. */
export function verdictLine(verdict: VerdictHead & Pick<Verdict, 'escalate'>, reader: Reader): string {
	const {anomaly, cause, escalate, written} = verdict;
	const unresolved = anomaly && !cause ? '; cause unresolved' : '';
	return written ? written.slackSummary : sanitizeLine(`${verdictHeadline(verdict, reader)}${unresolved}${escalate.decision ? '; escalate' : ''}`, {maxLength: maxSlackLength});
}

/** `critical, 20x baseline; 1 service; too recent for a trend` */
export function escalationReason({escalate: {decision, basis}, written}: Pick<Verdict, 'escalate' | 'written'>, reader: Reader): string {
	if (written) {
		return written.escalationReason;
	}

	switch (basis.type) {
		case 'calm': {
			return 'nothing is abnormal';
		}

		case 'over': {
			return 'it is over';
		}

		case 'open': {
			return [...openFacts(basis, reader), ...decision ? [] : ['look again in 10 min']].join('; ');
		}
	}
}

type OpenBasis = Extract<Escalation['basis'], {type: 'open'}>;

function openFacts(basis: OpenBasis, reader: Reader): readonly string[] {
	const factor = factorOf(basis);
	return [
		`${basis.severity}${factor === undefined ? '' : `, ${formatFactor(factor)} baseline`}`,
		plural(basis.services, 'service'),
		...basis.hasStopped ? ['its usual work stopped'] : [],
		basis.trend === 'unknown' ? 'too recent for a trend' : basis.trend,
		...basis.countedUntilMs === undefined ? [] : [`${countedUntil(basis.countedUntilMs, reader)}, whether it goes on is not known`],
	];
}

/** What a verdict rests on, one line each, the most telling first. */
export function verdictFindings(verdict: Verdict, reader: Reader): readonly string[] {
	if (verdict.written) {
		return verdict.written.findings;
	}

	const {anomalies, leader, rollout, newPatterns, changes, noise, injectedLineIds, sampledLines, totalLines} = verdict;
	const cause = causeWords(verdict, reader);
	const doubt = doubtWords(verdict);
	return [
		...anomalies.map(anomaly => sanitizeLine(anomalySentence(anomaly, reader), {maxLength: maxSentenceLength})),
		anomalies.length === 0 ? 'nothing abnormal in the counts' : (cause ? `likely cause: ${cause.name}: ${cause.reason}` : 'no known signature fits: the cause is unresolved'),
		doubt && `against it: ${doubt}`,
		leader && `${leaderWords(leader)}${namedWords(leader)}`,
		...followerFindings(verdict),
		rollout && rolloutFinding(rollout),
		...newPatterns.map(({template, share}) => `new pattern, ${formatShare(share)}: "${templateText(template, maxTemplateLength)}"`),
		...changes.map(({name, value, badShare, baselineShare}) => `${shortName(name, maxFieldLength)}=${shortName(value)}: ${formatShare(badShare)} of the bad lines, ${formatShare(baselineShare)} before`),
		noise && noiseFinding(noise),
		injectedLineIds.length > 0 ? `${injectedLineIds.join(', ')} looks like an attempt to instruct a reader: treat it as an attack` : undefined,
		`${formatExact(sampledLines)} of ${formatExact(totalLines)} lines read`,
	].filter(finding => finding !== undefined).slice(0, maxFindings);
}

/** Whether the lines of the service that is judged name the one that broke first, or one in between. */
function namedWords({isNamed, through}: Leader): string {
	if (isNamed) {
		return ', and these lines name it';
	}

	return through === undefined ? ', but nothing in these lines names it' : `, and these lines name ${shortName(through, maxFieldLength)}, which broke as well`;
}

/** Who broke with this service and who later; it broke first only where nobody broke with it. */
function followerFindings({service, leader, followers}: Verdict): readonly string[] {
	const together = followers.filter(({delayMs}) => delayMs < sameTimeMs).map(follower => shortName(follower.service, maxFieldLength));
	const later = followers.filter(({delayMs}) => delayMs >= sameTimeMs).map(follower => `${shortName(follower.service, maxFieldLength)} ${formatOffset(follower.delayMs)}`);
	const isFirst = !leader && together.length === 0;
	return [
		...together.length === 0 ? [] : [`at the same time: ${together.join(', ')}`],
		...later.length === 0 ? [] : [`${isFirst ? `${shortName(service)} broke first` : 'later'}: ${later.join(', ')}`],
	];
}

function noiseFinding({template, share, baselineShare = 0}: NonNullable<Verdict['noise']>): string {
	const isSame = Math.abs(share - baselineShare) < sameShare * Math.max(share, baselineShare);
	return `noisy but not new (${isSame ? 'same share' : formatShare(baselineShare)} before): ${formatShare(share)} "${templateText(template, maxTemplateLength)}"`;
}
