import {isOpen} from '../../detect/lifecycle.js';
import {isStormKind} from '../../detect/kinds/registry.js';
import {leadOf} from '../../detect/lead.js';
import {isErrorLevel} from '../../loki/logql/logql.js';
import {namespaceOf} from '../evidence/namespace.js';
import type {Evidence, EvidenceLine, Onset} from '../../facts/evidence.js';
import type {
	Cause,
	CauseMatch,
	Leader,
	Rollout,
	Verdict,
} from '../../facts/verdict.js';
import {createGrowth, matchSignatures, type SignatureMatch} from './best-signature.js';
import {decideEscalation} from './escalation.js';
import {
	deployment,
	findHost,
	kubectl,
	selectorArgument,
	type CommandTarget,
} from './shell.js';
import {
	findRolloutChange,
	firstTroubleMs,
	isBefore,
	toRollout,
} from './rollout.js';

const maxCited = 3;
const maxFollowers = 4;
const maxNamed = 3;
/** Two onsets closer than this are the same, as far as whole minutes tell. */
const minLeadMs = 10_000;
const loudShare = 0.25;
/** What says something by itself; below, a rollout that came first is the better name. */
const causeWeight = 3;
const stormBonus = 1.5;
const injectionPattern = /\b(?:ignore|disregard|forget) (?:all |any |the )?(?:previous|prior|above|earlier|your) (?:instructions|prompts?|rules)|\byou are (?:now )?(?:an? )?(?:ai|assistant|language model)\b|<\/?(?:system|evidence|instructions)>/i;

/**
The service that broke first, where that is another one: the first of the incident, as its other pages say too.
Onsets a few seconds apart have no order; then what a service's lines name is what it depends on.
*/
const findLeader = (evidence: Evidence): Leader | undefined => {
	const {service, onsets} = evidence;
	const own = onsets.find(onset => onset.service === service);
	const [head] = onsets;
	if (!own || !head || head === own) {
		return undefined;
	}

	const roles = new Map(evidence.mentions?.map(({service: name, role}) => [name, role]));
	// Who broke well before is to blame wherever its name stands; of those that broke together only who is called.
	const isNamed = (onset: Onset): boolean => own.onsetMs - onset.onsetMs >= minLeadMs ? roles.has(onset.service) : roles.get(onset.service) === 'called';
	const leadMs = own.onsetMs - head.onsetMs;
	const isHeadNamed = isNamed(head);
	const between = isHeadNamed ? undefined : onsets.filter(onset => onset !== head && onset !== own && own.onsetMs - onset.onsetMs >= -minLeadMs).toSorted((a, b) => a.onsetMs - b.onsetMs).find(onset => isNamed(onset));
	return {
		service: head.service, leadMs: leadMs >= minLeadMs ? leadMs : undefined, isNamed: isHeadNamed, ...between && {through: between.service},
	};
};

/** What the evidence says of a cause, and what the command needs besides. */
type Found = {
	readonly cause: Cause;
	/** The signature that the command comes from. */
	readonly match: SignatureMatch | undefined;
	/** The service that the command looks at. */
	readonly service: string;
};

/** Another one that is no mere symptom and fits so many of the lines speaks against the first. */
const minRivalShare = 0.15;
const minCallerShare = 0.8;
const callerName = /client|remote|caller|tenant|user|consumer|api_?key|source_?ip|(?:^|_)ip$/i;

const toMatch = ({signature, excessShare, isNew, lines, errorShare, firstMs}: SignatureMatch, {changes}: Evidence, all: readonly SignatureMatch[]): CauseMatch => {
	const {name, reason, doubt} = signature;
	const rival = all.find(other => other.signature.name !== name && other.signature.weight >= causeWeight && other.excessShare >= minRivalShare);
	const caller = name === ownLimit ? changes.find(change => callerName.test(change.name) && change.badShare >= minCallerShare) : undefined;
	return {
		name,
		reason,
		excessShare,
		isNew,
		lineIds: lines.slice(0, maxCited).map(({id}) => id),
		...errorShare !== undefined && errorShare > 0 && {errorShare},
		...firstMs !== undefined && {firstMs},
		...caller && {caller: {name: caller.name, value: caller.value, badShare: caller.badShare}},
		against: {rival: rival && {name: rival.signature.name, share: rival.excessShare}, doubt},
	};
};

const ownLimit = 'limits its own callers';

/** The rollout as it stands to the trouble's first line, which is one of these where they are known. */
const findRollout = (evidence: Evidence, onsetMs: number, causeLines: readonly EvidenceLine[]): Rollout | undefined => {
	const change = findRolloutChange(evidence);
	return change && toRollout(change, firstTroubleMs(evidence, onsetMs, causeLines));
};

