import {isPlainName, type SeenEvidence, type SeenPattern} from '../evidence.js';
import {findLine, itsMessage, percent} from '../quote.js';
import {
	counted,
	firstOf,
	type Hypothesis,
	point,
	unseen,
} from '../report/report.js';
import {
	inNamespace,
	isSinceOnset,
	rateText,
	ruledOutByCounts,
	type Script,
	sinceText,
} from './script.js';

const errorLevels = new Set(['error', 'fatal', 'critical']);
/** A pattern has grown where its share is this many times what it was. */
const grownTimes = 3;
const maxHypotheses = 3;
const minHypotheses = 2;

/** Anomalies that errors make; what else is open, errors do not explain. */
const errorKinds = new Set(['error-spike', 'new-pattern']);

const isError = ({level}: {readonly level: string}): boolean => errorLevels.has(level);

/** What stands out in the patterns: new errors first, then what grew. */
const standingOut = (evidence: SeenEvidence): readonly SeenPattern[] => [
	...evidence.patterns.filter(pattern => pattern.isNew && isError(pattern)),
	...evidence.patterns.filter(pattern => !pattern.isNew && isError(pattern) && pattern.shareBefore !== undefined && pattern.share > grownTimes * pattern.shareBefore),
];

/** Whether errors are what is wrong, as far as the evidence says what is. */
const isOfErrors = ({anomalies}: SeenEvidence): boolean => anomalies.length === 0 || anomalies.some(({kind}) => errorKinds.has(kind));

type Reading = {readonly title: string; readonly against: string; readonly nextCheck: string};

/** What the kinds say that no error tells of. */
const readings: ReadonlyMap<string, Reading> = new Map([
	['slow', {title: 'It waits for something, or has more to do', against: 'no line here times what it calls', nextCheck: 'what it calls, and its CPU and locks, since then'}],
	['pattern-vanished', {title: 'Something that it does all the time has stopped', against: 'no line says whether it was switched off on purpose', nextCheck: 'what starts that work: a queue, a schedule, a switch'}],
	['ends-early', {title: 'Requests end before they are through', against: 'the rest of them may be in lines that were not read', nextCheck: 'one such request, followed through all services'}],
]);

const ofKinds = ({anomalies}: SeenEvidence): readonly Hypothesis[] => anomalies.flatMap(({kind, sentence}): readonly Hypothesis[] => {
	const reading = readings.get(kind);
	return reading === undefined || sentence === ''
		? []
		: [{
			title: reading.title, confidence: 'low', evidence: counted(sentence), against: unseen(reading.against), nextCheck: reading.nextCheck,
		}];
});

