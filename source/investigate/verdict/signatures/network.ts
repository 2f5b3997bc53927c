import {
	certificateDates,
	dialledHost,
	either,
	endpoints,
	logs,
	resolve,
} from './commands.js';
import type {Signature} from './type.js';

/** What stands between programs, and what those that are called answer. */
export const networkSignatures: readonly Signature[] = [
	{
		name: 'certificate expired or not trusted',
		pattern: either(
			/certificate (?:has )?expired|certificate is not yet valid|\bcert_has_expired\b|certificateexpiredexception|certificatenotyetvalid|alert certificate (?:expired|unknown)|tls: expired certificate/,
			/x509: |certificate verify failed|certificate_verify_failed|pkix path|certpathvalidator|sslhandshakeexception|tls: (?:failed to verify|bad) certificate|ssl certificate (?:problem|verify)|remote certificate is invalid|upstream ssl certificate/,
			/unable to (?:get|verify) (?:the )?(?:local )?(?:issuer|first certificate|leaf)|unable_to_(?:get|verify)|self[ \-_]signed[ \-_]cert|does not match certificate|err_tls_cert|certificate is valid for .{1,80}, not /,
		),
		reason: 'TLS connections are refused because of a certificate',
		weight: 4,
		host: /(?:https?:\/\/|connect(?:ing|ion)? to |host[ :=]+"?|for )([\da-z][\w-]*(?:\.[\w-]+)+(?::\d{2,5})?)/i,
		command: certificateDates('shows for whom and until when the certificate is valid'),
	},
	{
		name: 'names do not resolve (DNS)',
		pattern: either(
			/\benotfound\b|\beai_again\b|\beai_noname\b|getaddrinfo|no such host\b|name or service not known|temporary failure in name resolution|nodename nor servname|no address associated with hostname/,
			/could not resolve host|failed to resolve '|could not be resolved \(|host not found in upstream|unknownhostexception|nameresolutionerror|name resolution (?:failed|error)|dns resolution (?:failed|error)|unable to resolve host/,
			/server misbehaving|\bnxdomain\b|\bservfail\b|dns (?:lookup|query) (?:failed|timed? ?out|error)|dns: \w+ error|(?:dns|name) server (?:returned an error|did not|failed|is (?:down|not))|lookup \S{1,253}(?: on \S{1,60})?: .{0,100}(?:i\/o timeout|no such host)/,
		),
		reason: 'host names cannot be looked up',
		weight: 4,
		host: /(?:getaddrinfo (?:enotfound|eai_again)|lookup|resolve host:?|unknownhostexception:?|failed to resolve) '?([\da-z][\w\-.]{1,100})/i,
		command: resolve('asks the name server from where the service runs'),
	},
	{
		name: 'rate limited',
		pattern: either(
			/\brate\W?limit(?:ed|ing|s|er)?\b(?! (?:remaining|ok\b|reset))|too many requests|\bthrottl(?:ed|ing)\b|throttlingexception|throughputexceeded|throughput for the table was exceeded|requestlimitexceeded|limitexceededexception|\bslow ?down\b/,
			/quota (?:was |has been |is )?(?:exceeded|exhausted)|exceeded (?:your |its |the )?(?:current )?(?:quota|rate limit)|resource_exhausted|resource has been exhausted|toomanyrequests\w*/,
			/(?:status|code|http(?:\/\d\.\d"?)?)[ ":=]{1,3}(?:code[ :=]{1,2})?429\b|\b429 (?:too many|client error)/,
		),
		reason: 'a service that this one calls refuses more requests',
		weight: 3,
		isAboutNeighbour: true,
		command: logs('--since=15m | grep -ciE \'429|rate.?limit|throttl\'', 'counts the refused calls of the last 15 minutes'),
	},
	{
		name: 'circuit breaker open',
		pattern: /circuit ?breaker.{0,60}(?:open|tripped)|callnotpermittedexception|brokencircuitexception|hystrixruntimeexception|short-circuited|breaker is open/i,
		reason: 'calls to another service fail so often that they are no longer tried',
		weight: 2,
		isAboutNeighbour: true,
		host: dialledHost,
		command: endpoints('shows whether the called service has ready pods'),
	},
	{
		name: 'connections refused',
		pattern: either(
			/connection refused|\beconnrefused\b|actively refused|connection to \S{1,80} refused|connect\(\) failed \(111/,
			/no route to host|\behostunreach\b|network is unreachable|\benetunreach\b|host is unreachable/,
			/no healthy upstream|no live upstreams|no endpoints available|reset reason: (?:remote |local )?connection failure|no (?:servers?|hosts?|nodes?|brokers?) (?:is |are )?available|nohostavailable|nonodeavailable|broker may not be available/,
			/can't connect to mysql server|could not connect to server|unable to connect to (?:\S{1,80}:\d{2,5}|any)|server ?selection (?:timeout|error)|serverselectiontimeouterror|mongoserverselectionerror|no suitable servers found/,
		),
		reason: 'nothing listens where this service connects to',
		weight: 2,
		isAboutNeighbour: true,
		host: dialledHost,
		command: endpoints('shows whether the called service has ready pods'),
	},
	{
		name: 'retry storm',
		pattern: either(
			/retry(?:ing)? (?:attempt|storm|budget|#?\d+|in \d|after|exhausted|immediately|now)|retries? exhausted|max(?:imum)? (?:number of )?retr(?:y|ies) (?:exceeded|reached)|will (?:be )?retr(?:y|ied)|re-?trying/,
			/attempt[ #=]\S{1,8} (?:of|\/) \S{1,8}(?: failed)?|\battempt[ :=]\d{1,4}\b|giving up after \S{1,8} (?:attempts|retries|tries)|backoff=0/,
		),
		reason: 'failed calls are repeated at once and keep the load up',
		weight: 2,
		isAboutNeighbour: true,
		command: logs('--since=5m | grep -iE \'retry|attempt\' | sed -E \'s/[0-9]+/N/g\' | sort | uniq -c | sort -rn | head', 'counts what is tried again and again'),
	},
	{
		name: 'calls to another service fail or time out',
		pattern: either(
			/\beconnreset\b|connection reset|connection aborted|broken pipe|\bepipe\b|socket hang ?up|remotedisconnected|server disconnected|premature(?:ly)? close|unexpected eof|read: eof|": eof\b/,
			/\betimedout\b|\besockettimedout\b|timed? ?out\b|timeout of \d|timeout(?:exception|error)\b|deadline ?exceeded|context deadline/,
			/upstream (?:request timeout|prematurely|connect error|server error)|\bserviceunavailable\b|service unavailable|bad gateway|gateway time-?out|internal server error (?:for url|from)/,
			/(?:status|code|http(?:\/\d\.\d"?)?)[ ":=]{1,3}(?:code[ :=]{1,2})?50[234]\b|\b50[234] (?:bad|service|gateway)|unavailable:/,
		),
		reason: 'a service that this one calls answers late, badly or not at all',
		weight: 1,
		isAboutNeighbour: true,
		host: dialledHost,
		command: endpoints('shows whether the called service has ready pods'),
	},
];
