/**
Keys whose value says what happened, so that it stays in the pattern. The value of any other key is a variable.
Matched against the last part of a key: `http.status`, `error_code` and `eventType` end in one of these.
*/
const tellingWords = new Set([
	'level',
	'lvl',
	'severity',
	'priority',
	'msg',
	'message',
	'text',
	'log',
	'body',
	'payload',
	'textpayload',
	'mt',
	'error',
	'err',
	'errors',
	'exception',
	'cause',
	'reason',
	'stack',
	'trace',
	'stacktrace',
	'backtrace',
	'detail',
	'details',
	'description',
	'warning',
	'event',
	'eventname',
	'eventtype',
	'type',
	'kind',
	'action',
	'verb',
	'method',
	'op',
	'operation',
	'command',
	'phase',
	'stage',
	'step',
	'status',
	'state',
	'result',
	'outcome',
	'code',
	'success',
	'ok',
	'healthy',
	'ready',
	'alert',
	'alertname',
	'rule',
	'logger',
	'component',
	'module',
	'subsystem',
	'category',
]);
const longestKey = 40;
const maxRemembered = 4000;
const remembered = new Map<string, boolean>();

/** Whether the value of a key belongs to what happened rather than to whom or where. */
export function isTelling(key: string): boolean {
	if (key.length > longestKey) {
		return false;
	}

	let answer = remembered.get(key);
	if (answer === undefined) {
		answer = tellingWords.has(key.toLowerCase()) || tellingWords.has(lastPart(key));
		if (remembered.size >= maxRemembered) {
			remembered.clear();
		}

		remembered.set(key, answer);
	}

	return answer;
}

const isSmall = (text: string, index: number): boolean => text.charAt(index) >= 'a' && text.charAt(index) <= 'z';
const isCapital = (text: string, index: number): boolean => text.charAt(index) >= 'A' && text.charAt(index) <= 'Z';

/** `httpStatus`, `http_status`, `http.status`, `http-status` and `@status` end in `status`. */
function lastPart(key: string): string {
	let start = key.length;
	while (start > 0 && isSmall(key, start - 1)) {
		start--;
	}

	if (start === key.length) {
		while (start > 0 && isCapital(key, start - 1)) {
			start--;
		}
	} else if (start > 0 && isCapital(key, start - 1)) {
		start--;
	}

	return key.slice(start).toLowerCase();
}

/** Words that say how it went or what was done: never a variable, whatever stands in their place in other lines. */
const outcomes = new Set([
	'ok',
	'okay',
	'success',
	'successful',
	'successfully',
	'succeeded',
	'succeed',
	'fail',
	'failed',
	'fails',
	'failure',
	'failures',
	'failing',
	'error',
	'errors',
	'exception',
	'fatal',
	'panic',
	'critical',
	'severe',
	'warning',
	'warn',
	'alert',
	'crash',
	'crashed',
	'crashloopbackoff',
	'oomkilled',
	'killed',
	'aborted',
	'abort',
	'timeout',
	'timedout',
	'timeouts',
	'expired',
	'expire',
	'exceeded',
	'exceeds',
	'overflow',
	'underflow',
	'exhausted',
	'full',
	'empty',
	'corrupt',
	'corrupted',
	'broken',
	'refused',
	'denied',
	'rejected',
	'forbidden',
	'unauthorized',
	'invalid',
	'illegal',
	'bad',
	'missing',
	'unavailable',
	'unreachable',
	'unknown',
	'unexpected',
	'unhealthy',
	'reset',
	'closed',
	'close',
	'closing',
	'open',
	'opened',
	'opening',
	'lost',
	'connected',
	'disconnected',
	'connect',
	'disconnect',
	'established',
	'dropped',
	'evicted',
	'up',
	'down',
	'on',
	'off',
	'in',
	'out',
	'start',
	'started',
	'starting',
	'stop',
	'stopped',
	'stopping',
	'restart',
	'restarted',
	'shutdown',
	'begin',
	'end',
	'done',
	'finished',
	'enable',
	'enabled',
	'disable',
	'disabled',
	'active',
	'inactive',
	'alive',
	'dead',
	'ready',
	'healthy',
	'available',
	'normal',
	'abnormal',
	'degraded',
	'blocked',
	'stalled',
	'allowed',
	'allow',
	'deny',
	'accepted',
	'accept',
	'granted',
	'passed',
	'pass',
	'valid',
	'verified',
	'complete',
	'completed',
	'incomplete',
	'pending',
	'skipped',
	'retry',
	'retrying',
	'create',
	'created',
	'delete',
	'deleted',
	'remove',
	'removed',
	'add',
	'added',
	'update',
	'updated',
	'read',
	'write',
	'send',
	'sent',
	'receive',
	'received',
	'load',
	'loaded',
	'unload',
	'acquire',
	'acquired',
	'release',
	'released',
	'lock',
	'locked',
	'unlock',
	'unlocked',
	'login',
	'logout',
	'register',
	'unregister',
	'found',
	'not',
	'no',
	'never',
	'cannot',
	'can\'t',
	'none',
	'null',
	'true',
	'false',
	'yes',
	'get',
	'put',
	'post',
	'head',
	'patch',
	'options',
	'leader',
	'follower',
	'primary',
	'secondary',
	'master',
	'slave',
	'replica',
	'standby',
	'candidate',
	'high',
	'low',
	'over',
	'under',
	'above',
	'below',
	'before',
	'after',
	'first',
	'last',
	'previous',
	'next',
	'old',
	'new',
	'all',
	'any',
	'some',
	'more',
	'less',
	'a',
	'an',
	'and',
	'are',
	'as',
	'at',
	'be',
	'been',
	'but',
	'by',
	'could',
	'did',
	'do',
	'does',
	'for',
	'from',
	'had',
	'has',
	'have',
	'if',
	'into',
	'is',
	'it',
	'its',
	'of',
	'onto',
	'or',
	'per',
	'should',
	'since',
	'so',
	'than',
	'that',
	'the',
	'their',
	'then',
	'this',
	'through',
	'to',
	'until',
	'via',
	'was',
	'were',
	'when',
	'while',
	'will',
	'with',
	'within',
	'without',
	'would',
]);

