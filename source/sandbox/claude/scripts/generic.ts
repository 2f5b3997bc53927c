import {isPlainName, type SeenEvidence, type SeenPattern} from '../evidence.js';
import {
	cite,
	findLine,
	item,
	percent,
} from '../quote.js';
import {
	inNamespace,
	rateText,
	type Script,
	sinceText,
} from './script.js';

const errorLevels = new Set(['error', 'fatal', 'critical']);
/** A pattern has grown where its share is this many times what it was. */
const grownTimes = 3;

const isError = ({level}: SeenPattern): boolean => errorLevels.has(level);

/** What stands out in the patterns: new errors first, then what grew. */
const standingOut = (evidence: SeenEvidence): readonly SeenPattern[] => [
	...evidence.patterns.filter(pattern => pattern.isNew && isError(pattern)),
	...evidence.patterns.filter(pattern => !pattern.isNew && isError(pattern) && pattern.shareBefore !== undefined && pattern.share > grownTimes * pattern.shareBefore),
];

/** The words of a template's longest fixed piece, as an expression that finds its lines. */
const markOf = (template: string): RegExp | undefined => {
	const [longest = ''] = template.split('<*>').map(piece => piece.trim()).toSorted((a, b) => b.length - a.length);
	return longest.length < 6 ? undefined : new RegExp(longest.slice(0, 80).replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
};

const causeOf = (evidence: SeenEvidence, pattern: SeenPattern): string => {
	const mark = markOf(pattern.template);
	const line = mark && findLine(evidence, mark);
	return [
		`**${pattern.isNew ? 'A failure not seen before' : 'A known failure that has become frequent'}** (confidence: low)`,
		item('for', line && `${cite(line, mark)}, ${percent(pattern.share)} of the sample`),
		item('for', line ? undefined : `one pattern is ${percent(pattern.share)} of the sample`),
		item('against', 'that it began with the trouble does not make it the cause'),
		item('next check', 'whether it began before or after the first error'),
	].join('');
};

const unresolved = [
	'**Unresolved** (confidence: low)',
	item('for', 'nothing in the sample is new or has grown'),
	item('against', 'the sample may have missed it'),
	item('next check', 'the lines of the first bad minute'),
].join('');

/** What no script knows: the evidence in order, and no guess beyond it. */
export const genericScript: Script = {
	name: 'generic',
	fit: () => 1,
	answer(evidence) {
		const {service} = evidence;
		const rate = rateText(evidence);
		const found = standingOut(evidence).slice(0, 2).map(pattern => causeOf(evidence, pattern));
		const [change] = evidence.changes;
		const changed = change && [
			`**Something that came with ${change.name}=${change.value.slice(0, 60)}** (confidence: low)`,
			item('for', `it is on ${percent(change.share)} of the bad lines and was on ${percent(change.shareBefore)} before`),
			item('against', 'a change at the same time may be chance'),
			item('next check', 'what else happened in these minutes'),
		].join('');
		const causes = [...found, ...(changed === undefined ? [] : [changed])].slice(0, 3);
		const isCritical = evidence.anomalies.some(({severity}) => severity === 'critical');
		const what = evidence.anomalies[0]?.sentence ?? '';
		return {
			headline: `${service} is out of the ordinary${sinceText(evidence)}, and no script knows this picture: what follows is read off the evidence.`,
			causes: causes.length > 0 ? causes : [unresolved],
			command: {
				text: `kubectl get events${inNamespace(evidence)} --sort-by=.lastTimestamp --field-selector type=Warning`,
				purpose: `It only reads: what Kubernetes itself noticed around ${isPlainName(service) ? service : 'the service'} in the last hour.`,
			},
			escalate: isCritical
				? {decision: true, reason: `it is critical by its numbers${rate === undefined ? '' : ` (${rate})`}, and the cause is open.`}
				: {decision: false, reason: 'by its numbers it is not critical; look again in ten minutes.'},
			slack: `${service}: ${what === '' ? `out of the ordinary${sinceText(evidence)}` : what.slice(0, 140)}; cause open`,
		};
	},
};
