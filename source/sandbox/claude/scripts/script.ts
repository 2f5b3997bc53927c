import {
	isPlainName,
	type SeenChange,
	type SeenEvidence,
	type SeenLine,
} from '../evidence.js';
import {clock} from '../quote.js';
import type {ScriptedReport} from '../report/report.js';
import type {CallMaker, Round} from '../tool-calls.js';

export type Script = {
	readonly name: string;
	/** How well the evidence fits: 0 where it does not. */
	readonly fit: (evidence: SeenEvidence) => number;
	/** What a model would look up before it answers: one or two rounds of tools. */
	readonly rounds: (evidence: SeenEvidence, make: CallMaker) => readonly Round[];
	readonly report: (evidence: SeenEvidence) => ScriptedReport;
};

/** `since 15:18 UTC`, from the first anomaly or onset that has a time; empty where none has. */
export const sinceText = (evidence: SeenEvidence): string => {
	const own = evidence.onsets.find(({service}) => service === evidence.service)?.since;
	const time = clock(evidence.anomalies[0]?.since ?? own ?? '');
	return time === undefined ? '' : ` since ${time}`;
};

/** More digits would claim more than counts of minutes can. */
const twoDigits = (rate: number): number => Number(rate.toPrecision(2));

/** `21 errors/min vs 0.5/min expected`; undefined where nothing was counted. */
export const rateText = (evidence: SeenEvidence): string | undefined => {
	const spike = evidence.anomalies.find(({kind}) => kind === 'error-spike');
	if (spike?.observedPerMinute === undefined) {
		return undefined;
	}

	const expected = spike.expectedPerMinute === undefined ? '' : ` vs ${twoDigits(spike.expectedPerMinute)}/min expected`;
	return `${twoDigits(spike.observedPerMinute)} errors/min${expected}`;
};

/** The services that broke after this one. */
export const followers = (evidence: SeenEvidence): readonly string[] => {
	const own = evidence.onsets.findIndex(({service}) => service === evidence.service);
	return own === -1 ? [] : evidence.onsets.slice(own + 1).map(({service}) => service);
};

/** ` -n production`, where the namespace is known and a plain name: it goes into a command. */
export const inNamespace = ({namespace}: SeenEvidence): string => (isPlainName(namespace) ? ` -n ${namespace}` : '');

/** The service as a command may name it. */
export const commandName = (service: string | undefined): string => (isPlainName(service) ? service : 'SERVICE');

/** The version that is new in the bad minutes, where one is. */
export const newVersion = (evidence: SeenEvidence): SeenChange | undefined =>
	evidence.changes.find(({name, share, shareBefore}) => /(?:^|_)(?:version|release|image|revision)$/i.test(name) && share >= 0.5 && shareBefore <= 0.2);

/** Whether a line was written when the trouble was there: what went well before says nothing. */
export const isSinceOnset = (evidence: SeenEvidence, {time}: SeenLine): boolean => Date.parse(time) >= Date.parse(evidence.anomalies[0]?.since ?? '');

const surges: ReadonlySet<string> = new Set(['volume-surge', 'pattern-storm']);

/** What the evidence rules out for any script: a surge of load, a new version, services that broke later. */
export const ruledOutByCounts = (evidence: SeenEvidence): readonly string[] => {
	const victims = followers(evidence);
	const isLoud = evidence.anomalies.some(({kind}) => surges.has(kind));
	return [
		...(evidence.anomalies.length > 0 && !isLoud ? ['A surge of load: no more lines than usual were found in these minutes'] : []),
		...(evidence.changes.length > 0 && newVersion(evidence) === undefined ? [`A new version of ${evidence.service}: none is among what changed`] : []),
		...(victims.length === 0 ? [] : [`${victims.slice(0, 3).join(', ')}: broke later, so rather victim than cause`]),
	];
};
