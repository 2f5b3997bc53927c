import * as z from 'zod';
import type {Verdict} from '../../facts/verdict.js';

/*
Form 1 of a record held sentences where form 2 holds facts. What it can show is this:
a verdict in the words of that day; an anomaly's sentence made anew of its numbers, with what the old sentence alone knew read back from it.
*/

const escalate = z.looseObject({decision: z.boolean(), reason: z.string()});

const oldVerdict = z.looseObject({
	headline: z.string(),
	findings: z.array(z.string()),
	cause: z.looseObject({name: z.string(), reason: z.string()}).optional(),
	command: z.looseObject({text: z.string(), purpose: z.string()}).optional(),
	escalate,
	slackSummary: z.string(),
});

const isOldAnomaly = (value: Readonly<Record<string, unknown>>): value is Readonly<Record<string, unknown>> & {readonly sentence: string} =>
	typeof value.sentence === 'string' && typeof value.fingerprint === 'string';

/** Of the form before `, since 02:58`; a pattern's text stands in quotes behind the share. */
const sharePattern = /^[^"]{0,80}\((\d{1,3}) % of lines\)/;
const servicesPattern = /^(\d{1,9}) services silent at once/;
const acceptedPattern = /, taken as usual from [\d:]{1,8}$/;

function upgradeAnomaly({sentence, ...anomaly}: Readonly<Record<string, unknown>> & {readonly sentence: string}): Readonly<Record<string, unknown>> {
	const share = sharePattern.exec(sentence)?.[1];
	const services = servicesPattern.exec(sentence)?.[1];
	return {
		...anomaly,
		isAccepted: acceptedPattern.test(sentence),
		...(share !== undefined && {share: Number(share) / 100}),
		...(services !== undefined && {services: Number(services)}),
	};
}

/** The words of that day, with the one fact that keys and exports need: the command and the decision. */
function upgradeVerdict({headline, findings, cause, command, escalate: {decision, reason}, slackSummary}: z.infer<typeof oldVerdict>, service: string): Verdict {
	return {
		service,
		anomaly: undefined,
		anomalies: [],
		cause: undefined,
		rollout: undefined,
		leader: undefined,
		followers: [],
		newPatterns: [],
		changes: [],
		noise: undefined,
		injectedLineIds: [],
		sampledLines: 0,
		totalLines: 0,
		command,
		escalate: {decision, basis: {type: 'calm'}},
		written: {
			headline, findings, cause, escalationReason: reason, slackSummary,
		},
	};
}

/** A parsed line of form 1 as form 2 would have it. What is not of form 1 is left as it is. */
export function upgradeLine(value: unknown, service = ''): unknown {
	if (Array.isArray(value)) {
		return value.map(entry => upgradeLine(entry, service));
	}

	if (typeof value !== 'object' || value === null) {
		return value;
	}

	const fields = value as Readonly<Record<string, unknown>>;
	const own = typeof fields.service === 'string' ? fields.service : service;
	const old = oldVerdict.safeParse(fields).data;
	if (old) {
		return upgradeVerdict(old, own);
	}

	const upgraded = isOldAnomaly(fields) ? upgradeAnomaly(fields) : fields;
	return Object.fromEntries(Object.entries(upgraded).map(([name, entry]) => [name, upgradeLine(entry, own)]));
}
