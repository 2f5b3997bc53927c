import {isPlainName, type SeenChange, type SeenEvidence} from '../evidence.js';
import {
	cite,
	citeIds,
	findLine,
	item,
	percent,
} from '../quote.js';
import {
	commandName,
	followers,
	inNamespace,
	rateText,
	type Script,
	sinceText,
} from './script.js';

const timeoutMark = /(?:hikaripool-\d+ - )?connection is not available(?:, request timed out after \d+ms)?|pool (?:is )?exhausted|too many (?:clients|connections)|remaining connection slots/i;
const leakMark = /connection leak detection triggered|apparent connection leak detected/i;
const activeMark = /total=\d+, active=\d+, idle=0, waiting=\d+/;
const databaseMark = /upstream=[\w\-.]+|SQLTransientConnectionException/;
const slowMark = /slow (?:statement|query)[^\n"]{0,40}/i;

export const newVersion = (evidence: SeenEvidence): SeenChange | undefined =>
	evidence.changes.find(({name, share, shareBefore}) => /(?:^|_)(?:version|release|image|revision)$/i.test(name) && share >= 0.5 && shareBefore <= 0.2);

const escalation = (evidence: SeenEvidence): string => {
	const rate = rateText(evidence);
	const victims = followers(evidence);
	return [
		rate ?? 'requests fail for want of a connection',
		victims.length === 0 ? 'and it does not get better by itself' : `and ${victims.slice(0, 3).join(', ')} broke after it`,
	].join(', ').concat('. A leaked connection does not come back before the process ends.');
};

/** A connection pool that has run out. */
export const poolScript: Script = {
	name: 'pool',
	fit: evidence => (findLine(evidence, timeoutMark) ?? evidence.patterns.find(({template}) => timeoutMark.test(template)) ? 3 : 0),
	answer(evidence) {
		const {service} = evidence;
		const version = newVersion(evidence);
		const timeout = findLine(evidence, timeoutMark);
		const leak = findLine(evidence, leakMark);
		const active = findLine(evidence, activeMark);
		const database = findLine(evidence, databaseMark);
		const slow = findLine(evidence, slowMark);
		const isOld = (labels: Readonly<Record<string, string>>): boolean => version !== undefined && labels.version !== undefined && labels.version !== version.value;
		const oldTimeout = findLine(evidence, timeoutMark, line => isOld(line.labels));
		const oldFine = evidence.lines.find(line => isOld(line.labels) && line.level === 'info');
		const pod = [timeout?.labels.pod, leak?.labels.pod].find(name => isPlainName(name));
		const target = pod ?? (`deploy/${commandName(service)}`);
		const suspect = version === undefined ? '' : `, and version ${version.value} is new in the same minutes`;
		const hasSurge = evidence.anomalies.some(({kind}) => kind === 'volume-surge');
		const confidence = version !== undefined && leak !== undefined ? 'high' : 'medium';
		const causes = [
			[
				`**Connections leak${version === undefined ? '' : ` in version ${version.value}`}** (confidence: ${confidence})`,
				item('for', timeout && `${cite(timeout, timeoutMark)}${active ? `, and the pool is full: ${cite(active, activeMark)}` : ''}`),
				item('for', leak && `the pool itself says so: ${cite(leak, leakMark)}`),
				item('for', version && `${version.name}=${version.value} is on ${percent(version.share)} of the bad lines and was on ${percent(version.shareBefore)} before`),
				item('against', oldTimeout ? `a pod of the old version has a timeout as well: ${cite(oldTimeout, timeoutMark)}` : 'no line shows how many connections the database itself counts'),
				item('next check', 'active connections on a pod of the new version against one of the old one'),
			].join(''),
			[
				'**The database is slow, so that connections come back late** (confidence: low)',
				item('for', database && `the failures name the database: ${cite(database, databaseMark)}`),
				item('for', slow && `it was slow at least once: ${cite(slow, slowMark)}`),
				item('against', oldFine ? `a pod of the old version goes on working ${citeIds([oldFine])}` : 'nothing in the sample times a statement during the incident'),
				item('next check', 'long transactions in pg_stat_activity on the primary'),
			].join(''),
			[
				'**The pool is too small for the load** (confidence: low)',
				item('for', active && `threads wait while all connections are in use ${citeIds([active])}`),
				item('against', hasSurge ? undefined : 'no surge of lines was found in these minutes'),
				item('next check', 'charges a minute against the same hour of yesterday'),
			].join(''),
		];
		const rate = rateText(evidence);
		const victims = followers(evidence);
		return {
			headline: `The database connection pool of ${service} has run out${sinceText(evidence)}${suspect}.`,
			causes,
			command: {
				text: `kubectl exec${inNamespace(evidence)} ${target} -- curl -sk https://localhost:8443/actuator/metrics/hikaricp.connections.active`,
				purpose: 'It only reads: as many active connections as the pool has, with little traffic, means that they are not given back.',
			},
			escalate: {decision: true, reason: escalation(evidence)},
			slack: [
				`${service}: DB connection pool exhausted${sinceText(evidence)}${version ? `, with ${version.value}` : ''}`,
				...(rate === undefined ? [] : [rate]),
				...(victims.length === 0 ? [] : [`${victims.slice(0, 2).join(', ')} affected`]),
			].join('; '),
		};
	},
};