/** The words of a template's longest fixed piece, as an expression that finds its lines. */
const markOf = (template: string): RegExp | undefined => {
	const [longest = ''] = template.split('<*>').map(piece => piece.trim()).toSorted((a, b) => b.length - a.length);
	return longest.length < 6 ? undefined : new RegExp(longest.slice(0, 80).replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`));
};

const ofPattern = (evidence: SeenEvidence, {template, share, isNew}: SeenPattern): Hypothesis => {
	const mark = markOf(template);
	const line = mark && findLine(evidence, mark);
	const fine = findLine(evidence, /./, other => other.level === 'info' && isSinceOnset(evidence, other));
	return {
		title: isNew ? 'A failure not seen before' : 'A known failure that has become frequent',
		confidence: 'low',
		evidence: firstOf(point(line, `${percent(share)} of the sample`, mark), counted(`one pattern is ${percent(share)} of the sample`)),
		against: [...counted('that it began with the trouble does not make it the cause'), ...point(fine, `${evidence.service} goes on working`)],
		nextCheck: 'whether it began before or after the first error',
	};
};

const ofChange = (evidence: SeenEvidence): readonly Hypothesis[] => evidence.changes.slice(0, 1).map(({name, value, share, shareBefore}) => {
	const words = `it is on ${percent(share)} of the bad lines and was on ${percent(shareBefore)} before`;
	return {
		title: `Something that came with ${name}=${value.slice(0, 60)}`,
		confidence: 'low',
		evidence: firstOf(point(findLine(evidence, /./, line => line.labels[name] === value), words), counted(words)),
		against: [
			...counted('a change at the same time may be chance'),
			...point(findLine(evidence, /./, line => isError(line) && line.labels[name] !== undefined && line.labels[name] !== value), `an error without ${name}=${value.slice(0, 60)}`),
		],
		nextCheck: 'what else happened in these minutes',
	};
});

const unresolved: Hypothesis = {
	title: 'Unresolved',
	confidence: 'low',
	evidence: counted('nothing in the sample is new or has grown'),
	against: unseen('the sample may have missed it'),
	nextCheck: 'the lines of the first bad minute',
};

/** Of a service that broke after another one. */
const ofOrder = (evidence: SeenEvidence): readonly Hypothesis[] => {
	const own = evidence.onsets.findIndex(({service}) => service === evidence.service);
	const first = own > 0 ? evidence.onsets[0] : undefined;
	return first === undefined
		? []
		: [{
			title: `${evidence.service} is a victim of ${first.service}`,
			confidence: 'low',
			evidence: counted(`${first.service} broke ${evidence.onsets[own]?.afterFirstSeconds ?? 0} s before`),
			against: firstOf(point(findLine(evidence, /./, line => isError(line) && !line.text.includes(first.service)), 'an error that does not name it', itsMessage), unseen('no error line was shown')),
			nextCheck: `the errors of ${first.service}`,
		}];
};

const hypothesesOf = (evidence: SeenEvidence): readonly Hypothesis[] => {
	const found = [...ofKinds(evidence), ...(isOfErrors(evidence) ? standingOut(evidence) : []).slice(0, 2).map(pattern => ofPattern(evidence, pattern)), ...ofChange(evidence)];
	const filled = found.length >= minHypotheses ? found : [...found, ...ofOrder(evidence)];
	return filled.length === 0 ? [unresolved] : filled.slice(0, maxHypotheses);
};

/** What no script knows: the evidence in order, and no guess beyond it. */
export const genericScript: Script = {
	name: 'generic',
	fit: () => 1,
	rounds(evidence, make) {
		const {service} = evidence;
		const first = findLine(evidence, /./, isError);
		return [
			{
				thought: `Nothing about ${service} looks familiar. First: its failures by pattern, and what is different from the hour before.`,
				calls: [make.topPatterns(service, true), make.compared(service)],
			},
			...(first === undefined ? [] : [{thought: 'The lines around the first error may say what came before it.', calls: [make.contextOf(first.id)]}]),
		];
	},
	report(evidence) {
		const {service} = evidence;
		const rate = rateText(evidence);
		const isCritical = evidence.anomalies.some(({severity}) => severity === 'critical');
		const what = evidence.anomalies[0]?.sentence ?? '';
		return {
			headline: `${service} is out of the ordinary${sinceText(evidence)}, and no script knows this picture: what follows is read off the evidence.`,
			hypotheses: hypothesesOf(evidence),
			ruledOut: ruledOutByCounts(evidence),
			command: {
				text: `kubectl get events${inNamespace(evidence)} --sort-by=.lastTimestamp --field-selector type=Warning`,
				purpose: `It only reads: what Kubernetes itself noticed around ${isPlainName(service) ? service : 'the service'} in the last hour.`,
				effect: 'read_only',
			},
			escalate: isCritical
				? {decision: true, reason: `it is critical by its numbers${rate === undefined ? '' : ` (${rate})`}, and the cause is open.`}
				: {decision: false, reason: 'by its numbers it is not critical; look again in ten minutes.'},
			slack: `${service}: ${what === '' ? `out of the ordinary${sinceText(evidence)}` : what.slice(0, 140)}; cause open`,
			gaps: ['No script knows this picture, so nothing here says what the cause is.'],
		};
	},
};