const findCause = (evidence: Evidence, onsetMs: number, leader: Leader | undefined): Found | undefined => {
	const isStorm = evidence.anomalies.some(anomaly => isStormKind(anomaly.kind) && isOpen(anomaly));
	const score = (match: SignatureMatch): number => match.score + (isStorm && match.signature.name === 'retry storm' ? stormBonus : 0);
	const isBlamed = leader !== undefined && (leader.isNamed || leader.through !== undefined);
	const all = matchSignatures(evidence).toSorted((a, b) => score(b) - score(a));
	const forerunner = all.find(({signature}) => signature.isForerunner);
	const strongest = all.find(({signature}) => !signature.isForerunner);
	// What was changed right before explains what says nothing more than that calls fail.
	const match = forerunner && (strongest === undefined || (strongest.signature.weight < causeWeight && !isBlamed)) ? forerunner : strongest;
	const known = match && toMatch(match, evidence, all);
	if (leader && isBlamed && (match?.signature.isAboutNeighbour ?? true)) {
		return {cause: {type: 'neighbour', leader, match: known}, match, service: leader.service};
	}

	const {service} = evidence;
	const rollout = findRollout(evidence, onsetMs, match?.lines ?? []);
	// A version that came after the trouble did not cause it.
	return rollout && isBefore(rollout) && (match === undefined || (match.signature.weight < causeWeight && match.signature.name !== 'retry storm')) ? {cause: {type: 'rollout', rollout, match: known}, match: match?.signature.isAboutNeighbour ? undefined : match, service} : match && known && {cause: {type: 'signature', match: known}, match, service};
};

const commandOf = (evidence: Evidence, found: Found | undefined): Verdict['command'] => {
	const target: CommandTarget = {service: found?.service ?? evidence.service, namespace: namespaceOf(evidence.selector, evidence.lines), host: undefined};
	if (found?.cause.type === 'rollout') {
		return {text: kubectl(target, `rollout history ${deployment(target)}`), purpose: 'shows what was rolled out, and when'};
	}

	if (found?.cause.type === 'neighbour') {
		return {text: kubectl(target, `logs ${deployment(target)} --since=30m --tail=200`), purpose: `shows what ${found.service.slice(0, 60)} says itself`};
	}

	if (found?.match) {
		const {signature, lines} = found.match;
		const host = signature.host && findHost(lines.map(({line}) => line), signature.host);
		return signature.command({...target, host});
	}

	return leadOf(evidence.anomalies) && {text: kubectl(target, `get pods ${selectorArgument(target)} -o wide`), purpose: 'shows whether the pods run, and since when'};
};

const followersOf = ({service, onsets}: Evidence, leader: Leader | undefined): Verdict['followers'] => {
	const own = onsets.find(onset => onset.service === service);
	return own === undefined
		? []
		: onsets.filter(onset => onset.service !== service && onset.service !== leader?.service && onset.onsetMs >= own.onsetMs)
			.slice(0, maxFollowers)
			.map(onset => ({service: onset.service, delayMs: onset.onsetMs - own.onsetMs}));
};

const findNoise = (evidence: Evidence): Verdict['noise'] => {
	const growthOf = createGrowth(evidence);
	const noise = evidence.patterns.find(pattern => pattern.share >= loudShare && (pattern.level === 'warn' || isErrorLevel(pattern.level)) && pattern.baselineShare !== undefined && growthOf(pattern).excess < pattern.share / 3);
	return noise && {template: noise.template, share: noise.share, baselineShare: noise.baselineShare};
};

/** What the numbers say by themselves: likely cause, who was first, what changed, what to look at, whether to escalate. Rules only; same evidence, same verdict. */
export const judge = (evidence: Evidence): Verdict => {
	const {service, anomalies, patterns, changes, lines, sampledLines, totalLines} = evidence;
	const anomaly = leadOf(anomalies);
	const onsetMs = anomaly?.onsetMs ?? evidence.startMs;
	const leader = findLeader(evidence);
	const found = anomaly && findCause(evidence, onsetMs, leader);
	return {
		service,
		anomaly,
		anomalies,
		cause: found?.cause,
		rollout: findRollout(evidence, onsetMs, found?.match?.lines ?? []),
		leader,
		followers: followersOf(evidence, leader),
		newPatterns: patterns.filter(({isNew}) => isNew).slice(0, maxNamed).map(({template, share}) => ({template, share})),
		changes: changes.slice(0, maxNamed).map(({name, value, badShare, baselineShare}) => ({
			name, value, badShare, baselineShare,
		})),
		noise: findNoise(evidence),
		injectedLineIds: lines.filter(({line}) => injectionPattern.test(line)).slice(0, maxNamed).map(({id}) => id),
		sampledLines,
		totalLines,
		command: commandOf(evidence, found),
		escalate: decideEscalation(evidence),
	};
};
