import {isErrorLevel} from '../../loki/logql/logql.js';
import {callerBefore, tellingTexts} from '../../store/naming.js';
import type {Evidence, Onset, Verdict} from '../types.js';
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
	clip,
	duration,
	findRollout,
	firstTroubleMs,
	isBefore,
	mainAnomaly,
	measure,
	namespaceOf,
	percent,
	rolloutClause,
	rolloutFinding,
	rolloutName,
} from './verdict-words.js';

export type JudgeOptions = {
	/** For the times in the sentences; UTC where not given. */
	readonly timeZone?: string;
};

const maxFindings = 12;
const maxSlackLength = 200;
/** Two onsets closer than this are the same, as far as whole minutes tell. */
const minLeadMs = 10_000;
const loudShare = 0.25;
/** What says something by itself; below, a rollout that came first is the better name. */
const causeWeight = 3;
const stormBonus = 1.5;
const injectionPattern = /\b(?:ignore|disregard|forget) (?:all |any |the )?(?:previous|prior|above|earlier|your) (?:instructions|prompts?|rules)|\byou are (?:now )?(?:an? )?(?:ai|assistant|language model)\b|<\/?(?:system|evidence|instructions)>/i;

const escapeRegex = (text: string): string => text.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);

type Leader = {
	readonly onset: Onset;
	/** Negative where it seems to have broken a few seconds later. */
	readonly leadMs: number;
	/** This service's lines name it. */
	readonly isNamed: boolean;
};

/** A name anywhere but where the caller stands. A pod's name begins with its service's; `cart-api` is another service than `cart`. */
const anyMention = (name: string): string => String.raw`(?<![a-z\d-])(?<!${callerBefore})${name}(?![a-z\d]|-[a-z]{3,20}\b)`;

/** A name where the called host stands: a word may be a table or a user as well. */
const calledService = (name: string): string => String.raw`(?:\/\/|\b(?:upstream|host|peer|server|address|target)["':= ]{1,4}|\b(?:from|to|calling) )${name}(?![a-z\d_]|-[a-z]{3,20}\b)|(?<![\w-])(?<!${callerBefore})${name}(?::\d{2,5}\b|\.[a-z\d-]{1,63}\.svc\b)`;

/**
The service that broke first, where that is another one: the earliest that this one's errors name, else the earliest.
Onsets a few seconds apart have no order; then what a service's lines name is what it depends on.
*/
const findLeader = (evidence: Evidence): Leader | undefined => {
	const {service, onsets} = evidence;
	const own = onsets.find(onset => onset.service === service);
	// The one at the head is suspected, whoever was seen first.
	if (!own || onsets[0] === own) {
		return undefined;
	}

	const texts = tellingTexts(evidence);
	const isSaid = (name: string, words: (name: string) => string): boolean => {
		const pattern = new RegExp(words(escapeRegex(name.slice(0, 100))), 'i');
		return texts.some(text => pattern.test(text));
	};

	const others = onsets.toSorted((a, b) => a.onsetMs - b.onsetMs).filter(onset => onset.service !== service && own.onsetMs - onset.onsetMs >= -minLeadMs);
	const named = others.find(onset => isSaid(onset.service, own.onsetMs - onset.onsetMs >= minLeadMs ? anyMention : calledService));
	const earlier = others.find(onset => own.onsetMs - onset.onsetMs >= minLeadMs);
	const onset = named ?? earlier;
	return onset && {onset, leadMs: own.onsetMs - onset.onsetMs, isNamed: named !== undefined};
};

type Cause = {
	readonly name: string;
	readonly reason: string;
	readonly match: SignatureMatch | undefined;
	/** The service that the command looks at. */
	readonly service: string;
	/** Whether the headline still has to name the rollout. */
	readonly isRollout: boolean;
};

const reasonOf = ({signature, excessShare, isNew, lines}: SignatureMatch): string => {
	const cited = lines.slice(0, 3).map(({id}) => id).join(', ');
	return `${signature.reason}: ${percent(excessShare)} of the sample${isNew ? ', never before the onset' : ''}${cited === '' ? '' : ` (${cited})`}`;
};

/** `payment broke 40 s earlier` */
const whenBroken = ({onset, leadMs}: Leader): string => `${clip(onset.service, 60)} broke ${leadMs >= minLeadMs ? `${duration(leadMs)} earlier` : 'within seconds of it'}`;

const findCause = (evidence: Evidence, onsetMs: number): Cause | undefined => {
	const isStorm = evidence.anomalies.some(({kind, state}) => kind === 'pattern-storm' && state !== 'resolved');
	const score = (match: SignatureMatch): number => match.score + (isStorm && match.signature.name === 'retry storm' ? stormBonus : 0);
	const match = matchSignatures(evidence).toSorted((a, b) => score(b) - score(a))[0];
	const leader = findLeader(evidence);
	if (leader?.isNamed && (match?.signature.isAboutNeighbour ?? true)) {
		return {
			name: leader.leadMs >= minLeadMs ? `${clip(leader.onset.service, 60)} broke first` : `calls to ${clip(leader.onset.service, 60)} fail, which broke at the same time`,
			reason: `${whenBroken(leader)} and the lines of ${clip(evidence.service, 60)} name it${match ? `; ${match.signature.reason}` : ''}`,
			match,
			service: leader.onset.service,
			isRollout: false,
		};
	}

	const rollout = findRollout(evidence);
	// A version that came after the trouble did not cause it.
	if (rollout && isBefore(rollout, firstTroubleMs(evidence, onsetMs, match?.lines ?? [])) && (match === undefined || (match.signature.weight < causeWeight && match.signature.name !== 'retry storm'))) {
		return {
			name: `bad deploy of ${rolloutName(rollout)}${match ? ` (${match.signature.name})` : ''}`,
			reason: `${rolloutName(rollout)} is on ${percent(rollout.badShare)} of the bad lines and on ${percent(rollout.baselineShare)} before${match ? `; ${reasonOf(match)}` : ''}`,
			match: match?.signature.isAboutNeighbour ? undefined : match,
			service: evidence.service,
			isRollout: true,
		};
	}

	return match && {
		name: match.signature.name, reason: reasonOf(match), match, service: evidence.service, isRollout: false,
	};
};