/** Whether a word says how it went, what was done, or holds the sentence together. */
export function isOutcome(word: string): boolean {
	const lower = word.toLowerCase();
	return outcomes.has(lower) || /(?:^|[\d\-._a-z])(?:Exception|Error|Failure|Fault|Warning|Timeout)s?$/.test(word);
}

const verdicts = new Set(['success', 'succeeded', 'successful', 'ok', 'passed', 'failed', 'failure', 'error', 'healthy', 'ready', 'alive', 'available', 'reachable', 'connected', 'valid', 'allowed', 'granted', 'authorized', 'authenticated', 'result', 'status', 'completed', 'complete']);

/** Whether true and false behind this word say how it went. */
export const isVerdict = (word: string): boolean => verdicts.has(lastPart(word));

const placeWords = new Set([
	'user',
	'username',
	'account',
	'tenant',
	'customer',
	'client',
	'owner',
	'group',
	'role',
	'host',
	'hostname',
	'node',
	'server',
	'peer',
	'address',
	'device',
	'interface',
	'service',
	'app',
	'application',
	'program',
	'process',
	'job',
	'task',
	'worker',
	'thread',
	'pool',
	'queue',
	'topic',
	'channel',
	'stream',
	'bucket',
	'table',
	'column',
	'database',
	'relation',
	'schema',
	'index',
	'collection',
	'key',
	'file',
	'directory',
	'path',
	'volume',
	'disk',
	'domain',
	'zone',
	'region',
	'cluster',
	'namespace',
	'pod',
	'container',
	'image',
	'package',
	'module',
	'plugin',
	'session',
	'id',
	'name',
	'named',
	'called',
	'property',
	'variable',
	'field',
	'parameter',
	'for',
	'by',
	'from',
	'on',
]);

/** Whether a name is likely to follow this word. */
export const isWordOfPlace = (word: string): boolean => placeWords.has(word.toLowerCase());

/** Words with a digit that name a thing rather than one of many things. */
export const namesWithDigits: ReadonlySet<string> = new Set([
	'base64', 'ec2', 'http2', 'http3', 'ipv4', 'ipv6', 'k8s', 'log4j', 'md5', 'oauth2', 'p2p', 's3', 'sha1', 'sha256', 'sha512', 'sqs', 'utf8', 'x509',
]);

/** Units that follow a number without a space. */
export const units: ReadonlySet<string> = new Set([
	'ns',
	'us',
	'µs',
	'μs',
	'ms',
	's',
	'sec',
	'secs',
	'm',
	'min',
	'mins',
	'h',
	'hr',
	'hrs',
	'd',
	'b',
	'B',
	'k',
	'K',
	'kb',
	'kB',
	'KB',
	'KiB',
	'Ki',
	'mb',
	'MB',
	'MiB',
	'Mi',
	'gb',
	'GB',
	'GiB',
	'Gi',
	'TB',
	'TiB',
	'bytes',
	'x',
	'Hz',
	'MHz',
	'GHz',
	'px',
	'C',
]);

const domains = new Set([
	'com', 'org', 'net', 'edu', 'gov', 'mil', 'int', 'info', 'biz', 'io', 'dev', 'app', 'cloud', 'arpa', 'local', 'internal', 'intranet', 'lan', 'localdomain', 'svc', 'corp', 'test', 'example',
]);
/** What a Java or Android package begins with: a host name turned round. */
const packageRoots = new Set(['com', 'org', 'net', 'io', 'edu', 'gov', 'dev']);
/** Two letters at the end of a name with dots that are no country: file name endings and property names. */
const notCountries = new Set(['py', 'rs', 'sh', 'pl', 'md', 'so', 'cc', 'js', 'ts', 'go', 'rb', 'cs', 'hs', 'gz', 'xz', 'db', 'id', 'ok', 'to', 'os', 'ip', 'up', 'is', 'by', 'of', 'ms', 'mb', 'gb', 'kb']);

/** Whether a name with dots, without its port, is the name of a host. */
export function isHostName(name: string, hasPort: boolean): boolean {
	const labels = name.split('.');
	const last = labels.at(-1) ?? '';
	// Small letters throughout, or a first label in capitals: `Order.Created.com` is no host.
	if (labels.length < 2 || packageRoots.has(labels[0] ?? '') || !/^[a-z][-a-z]+$/.test(last) || !/^(?:[\d\-A-Z]+|[\d\-a-z]+)(?:\.[\d\-a-z]+)+$/.test(name)) {
		return false;
	}

	if (domains.has(last)) {
		return true;
	}

	const isCountry = last.length === 2 && !notCountries.has(last);
	return labels.length > 2 ? hasPort || isCountry : hasPort && isCountry;
}

/** A reversed domain without a class in it (`com.example.shop`) names an application; with one it may be an exception. */
export function isPackageName(name: string): boolean {
	const labels = name.split('.');
	return labels.length > 2 && packageRoots.has(labels[0] ?? '') && name === name.toLowerCase();
}
