import {bareExceptionSaid} from './extract/stack-trace.js';
import {errorWords} from './level-words.js';
import {failureSaid, noFailureSaid} from './spoken-level.js';

/**
What else than words in headers and fields marks errors in a service's lines. `tens` (pino, bunyan), `hundreds` (Monolog), `syslog` (GELF, journald) and
`telemetry` (OpenTelemetry) are numbers in fields, `status` is that of a request, `letter` MongoDB's, `words` what lines without any mark sound like.
*/
export type LevelMark = 'tens' | 'hundreds' | 'syslog' | 'telemetry' | 'status' | 'letter' | 'words';

export const levelMarks: readonly LevelMark[] = ['tens', 'hundreds', 'syslog', 'telemetry', 'status', 'letter', 'words'];

/** The lines of a service that are errors, as regular expressions that Loki (RE2) and this program read alike: those that match one of the first and none of the second. */
export type ErrorFilter = {readonly matches: string; readonly excludes: string | undefined};

const color = String.raw`(?:(?:\x1b|\\u001b)\[[0-9;]*m)*`;
const upper = errorWords.map(word => word.toUpperCase()).join('|');
const anyCase = `(?i:${errorWords.join('|')})`;
const end = '(?:[^0-9A-Za-z_]|$)';
const time = '[0-9]{1,4}[-/.:][0-9A-Za-z:.,+/-]{2,40}';

/** What a container's runtime or a forwarder puts before a line. */
const wrap = String.raw`(?:[0-9-]{10}T[0-9:.]+(?:Z|[+-][0-9:]{5}) std(?:out|err) [FP] |\{"log":"|(?:<[0-9]{1,3}>)?[A-Z][a-z]{2} {1,2}[0-9]{1,2} [0-9:]{8} [^ ]+ [^ :]+: )?`;
/** What a header holds before its level: parts in brackets, months, zones and words that no sentence has. Not another level, in capitals or in brackets. */
const headerWord = String.raw`(?:[A-Z][a-z]{2},?|UTC|GMT|AM|PM|CET|CEST|EST|PST|[^ \t\[({}"=]*[-0-9./:@|_#*][^ \t{}"=]*)[ \t]+`;
const header = String.raw`(?:\[[^\]]*[^A-Z\]][^\]]*\][ \t:]*|\([^)]*\)[ \t]+|${headerWord})*`;

/** Of syslog's priorities those whose severity is 3 or less (RFC 5424, 6.2.1). */
const priorities = Array.from({length: 192}, (_, priority) => priority).filter(priority => priority % 8 <= 3).join('|');

const headers: readonly string[] = [
	// The level behind time, process, thread: Java, Python, Go, Rust, PostgreSQL and most others.
	String.raw`${header}[(<|]?${color}(?:[A-Za-z0-9_-]{1,60}\.)?(?:${upper})(?:[+-][0-9]+)?${color}${end}`,
	// In small letters behind a time, or before a colon at the start.
	String.raw`${time}[ \t]+(?:${headerWord})*${color}${anyCase}${color}[ \t:|]`,
	`${color}(?i:error|err|fail|crit|critical|fatal|panic|alert|emerg|severe)${color}: `,
	// In brackets: nginx, Apache, Envoy, MySQL, serilog.
	String.raw`${header}\[(?:[A-Za-z0-9_.-]{1,40}[:/]|[0-9TZ:.,+ -]{4,40} )?${color}${anyCase}${color}[\] ]`,
	// A class and its method before it.
	String.raw`${header}[A-Za-z_$][0-9A-Za-z_$.]*\.[0-9A-Za-z_$]+ <?[a-z][0-9A-Za-z_]*>? (?:${upper}):? `,
	// Klog and glog, Ruby, Android, MongoDB before 4.4, Erlang.
	'[EF][0-9]{4} [0-9]{2}:[0-9]{2}:[0-9]{2}',
	String.raw`[EF], \[[0-9]{4}-`,
	String.raw`(?:[0-9.: -]{14,30} )?[EF]/[0-9A-Za-z_.:-]{1,60} *(?:\( *[0-9]+\))?: `,
	'[0-9]{2}-[0-9]{2} [0-9:.]{8,18} +[0-9]+ +[0-9]+ [EF] [^ :]{1,60} *: ',
	`${time} [EF] [A-Z]{3,12} `,
	'=(?:ERROR|CRASH) REPORT====',
	`<(?:${priorities})>`,
	bareExceptionSaid,
];