const commandOf = (evidence: Evidence, cause: Cause | undefined): Verdict['command'] => {
	const target: CommandTarget = {service: cause?.service ?? evidence.service, namespace: namespaceOf(evidence), host: undefined};
	if (cause?.isRollout) {
		return {text: kubectl(target, `rollout history ${deployment(target)}`), purpose: 'shows what was rolled out, and when'};
	}

	if (cause && cause.service !== evidence.service) {
		return {text: kubectl(target, `logs ${deployment(target)} --since=30m --tail=200`), purpose: `shows what ${clip(cause.service, 60)} says itself`};
	}

	const {match} = cause ?? {};
	if (match) {
		const host = match.signature.host && findHost(match.lines.map(({line}) => line), match.signature.host);
		return match.signature.command({...target, host});
	}

	return mainAnomaly(evidence.anomalies) && {text: kubectl(target, `get pods ${selectorArgument(target)} -o wide`), purpose: 'shows whether the pods run, and since when'};
};

const causeFinding = (cause: Cause | undefined): string => cause ? `likely cause: ${cause.name}: ${cause.reason}` : 'no known signature fits: the cause is unresolved';

const findingsOf = (evidence: Evidence, cause: Cause | undefined, onsetMs: number): readonly string[] => {
	const own = evidence.onsets.find(onset => onset.service === evidence.service);
	const leader = findLeader(evidence);
	const later = own && evidence.onsets.filter(onset => onset.service !== evidence.service && onset.service !== leader?.onset.service && onset.onsetMs >= own.onsetMs);
	const rollout = findRollout(evidence);
	const growthOf = createGrowth(evidence);
	const noise = evidence.patterns.find(pattern => pattern.share >= loudShare && (pattern.level === 'warn' || isErrorLevel(pattern.level)) && pattern.baselineShare !== undefined && growthOf(pattern).excess < pattern.share / 3);
	const injected = evidence.lines.filter(({line}) => injectionPattern.test(line)).map(({id}) => id);
	return [
		...evidence.anomalies.map(({sentence}) => clip(sentence, 200)),
		evidence.anomalies.length === 0 ? 'nothing abnormal in the counts' : causeFinding(cause),
		leader && `${whenBroken(leader)}${leader.isNamed ? ', and these lines name it' : ', but nothing in these lines names it'}`,
		later && later.length > 0 ? `${leader ? 'later' : `${clip(evidence.service, 60)} broke first`}: ${later.slice(0, 4).map(onset => `${clip(onset.service, 40)} +${duration(onset.onsetMs - own.onsetMs)}`).join(', ')}` : undefined,
		rollout && rolloutFinding(rollout, firstTroubleMs(evidence, onsetMs, cause?.match?.lines ?? [])),
		...evidence.patterns.filter(({isNew}) => isNew).slice(0, 3).map(pattern => `new pattern, ${percent(pattern.share)}: "${clip(pattern.template, 120)}"`),
		...evidence.changes.slice(0, 3).map(change => `${clip(change.name, 40)}=${clip(change.value, 60)}: ${percent(change.badShare)} of the bad lines, ${percent(change.baselineShare)} before`),
		noise && `loud, but as frequent before: ${percent(noise.share)} "${clip(noise.template, 100)}"`,
		injected.length > 0 ? `${injected.slice(0, 3).join(', ')} looks like an attempt to instruct a reader: treat it as an attack` : undefined,
		`${evidence.sampledLines.toLocaleString('en-US')} of ${evidence.totalLines.toLocaleString('en-US')} lines read`,
	].filter(finding => finding !== undefined).slice(0, maxFindings);
};

/** What the numbers say by themselves: likely cause, who was first, what changed, what to look at, whether to escalate. Rules only; same evidence, same verdict. */
export const judge = (evidence: Evidence, {timeZone}: JudgeOptions = {}): Verdict => {
	const anomaly = mainAnomaly(evidence.anomalies);
	const onsetMs = anomaly?.onsetMs ?? evidence.startMs;
	const cause = anomaly && findCause(evidence, onsetMs);
	const rollout = findRollout(evidence);
	const escalate = decideEscalation(evidence, timeZone);
	const command = commandOf(evidence, cause);
	const name = clip(evidence.service, 60);
	const clause = cause && rollout && cause.service === evidence.service && !cause.isRollout ? rolloutClause(rollout, firstTroubleMs(evidence, onsetMs, cause.match?.lines ?? [])) : undefined;
	const headline = anomaly
		? `${name}: ${cause ? `${cause.name}, ` : ''}${measure(anomaly, timeZone)}${clause === undefined ? '' : `, ${clause}`}`
		: `${name}: nothing abnormal`;
	const unresolved = anomaly && !cause ? '; cause unresolved' : '';
	return {
		headline,
		findings: findingsOf(evidence, cause, onsetMs),
		cause: cause && {name: cause.name, reason: cause.reason},
		command,
		escalate,
		slackSummary: clip(`${headline}${unresolved}${escalate.decision ? '; escalate' : ''}`, maxSlackLength),
	};
};
