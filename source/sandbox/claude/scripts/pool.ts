import {isPlainName, type SeenEvidence, type SeenLine} from '../evidence.js';
import {findLine, percent, quoteOf} from '../quote.js';
import {
	type Confidence,
	counted,
	firstOf,
	type Hypothesis,
	point,
	unseen,
} from '../report/report.js';
import {
	commandName,
	followers,
	inNamespace,
	isSinceOnset,
	newVersion,
	rateText,
	ruledOutByCounts,
	type Script,
	sinceText,
} from './script.js';

const timeoutMark = /(?:hikaripool-\d+ - )?connection is not available(?:, request timed out after \d+ms)?|pool (?:is )?exhausted|too many (?:clients|connections)|remaining connection slots/i;
const leakMark = /connection leak detection triggered|apparent connection leak detected/i;
const fullMark = /total=\d+, active=\d+, idle=0, waiting=\d+/;
const freeMark = /total=\d+, active=\d+, idle=[1-9]\d*, waiting=0/;
const databaseMark = /upstream=[\w\-.]+|SQLTransientConnectionException/;
const slowMark = /slow (?:statement|query)[^\n"]{0,40}/i;

type PoolLines = Readonly<Record<'timeout' | 'leak' | 'full' | 'database' | 'slow' | 'oldTimeout' | 'oldFree' | 'oldFine' | 'ofVersion', SeenLine | undefined>>;

const linesOfPool = (evidence: SeenEvidence): PoolLines => {
	const version = newVersion(evidence)?.value;
	const isNew = ({labels}: SeenLine): boolean => version !== undefined && labels.version === version;
	const isOld = ({labels}: SeenLine): boolean => version !== undefined && labels.version !== undefined && labels.version !== version;
	return {
		timeout: findLine(evidence, timeoutMark, isNew) ?? findLine(evidence, timeoutMark),
		leak: findLine(evidence, leakMark),
		full: findLine(evidence, fullMark),
		database: findLine(evidence, databaseMark),
		slow: findLine(evidence, slowMark),
		oldTimeout: findLine(evidence, timeoutMark, isOld),
		oldFree: findLine(evidence, freeMark, line => isOld(line) && isSinceOnset(evidence, line) && !timeoutMark.test(line.text)),
		oldFine: findLine(evidence, /./, line => isOld(line) && line.level === 'info' && isSinceOnset(evidence, line)),
		ofVersion: findLine(evidence, timeoutMark, isNew) ?? findLine(evidence, /./, line => isNew(line) && line.level === 'error'),
	};
};

const hypothesesOf = (evidence: SeenEvidence, lines: PoolLines): readonly Hypothesis[] => {
	const version = newVersion(evidence);
	const confidence: Confidence = version !== undefined && lines.leak !== undefined ? 'high' : 'medium';
	const versionWords = version === undefined ? '' : `${version.name}=${version.value} is on ${percent(version.share)} of the bad lines and was on ${percent(version.shareBefore)} before`;
	const hasSurge = evidence.anomalies.some(({kind}) => kind === 'volume-surge');
	return [
		{
			title: `Connections leak${version === undefined ? '' : ` in version ${version.value}`}`,
			confidence,
			evidence: [
				...point(lines.timeout, lines.timeout !== undefined && lines.timeout === lines.ofVersion ? 'a pod of the new version timed out waiting' : 'requests time out waiting', timeoutMark),
				...point(lines.full, 'the pool is full', fullMark),
				...point(lines.leak, 'the pool itself says so', leakMark),
				...(version === undefined ? [] : firstOf(point(lines.ofVersion, versionWords), counted(versionWords))),
				...point(lines.oldFree, 'the pool of an old version\'s pod is not full', freeMark),
			],
			against: firstOf(point(lines.oldTimeout, 'a pod of the old version has a timeout as well', timeoutMark), unseen('no line shows how many connections the database itself counts')),
			nextCheck: 'active connections on a pod of the new version against one of the old one',
		},
		{
			title: 'The database is slow, so that connections come back late',
			confidence: 'low',
			evidence: [
				...point(lines.database, 'the failures name the database', databaseMark),
				...point(lines.slow, 'it was slow at least once', slowMark),
			],
			against: firstOf(
				point(lines.oldFree, 'an old version\'s pod on the same database has connections to spare', freeMark),
				point(lines.oldFine, 'a pod of the old version goes on working'),
				unseen('nothing in the sample times a statement during the incident'),
			),
			nextCheck: 'long transactions in pg_stat_activity on the primary',
		},
		{
			title: 'The pool is too small for the load',
			confidence: 'low',
			evidence: point(lines.full, 'threads wait while all connections are in use'),
			against: [
				...(hasSurge ? [] : counted('no surge of lines was found in these minutes')),
				...firstOf(point(lines.oldFree, 'a pod of the old version has connections to spare', freeMark), point(lines.oldFine, 'a pod of the old version goes on working')),
			],
			nextCheck: 'charges a minute against the same hour of yesterday',
		},
	];
};

/** A connection pool that has run out. */
export const poolScript: Script = {
	name: 'pool',
	fit: evidence => (findLine(evidence, timeoutMark) ?? evidence.patterns.find(({template}) => timeoutMark.test(template)) ? 3 : 0),
	rounds(evidence, make) {
		const {service} = evidence;
		const {timeout, leak} = linesOfPool(evidence);
		const version = newVersion(evidence);
		const words = timeout === undefined ? undefined : quoteOf(timeout, /hikaripool|connection is not available|pool|connections/i);
		return [
			{
				thought: `The connection pool of ${service} looks empty. First: which pods fail, here and downstream, and what the pool says of itself around the onset.`,
				calls: [make.errorRates([service, ...followers(evidence)], 'pod'), make.linesAtOnset({service, ...(words !== undefined && {contains: words})})],
			},
			{
				thought: `${version === undefined ? 'No new version is in sight' : `${version.value} is the suspect`}: the same service in the hour before${leak === undefined ? '' : ', and what came around the first leak report,'} would speak against it.`,
				calls: [make.compared(service), ...(leak === undefined ? [] : [make.contextOf(leak.id)])],
			},
		];
	},
	report(evidence) {
		const {service} = evidence;
		const version = newVersion(evidence);
		const lines = linesOfPool(evidence);
		const pod = [lines.timeout?.labels.pod, lines.leak?.labels.pod].find(name => isPlainName(name));
		const target = pod ?? (`deploy/${commandName(service)}`);
		const rate = rateText(evidence);
		const victims = followers(evidence);
		const outlook = victims.length === 0 ? 'it does not get better by itself' : `${victims.slice(0, 3).join(', ')} broke after it`;
		return {
			headline: `The database connection pool of ${service} has run out${sinceText(evidence)}${version === undefined ? '' : `, and version ${version.value} is new in the same minutes`}.`,
			hypotheses: hypothesesOf(evidence, lines),
			ruledOut: ruledOutByCounts(evidence),
			command: {
				text: `kubectl exec${inNamespace(evidence)} ${target} -- curl -sk https://localhost:8443/actuator/metrics/hikaricp.connections.active`,
				purpose: 'It only reads: as many active connections as the pool has, with little traffic, means that they are not given back.',
				effect: 'read_only',
			},
			escalate: {
				decision: true,
				reason: `${rate ?? 'requests fail for want of a connection'}, and ${outlook}. A leaked connection does not come back before the process ends.`,
			},
			slack: [
				`${service}: DB connection pool exhausted${sinceText(evidence)}${version ? `, with ${version.value}` : ''}`,
				...(rate === undefined ? [] : [rate]),
				...(victims.length === 0 ? [] : [`${victims.slice(0, 2).join(', ')} affected`]),
			].join('; '),
			gaps: ['The log of the database itself was not read.'],
		};
	},
};