const names = String.raw`(?:[a-z_]{1,12}\.)?(?:level|severity|lvl|loglevel|log_level|levelname|level_name|severity_?text|level\.name|@l)`;
const jsonValue = (field: string, value: string): string => String.raw`\\?"${field}\\?": ?\\?"?${value}`;
const fieldWords = jsonValue(`(?i:${names})`, String.raw`${color}${anyCase}(?:[+-][0-9]+)?${color}\\?"`);
const pairWords = String.raw`^${wrap}(?:[^ \t="{]+[ \t]+){0,4}(?:[0-9A-Za-z_.@-]+=(?:"[^"]*"|\\"[^"]*"|[^ \t"]*)[ \t]+)*(?i:${names}|at)=\\?"?${color}${anyCase}${end}`;
const requests: readonly string[] = [
	// Quoted, then the status; haproxy and load balancers write the status first; gin a table.
	String.raw`\\?"[A-Z]{3,8} [^ "]+(?: HTTP/[0-9.]+)?\\?" 5[0-9]{2}(?: |$)`,
	'[0-9](?:/-?[0-9]+){3,4} 5[0-9]{2} ',
	' 5[0-9]{2} (?:[0-9]{3}|-) [0-9]+ [0-9]+ "[A-Z]{3,8} ',
	String.raw`\| +5[0-9]{2} \| +[0-9.]+[^ ]{1,2} \|`,
];

/** Marks that hold for every service: words in fields and headers, requests. None of them stands in the message of another line. */
const always: readonly string[] = [`^${wrap}(?:${headers.join('|')})`, fieldWords, pairWords, String.raw`^(?:\{"log":")?[^{]*(?:${requests.join('|')})`];

const marked: Readonly<Record<Exclude<LevelMark, 'words'>, readonly string[]>> = {
	tens: [jsonValue('(?:level|severity|lvl)', '[5-9][0-9](?:[^0-9]|$)')],
	hundreds: [jsonValue('(?:level|severity|lvl)', '[4-6][0-9]{2}(?:[^0-9]|$)')],
	syslog: [jsonValue('(?:level|PRIORITY|syslog.severity|syslog_severity)', '[0-3](?:[^0-9]|$)')],
	telemetry: [jsonValue(String.raw`(?:[a-z_]{1,12}\.)?(?:[sS]everityNumber|severity_number)`, '(?:1[7-9]|2[0-4])(?:[^0-9]|$)')],
	status: [jsonValue(String.raw`(?:[a-z]{1,12}\.)?(?:status|status_code|statusCode|response_code)`, '5[0-9]{2}(?:[^0-9]|$)')],
	letter: [jsonValue('s', String.raw`[EF]\\?"`)],
};

const cache = new Map<string, ErrorFilter>();

/** The filter of a service by the marks that its lines have, in any order; there are as many filters as sets of marks, and few of these in a fleet. */
export function errorFilterOf(marks: Iterable<LevelMark>): ErrorFilter {
	const set = new Set(marks);
	const id = filterId(set);
	let filter = cache.get(id);
	if (!filter) {
		const sources = levelMarks.flatMap(mark => set.has(mark) && mark !== 'words' ? marked[mark] : []);
		filter = {
			matches: [...always, ...sources, ...set.has('words') ? [`(?i:${failureSaid})`] : []].join('|'),
			excludes: set.has('words') ? `(?i:${noFailureSaid})` : undefined,
		};
		cache.set(id, filter);
	}

	return filter;
}

/** A name for a set of marks, the same whatever their order. */
export const filterId = (marks: ReadonlySet<LevelMark>): string => levelMarks.filter(mark => marks.has(mark)).join('+');
