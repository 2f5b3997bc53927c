import type {Signature} from './signature-type.js';
import {
	deployment,
	kubectl,
	selectorArgument,
	shellWord,
	type CommandTarget,
} from './shell.js';

const describePods = (purpose: string): Signature['command'] => target => ({text: kubectl(target, `describe pods ${selectorArgument(target)}`), purpose});
const exec = (run: string, purpose: string): Signature['command'] => target => ({text: kubectl(target, `exec ${deployment(target)} -- ${run}`), purpose});
const logs = (options: string, purpose: string): Signature['command'] => target => ({text: kubectl(target, `logs ${deployment(target)} ${options}`), purpose});
const endpoints = (purpose: string): Signature['command'] => target => ({
	text: kubectl(target, target.host === undefined ? 'get pods,endpoints -o wide' : `get endpoints,pods -o wide | grep -F ${shellWord(nameOf(target.host))}`),
	purpose,
});
const nameOf = (host: string): string => host.replace(/:\d+$/, '').split('.', 1)[0] ?? host;
const rollout: Signature['command'] = target => ({text: kubectl(target, `rollout history ${deployment(target)}`), purpose: 'shows what was rolled out, and when'});
const lookup = (target: CommandTarget): string => target.host === undefined ? 'cat /etc/resolv.conf' : `getent hosts ${shellWord(target.host.replace(/:\d+$/, ''))}`;

