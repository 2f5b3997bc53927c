import {
	databaseActivity,
	describePods,
	either,
	exec,
	topPods,
} from './commands.js';
import type {Signature} from './type.js';

/** Something that a program needs has run out. */
export const resourceSignatures: readonly Signature[] = [
	{
		name: 'out of memory (killed)',
		pattern: either(
			/\boom\W?kill(?:ed|er|ing)?\b/,
			/out of memory: kill|memory cgroup out of memory|\boom_reaper\b/,
			/sigkill.{0,20}out of memory/,
			/exit(?:ed with)?(?: code| status)?[ :=]+137\b/,
			/low on resource: memory/,
			/(?:exec|command|process|worker|build)\S{0,20} .{0,60}signal: killed/,
		),
		reason: 'the kernel killed the process at its memory limit',
		weight: 4,
		command: describePods('shows the last termination reason, restarts and memory limit of each pod'),
	},
	{
		name: 'out of memory (heap)',
		pattern: either(
			/\boutofmemory(?:error|exception)\b(?!: unable to create)|java heap space|gc overhead limit exceeded/,
			/javascript heap out of memory|reached heap limit|allocation failed - javascript/,
			/fatal error: runtime: (?:out of memory|cannot allocate)|runtime: out of memory/,
			/\bmemoryerror\b|std::bad_alloc|allowed memory size of \d{1,15} bytes exhausted/,
			/cannot allocate memory|\benomem\b|failed to allocate memory|memory exhausted/,
			/oom command not allowed when used memory/,
			/(?:query|request|breaker).{0,60}exceed\w{0,4}.{0,30}memory limit|\[parent\] data too large/,
		),
		reason: 'the process ran into its own memory limit',
		weight: 4,
		command: describePods('shows the last termination reason, restarts and memory limit of each pod'),
	},
	{
		name: 'disk full',
		pattern: either(
			/no space left on device|\benospc\b|not enough space on the disk/,
			/disk(?: is)? full|(?:filesystem|file system|volume|partition) (?:\S{1,60} )?is full|the table '[^']{1,80}' is full/,
			/disk quota exceeded|insufficient (?:disk )?space|out of disk space|low on resource: ephemeral-storage|\bdiskpressure\b/,
			/could not extend file|write-ahead log.{0,40}no space/,
			/(?:low|high) disk watermark|flood\Wstage|read-only-allow-delete|read-only (?:due to|because of) disk/,
			/disk resource limit alarm|unable to persist (?:to|on) disk/,
		),
		reason: 'writes fail because a volume is full',
		weight: 4,
		command: exec('df -h', 'shows which volume is full'),
	},
	{
		name: 'out of file descriptors',
		pattern: /too many open files|\bemfile\b|\benfile\b|file descriptors? (?:limit|exhausted)/i,
		reason: 'files or sockets are opened and not closed',
		weight: 4,
		command: exec('sh -c \'ls /proc/1/fd | wc -l; grep "open files" /proc/1/limits\'', 'compares open descriptors with the limit'),
	},
	{
		name: 'connection pool exhausted',
		pattern: either(
			/\bhikaripool-\S+ - connection is not available|connectionpooltimeoutexception|pooltimeout\b|pool ?exhausted|queuepool limit|resourcerequest timed out/,
			/connection pool (?:is )?(?:exhausted|timed? ?out|full)|pool (?:is )?(?:probably )?(?:exhausted|full\b)|cannot get a connection, pool error/,
			/timeout (?:exceeded )?(?:when trying to connect|waiting for (?:an? )?(?:idle |free )?connection)|timeout acquiring (?:a )?connection|waiting for connection from pool/,
			/unable to acquire (?:jdbc )?connection|(?:could not|cannot|couldn't|failed to|unable to) (?:get|obtain|acquire|check ?out) (?:a |an |jdbc )?(?:connection|resource) from (?:the )?(?:connection )?pool/,
			/could not (?:get|obtain|acquire) (?:a |jdbc )?connection|obtaining a connection from the pool|(?:checking out|fetching|getting|waiting for) (?:a |an |a new )?connection from (?:the )?(?:connection )?pool|waitqueue(?:timeout|full)/,
			/pool\.acquire|no (?:free|idle|available) connections?\b/,
		),
		reason: 'requests wait for a connection that no one gives back',
		weight: 3,
		command: exec('ss -tn state established', 'lists the open connections: as many to the database as the pool holds means that they leak or hang'),
	},
	{
		name: 'connection pool exhausted at the database',
		pattern: either(
			/too many (?:clients|connections)\b|max number of clients reached|max_user_connections|max_client_conn/,
			/remaining connection slots are reserved|connection limit exceeded|no more connections allowed/,
			/max(?:imum)? (?:number of )?connections? (?:reached|exceeded)|\ber_con_count_error\b/,
		),
		reason: 'the server has given out all the connections that it allows',
		weight: 4,
		command: databaseActivity('state is not null', 'shows who holds connections, and for how long'),
	},
	{
		name: 'threads exhausted',
		pattern: either(
			/unable to create (?:new )?native thread|pthread_create failed|can't start new thread|resource temporarily unavailable.{0,40}(?:fork|thread)/,
			/rejectedexecutionexception|threadpoolexecutor.{0,80}(?:rejected|exhausted)|thread ?pool (?:is )?(?:exhausted|full|starv)|thread ?starvation|bulkhead\S* (?:is )?full|bulkheadfullexception/,
			/worker timeout|no (?:free |idle |available )?workers? (?:is |are )?(?:available|left|free)|no (?:free|idle|available) (?:workers?|threads?)|worker ?pool (?:is )?(?:exhausted|full)/,
			/all (?:\d{1,5} )?(?:threads?|workers?) (?:are )?busy|maxthreads|busy workers|max_children setting|maxrequestworkers|worker_connections are not enough/,
			/event loop (?:is |was )?(?:blocked|lag)|blocked event loop|thread \S{1,80} has been blocked/,
		),
		reason: 'no thread or worker is left to take requests',
		weight: 3,
		command: topPods('shows whether the pods are busy or stuck'),
	},
	{
		name: 'queue full or consumer behind',
		pattern: either(
			/queue (?:is )?full|(?:buffer|channel) (?:is )?full|queuefullexception|backpressure|slow consumer|message (?:queue|backlog) (?:overflow|exceeded)/,
			/consumer lag|lag (?:is )?(?:above|over|beyond|exceeds)|lagging behind|backlog (?:is )?(?:growing|above|over)/,
			/max\.poll\.interval|consumer poll timeout|commitfailedexception|kicked out of the group|rebalanc(?:e|ing) (?:failed|loop)|rebalance (?:for the group )?(?:is )?in progress|illegalgenerationexception|unknownmemberid/,
			/heartbeat (?:session )?(?:expired|failed)|(?:group|it) is rebalancing|rejoin is needed|needs to re-?join|removing it from the group|marking coordinator dead/,
			/recordtoolarge|not ?enough ?(?:in-sync )?replicas|not_?leader|leader_?not_?available|outofrange.{0,40}offset|offset.{0,20}out of range/,
			/memory resource limit alarm|delivery acknowledgement on channel \d{1,9} timed out|connection\.blocked/,
		),
		reason: 'messages come faster than they are taken',
		weight: 3,
		command: topPods('shows whether the consumers are busy or stuck'),
	},
];