/** `host:port` after words that introduce one. */
const dialledHost = /(?:dial(?:ing)? (?:tcp|udp)|connect(?:ing|ion)? to|connect|upstream|host|address|endpoint|econnrefused|to|from)[ "':=]{1,3}(?:\w{2,8}:\/\/)?([\da-z][\w\-.]{1,80}(?::\d{2,5})?)/i;

/** What is known, most telling first among equals. */
export const signatures: readonly Signature[] = [
	{
		name: 'out of memory',
		pattern: /\boom\W?kill(?:ed|er|ing)?\b|out of memory: kill|memory cgroup out of memory|java\.lang\.outofmemoryerror|\boutofmemory(?:error|exception)\b|javascript heap out of memory|cannot allocate memory|fatal error: runtime: out of memory|gc overhead limit exceeded|\bmemoryerror\b|exit(?:ed with)?(?: code| status)?[ :=]+137\b/i,
		reason: 'the process ran into its memory limit',
		weight: 4,
		command: describePods('shows the last termination reason, restarts and memory limit of each pod'),
	},
	{
		name: 'disk full',
		pattern: /no space left on device|\benospc\b|disk(?: is)? full|disk quota exceeded|insufficient (?:disk )?space|could not extend file|out of disk space|low disk watermark|high disk watermark|flood\Wstage|\bdiskpressure\b|read-only (?:due to|because of) disk/i,
		reason: 'writes fail because a volume is full',
		weight: 4,
		command: exec('df -h', 'shows which volume is full'),
	},
	{
		name: 'certificate expired or not trusted',
		pattern: /certificate (?:has )?expired|certificate is not yet valid|\bcert_has_expired\b|x509: certificate|certificate verify failed|certificate_verify_failed|pkix path|sslhandshakeexception|tls: (?:failed to verify|bad) certificate|unable to get (?:local )?issuer|self_signed_cert|certificateexpiredexception|unable to verify the first certificate/i,
		reason: 'TLS connections are refused because of a certificate',
		weight: 4,
		host: /(?:https?:\/\/|connect(?:ing|ion)? to |host[ :=]+"?|for )([\da-z][\w-]*(?:\.[\w-]+)+(?::\d{2,5})?)/i,
		command(target) {
			const {host} = target;
			const address = host === undefined || host.includes(':') ? host : `${host}:443`;
			return address === undefined
				? {text: kubectl(target, 'get secrets --field-selector type=kubernetes.io/tls'), purpose: 'lists the TLS secrets and their age'}
				: {text: `echo | openssl s_client -connect ${shellWord(address)} -servername ${shellWord(address.replace(/:\d+$/, ''))} 2>/dev/null | openssl x509 -noout -subject -dates`, purpose: 'shows for whom and until when the certificate is valid'};
		},
	},
	{
		name: 'connection pool exhausted',
		pattern: /\bhikaripool-\S+ - connection is not available|connection pool (?:is )?(?:exhausted|timed? ?out|full)|pool (?:is )?exhausted|queuepool limit|timeouterror: resourcerequest timed out|timeout (?:exceeded )?(?:when trying to connect|waiting for (?:an? )?(?:idle |free )?connection)|unable to acquire (?:jdbc )?connection|could not (?:get|obtain|acquire) (?:a |jdbc )?connection|too many (?:clients|connections)|remaining connection slots are reserved|max(?:imum)? (?:number of )?connections? (?:reached|exceeded)|pool\.acquire|connectionpooltimeoutexception|pooltimeout|no (?:free|idle|available) connections?|cannot get a connection, pool error/i,
		reason: 'requests wait for a connection that no one gives back',
		weight: 3,
		command: exec('ss -tn state established', 'lists the open connections: as many to the database as the pool holds means that they leak or hang'),
	},
	{
		name: 'database deadlock',
		pattern: /\bdeadlock(?:s| detected| found|ed)?\b|lock wait timeout exceeded|could not obtain lock|could not serialize access|\bora-00060\b|database is locked|sqlite_busy|lockacquisitionexception/i,
		reason: 'transactions block each other',
		weight: 3,
		command: target => ({text: kubectl(target, `exec ${deployment({...target, service: 'postgres'})} -- psql -c ${shellWord('select pid, wait_event_type, state, now() - query_start as running, left(query, 80) as query from pg_stat_activity where wait_event_type = \'Lock\'')}`), purpose: 'shows who waits for which lock (PostgreSQL; set the deployment to your database)'}),
	},
	{
		name: 'names do not resolve (DNS)',
		pattern: /\benotfound\b|\beai_again\b|getaddrinfo|no such host|name or service not known|temporary failure in name resolution|could not resolve host|unknownhostexception|server misbehaving|\bnxdomain\b|\bservfail\b|dns (?:lookup|resolution|query) (?:failed|timed? ?out|error)|lookup \S+(?: on \S+)?: i\/o timeout/i,
		reason: 'host names cannot be looked up',
		weight: 3,
		host: /(?:getaddrinfo (?:enotfound|eai_again)|lookup|resolve host:?|unknownhostexception:?) ([\da-z][\w\-.]{1,100})/i,
		command: target => exec(lookup(target), 'asks the name server from where the service runs')(target),
	},
	{
		name: 'threads exhausted',
		pattern: /unable to create (?:new )?native thread|rejectedexecutionexception|thread ?pool (?:is )?(?:exhausted|full|starv)|threadpoolexecutor.{0,80}(?:rejected|exhausted)|all threads? (?:are )?busy|can't start new thread|maxthreads|resource temporarily unavailable.{0,40}(?:fork|thread)|pthread_create failed|event loop (?:blocked|lag)|worker_connections are not enough|max_children setting/i,
		reason: 'no thread or worker is left to take requests',
		weight: 3,
		command: target => ({text: kubectl(target, `top pods ${selectorArgument(target)} --containers`), purpose: 'shows whether the pods are busy or stuck'}),
	},
	{
		name: 'out of file descriptors',
		pattern: /too many open files|\bemfile\b|\benfile\b/i,
		reason: 'files or sockets are opened and not closed',
		weight: 4,
		command: exec('sh -c \'ls /proc/1/fd | wc -l; grep "open files" /proc/1/limits\'', 'compares open descriptors with the limit'),
	},
	{
		name: 'database is read-only',
		pattern: /cannot execute \w+ in a read-only transaction|readonly you can't write against a read only|is running with the --read-only option|not (?:the )?(?:primary|master|leader)\b.{1,40}(?:write|elect)|notwritableprimary|notmaster/i,
		reason: 'writes go to a replica: a failover, or a wrong address',
		weight: 4,
		command: endpoints('shows which pods stand behind the database\'s name'),
	},
	{
		name: 'schema and code do not fit',
		pattern: /(?:column|relation|table) "?[\w.]+"? (?:does not exist|doesn't exist|of relation)|unknown column|no such (?:column|table)|\bora-00942\b|\ber_no_such_table\b|undefined column|missing migration|pending migrations?|migration (?:failed|error)/i,
		reason: 'the code asks for a table or column that the database does not have',
		weight: 4,
		command: rollout,
	},
	{
		name: 'crash loop',
		pattern: /\bcrashloopbackoff\b|back-off restarting failed container|panic: |\bsigsegv\b|segmentation fault|core dumped|fatal signal|process (?:exited|crashed|died) (?:with|unexpectedly)|main process exited|worker (?:exited|died|crashed)|uncaught(?: exception| error| typeerror)|unhandled (?:promise )?rejection|liveness probe failed/i,
		reason: 'the process dies and is started again',
		weight: 3,
		command: logs('--previous --tail=100', 'shows the last words of the process that died'),
	},
	{
		name: 'configuration missing or wrong',
		pattern: /missing (?:required )?(?:environment variable|env(?:ironment)? var|config(?:uration)?|setting|property)|(?:environment variable|config(?:uration)?(?: key)?) \S{1,60} (?:is )?(?:not set|missing|required|undefined)|could not resolve placeholder|invalid config(?:uration)?\b|failed to (?:load|parse) config|configmap "?[\w\-.]+"? not found|secret "?[\w\-./]+"? not found|createcontainerconfigerror/i,
		reason: 'a setting that the program needs is not there',
		weight: 3,
		command: describePods('shows the environment, mounts and events of each pod'),
	},
	{
		name: 'image cannot be pulled',
		pattern: /\bimagepullbackoff\b|\berrimagepull\b|failed to pull image|manifest (?:unknown|for \S+ not found)/i,
		reason: 'the new pods cannot get their image',
		weight: 4,
		command: describePods('shows the image and the registry\'s answer'),
	},
	{
		name: 'rate limited',
		pattern: /\b(?:rate\W?limit(?:ed|ing|s)?(?: exceeded)?|too many requests|throttl(?:ed|ing)|throttlingexception|quota exceeded|resource_exhausted|toomanyrequests\w*|slow ?down)\b|(?:status|code|http(?:\/\d\.\d"?)?)[ ":=]{1,3}429\b/i,
		reason: 'a service that this one calls refuses more requests',
		weight: 3,
		isAboutNeighbour: true,
		command: logs('--since=15m | grep -ciE \'429|rate.?limit|throttl\'', 'counts the refused calls of the last 15 minutes'),
	},
	{
		name: 'logins refused',
		pattern: /password authentication failed|access denied for user|authentication fail(?:ed|ure)|invalid (?:credentials|api key|token|grant|client secret)|(?:token|session|jwt)(?: is| has)? expired|401 unauthorized|\bunauthorizedexception\b|\bexpiredtokenexception\b|\bauthenticationexception\b|noauth authentication required|wrongpass|signaturedoesnotmatch|login failed/i,
		reason: 'credentials were changed, have expired, or are wrong',
		weight: 3,
		command: target => ({text: kubectl(target, 'get secrets --sort-by=.metadata.creationTimestamp'), purpose: 'shows which secret is newest; no values'}),
	},
	{
		name: 'access denied',
		pattern: /\bpermission denied\b|\beacces\b|\beperm\b|accessdenied(?:exception)?\b|403 forbidden|is not authorized to perform|cannot (?:get|list|watch|create) resource|permission_denied|insufficient privileges|must be owner of/i,
		reason: 'a right that the service had or needs is missing',
		weight: 3,
		command: describePods('shows the service account, mounts and events of each pod'),
	},
	{
		name: 'queue full or consumer behind',
		pattern: /queue (?:is )?full|buffer (?:is )?full|queuefullexception|backpressure|consumer lag|max\.poll\.interval|rebalanc(?:e|ing) (?:failed|loop)|commitfailedexception|recordtoolarge|not enough (?:in-sync )?replicas|not_leader|leader_not_available|message (?:queue|backlog) (?:overflow|exceeded)/i,
		reason: 'messages come faster than they are taken',
		weight: 3,
		command: target => ({text: kubectl(target, `top pods ${selectorArgument(target)} --containers`), purpose: 'shows whether the consumers are busy or stuck'}),
	},
	{
		name: 'null pointer or missing field',
		pattern: /nullpointerexception|nil pointer dereference|cannot read propert(?:y|ies) of (?:null|undefined)|undefined is not (?:a function|an object)|'nonetype' object|nonetype has no attribute|nullreferenceexception|undefined method .{1,60} for nil|keyerror: |attributeerror: |is not a function\b|typeerror: /i,
		reason: 'the code meets a value that it does not expect',
		weight: 2,
		command: rollout,
	},
	{
		name: 'circuit breaker open',
		pattern: /circuit ?breaker.{0,60}(?:open|tripped)|callnotpermittedexception|brokencircuitexception|hystrixruntimeexception|short-circuited/i,
		reason: 'calls to another service fail so often that they are no longer tried',
		weight: 2,
		isAboutNeighbour: true,
		host: dialledHost,
		command: endpoints('shows whether the called service has ready pods'),
	},
	{
		name: 'connections refused',
		pattern: /connection refused|\beconnrefused\b|actively refused|no route to host|\behostunreach\b|connect: network is unreachable|no healthy upstream|no live upstreams|no endpoints available|connection to \S{1,80} refused/i,
		reason: 'nothing listens where this service connects to',
		weight: 2,
		isAboutNeighbour: true,
		host: dialledHost,
		command: endpoints('shows whether the called service has ready pods'),
	},
	{
		name: 'retry storm',
		pattern: /retry(?:ing)? (?:attempt|storm|budget|#?\d+|in \d|after|exhausted)|retries? exhausted|max(?:imum)? retr(?:y|ies) (?:exceeded|reached)|attempt \S{1,8} (?:of|\/) \S{1,8}(?: failed)?|giving up after \S{1,8} (?:attempts|retries|tries)|will retry|re-?trying/i,
		reason: 'failed calls are repeated at once and keep the load up',
		weight: 2,
		isAboutNeighbour: true,
		command: logs('--since=5m | grep -iE \'retry|attempt\' | sed -E \'s/[0-9]+/N/g\' | sort | uniq -c | sort -rn | head', 'counts what is tried again and again'),
	},
	{
		name: 'calls to another service fail or time out',
		pattern: /\beconnreset\b|connection reset|broken pipe|\bepipe\b|socket hang ?up|\betimedout\b|timed? ?out\b|deadline exceeded|context deadline|upstream (?:request timeout|prematurely|connect error|server error)|\bserviceunavailable\b|service unavailable|bad gateway|gateway time-?out|(?:status|code|http(?:\/\d\.\d"?)?)[ ":=]{1,3}50[234]\b|\b50[234] (?:bad|service|gateway)|unavailable:|unexpected eof|read: eof/i,
		reason: 'a service that this one calls answers late, badly or not at all',
		weight: 1,
		isAboutNeighbour: true,
		host: dialledHost,
		command: endpoints('shows whether the called service has ready pods'),
	},
];
