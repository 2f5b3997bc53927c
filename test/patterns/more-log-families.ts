import type {Family} from './log-families.js';

/** Further families: batch and storage systems, operating systems, middleware and languages. */
export const moreFamilies: readonly Family[] = [
	{
		name: 'batch engine (log4j, two-digit year)',
		header: '{sparkTime} {level} {message}',
		messages: [
			['INFO', 'executor.Executor: Running task {int}.0 in stage {int}.0 (TID {int})'],
			['INFO', 'executor.Executor: Finished task {int}.0 in stage {int}.0 (TID {int}). {int} bytes result sent to driver'],
			['INFO', 'storage.MemoryStore: Block broadcast_{int}_piece{digit} stored as bytes in memory (estimated size {float} KB, free {float} MB)'],
			['INFO', 'storage.MemoryStore: Block rdd_{int}_{int} stored as values in memory (estimated size {float} B, free {float} KB)'],
			['INFO', 'storage.BlockManager: Found block rdd_{int}_{int} locally'],
			['ERROR', 'executor.Executor: Exception in task {int}.{digit} in stage {int}.0 (TID {int})'],
			['WARN', 'netty.NettyRpcEnv: Ignored failure: java.util.concurrent.TimeoutException: Cannot receive any reply in {int} seconds'],
			['INFO', 'util.ShutdownHookManager: Deleting directory /tmp/job-{uuid}'],
		],
	},
	{
		name: 'resource manager (log4j, threads with spaces)',
		header: '{commaTime} {level} [{hadoopThread}] {message}',
		messages: [
			['INFO', 'org.example.app.job.impl.TaskAttemptImpl: attempt_{int}_{int}_m_{int}_{digit} TaskAttempt Transitioned from ASSIGNED to RUNNING'],
			['INFO', 'org.example.app.rm.ContainerAllocator: Assigned container container_{int}_{int}_01_{int} to attempt_{int}_{int}_m_{int}_0'],
			['ERROR', 'org.example.app.rm.ContainerAllocator: ERROR IN CONTACTING RM. '],
			['INFO', 'org.example.app.rm.ContainerAllocator: After Scheduling: PendingReds:{int} ScheduledMaps:{int} ScheduledReds:{int} AssignedMaps:{int}'],
			['WARN', 'org.example.ipc.Client: Address change detected. Old: {node}/{ip}:9000 New: {node}:9000'],
			['INFO', 'org.example.ipc.Client: Retrying connect to server: {node}:8020. Already tried {digit} time(s); retry policy is RetryUpToMaximumCountWithFixedSleep(maxRetries=10, sleepTime=1000 MILLISECONDS)'],
			['INFO', 'org.example.app.TaskAttemptListenerImpl: Progress of TaskAttempt attempt_{int}_{int}_r_{int}_0 is : {float}'],
			['FATAL', 'org.example.app.TaskAttemptListenerImpl: Task: attempt_{int}_{int}_r_{int}_0 - exited : java.net.NoRouteToHostException: No Route to Host from {node}/{ip} to {node}:8020 failed on socket timeout exception'],
		],
	},
	{
		name: 'cloud controller (python, request ids)',
		header: '{service}-api.log.1.{date}_13:53:08 {ts}.{line} {int} {level} {message}',
		messages: [
			['INFO', 'compute.wsgi.server [req-{uuid} {hex32} {hex32} - - -] {ip} "GET /v2/{hex32}/servers/detail HTTP/1.1" status: 200 len: {int} time: {float}'],
			['INFO', 'compute.wsgi.server [req-{uuid} {hex32} {hex32} - - -] {ip} "POST /v2/{hex32}/servers HTTP/1.1" status: 202 len: {int} time: {float}'],
			['INFO', 'compute.manager [req-{uuid} - - - - -] [instance: {uuid}] VM Started (Lifecycle Event)'],
			['INFO', 'compute.manager [-] [instance: {uuid}] VM Stopped (Lifecycle Event)'],
			['INFO', 'compute.manager [req-{uuid} {hex32} {hex32} - - -] [instance: {uuid}] Took {float} seconds to spawn the instance on the hypervisor.'],
			['WARNING', 'virt.imagecache [req-{uuid} - - - - -] Unknown base file: /var/lib/instances/_base/{hex32}{hex8}'],
			['ERROR', 'scheduler.client [req-{uuid} - - - - -] Failed to sync inventory of host {node}: timed out after {int} s'],
		],
	},
	{
		name: 'desktop system log',
		header: '{syslogTime} {hostName} {message}',
		messages: [
			['', 'kernel[0]: en0: channel changed to {int},{int}'],
			['', 'kernel[0]: ARPT: {float}: wl0: setup_keepalive: Local port: {port}, Remote port: {port}'],
			['', 'com.example.CDScheduler[{int}]: Thermal pressure state: {digit} Memory pressure state: {digit}'],
			['', 'WindowServer[{int}]: send_datagram_available_ping: pid {int} failed to act on a ping it dequeued before timing out.'],
			['', 'com.example.xpc.launchd[1] (com.example.bsd.dirhelper[{int}]): Endpoint has been activated through legacy launch(3) APIs.'],
			['', 'corecaptured[{int}]: CCFile::captureLog Received Capture notice id: {float}, reason = AuthFail:sts:5_rsn:0'],
			['', 'mDNSResponder[{int}]: mDNS_DeregisterInterface: Frequent transitions for interface en0 ({ip})'],
			['', 'sharingd[{int}]: {shortTime}.{line} : BTLE scanner Powered On'],
		],
	},
	{
		name: 'supercomputer (two times, PAM)',
		header: '- {epochShort} {date} {node228} {syslogTime} {node228}/{node228} {message}',
		messages: [
			['', 'crond(pam_unix)[{int}]: session closed for user root'],
			['', 'crond(pam_unix)[{int}]: session opened for user {user} by (uid=0)'],
			['', 'sshd(pam_unix)[{int}]: authentication failure; logname= uid=0 euid=0 tty=NODEVssh ruser= rhost={ip}  user={user}'],
			['', 'kernel: ACPI: PCI interrupt 0000:{hex2}:1d.{digit}[A] -> GSI {int} (level, low) -> IRQ {int}'],
			['', 'ntpd[{int}]: synchronized to {ip}, stratum {digit}'],
			['', 'postfix/postdrop[{int}]: warning: unable to look up public/pickup: No such file or directory'],
			['', 'ib_sm.x[{int}]: [ib_sm_sweep.c:{line}]: No topology change'],
			['', 'gmetad[{int}]: data_thread() got no answer from any [{service}] datasource'],
		],
	},
	{
		name: 'logback',
		header: '{shortTime}.{line} [{thread}] {paddedLevel} {message}',
		messages: [
			['INFO', 'c.e.billing.InvoiceJob - Sent {int} invoices in {int} ms'],
			['WARN', 'c.e.billing.InvoiceJob - Invoice {int} of customer {user} has no address'],
			['ERROR', 'c.e.billing.MailClient - Could not send mail to {user}@example.com: 421 Too many connections'],
			['DEBUG', 'org.hibernate.SQL - select i1_0.id from invoice i1_0 where i1_0.customer_id=?'],
		],
	},
	{
		name: 'python root logger',
		header: '{level}:{message}',
		messages: [
			['INFO', 'root:Loaded {int} rows from {file}'],
			['WARNING', 'shop.stock:Stock of {word} is below {int}'],
			['ERROR', 'shop.stock:Cannot reach {host}'],
			['INFO', 'shop.stock:Sync finished in {float}s'],
		],
	},
	{
		name: 'uvicorn and gunicorn',
		header: '{message}',
		messages: [
			['', 'INFO:     {ip}:{port} - "GET /items/{int} HTTP/1.1" 200 OK'],
			['', 'INFO:     {ip}:{port} - "GET /items/{int} HTTP/1.1" 500 Internal Server Error'],
			['', 'INFO:     Started server process [{int}]'],
			['', 'INFO:     Waiting for application startup.'],
			['', '[{ts} +0000] [{int}] [INFO] Booting worker with pid: {int}'],
			['', '[{ts} +0000] [{int}] [CRITICAL] WORKER TIMEOUT (pid:{int})'],
		],
	},
	{
		name: '.NET console',
		header: '{message}',
		messages: [
			['', 'info: Microsoft.Hosting.Lifetime[14] Now listening on: http://[::]:{port}'],
			['', 'fail: Microsoft.EntityFrameworkCore.Database.Command[20102] Failed executing DbCommand ({int}ms) [Parameters=[], CommandType=\'Text\', CommandTimeout=\'30\']'],
			['', 'warn: Microsoft.AspNetCore.DataProtection.Repositories.FileSystemXmlRepository[60] Storing keys in a directory \'/root/.aspnet/DataProtection-Keys\' that may not be persisted outside of the container.'],
			['', 'info: Microsoft.Hosting.Lifetime[0] Application is shutting down...'],
		],
	},
	{
		name: 'rust tracing',
		header: '{isoTime}  {level} {message}',
		messages: [
			['INFO', 'shop::http: listening on {ip}:{port}'],
			['WARN', 'shop::store: slow write elapsed={dur} key=cart:{int}'],
			['ERROR', 'shop::store: write failed error=disk full attempt={digit}'],
			['DEBUG', 'hyper::proto::h1::io: parsed {int} headers'],
		],
	},
	{
		name: 'php',
		header: '[{phpTime} UTC] {message}',
		messages: [
			['', 'PHP Fatal error:  Uncaught PDOException: SQLSTATE[HY000] [2002] Connection refused in /var/www/html/{word}.php:{int}'],
			['', 'PHP Warning:  Undefined array key "{word}" in /var/www/html/{word}.php on line {int}'],
			['', 'PHP Deprecated:  Creation of dynamic property Cart::{word} is deprecated in /var/www/html/cart.php on line {int}'],
		],
	},
	{
		name: 'cassandra',
		header: '{level}  [{cassandraThread}] {commaTime} {message}',
		messages: [
			['INFO', 'CompactionTask.java:{line} - Compacted ({uuid}) {int} sstables to [/var/lib/data/{table}-{hex32}/nb-{int}-big,] to level=0.  {float}MiB to {float}MiB (~{int}% of original) in {int}ms.'],
			['WARN', 'GCInspector.java:{line} - G1 Young Generation GC in {int}ms.  G1 Eden Space: {int} -> 0; G1 Old Gen: {int} -> {int};'],
			['INFO', 'Gossiper.java:{line} - Node /{ip} is now part of the cluster'],
			['INFO', 'Gossiper.java:{line} - InetAddress /{ip} is now DOWN'],
			['INFO', 'Gossiper.java:{line} - InetAddress /{ip} is now UP'],
		],
	},
	{
		name: 'firewall',
		header: '{syslogTime} {hostName} {message}',
		messages: [
			['', '%ASA-6-302013: Built outbound TCP connection {int} for outside:{ip}/{port} ({ip}/{port}) to inside:{ip}/{port} ({ip}/{port})'],
			['', '%ASA-6-302014: Teardown TCP connection {int} for outside:{ip}/{port} to inside:{ip}/{port} duration {shortTime} bytes {int} TCP FINs'],
			['', '%ASA-4-106023: Deny tcp src outside:{ip}/{port} dst inside:{ip}/{port} by access-group "{word}" [0x0, 0x0]'],
			['', 'kernel: [{float}] [UFW BLOCK] IN=eth0 OUT= MAC={mac} SRC={ip} DST={ip} LEN={int} TOS=0x00 PREC=0x00 TTL={int} ID={int} PROTO=TCP SPT={port} DPT={port} WINDOW={int} RES=0x00 SYN URGP=0'],
			['', 'dnsmasq[{int}]: query[A] {host} from {ip}'],
		],
	},
	{
		name: 'consul and vault',
		header: '{isoTime} [{level}]  {message}',
		messages: [
			['INFO', 'agent: Synced service: service={service}-{hex8}'],
			['WARN', 'agent: Check is now critical: check=service:{service}'],
			['ERROR', 'agent.http: Request error: method=GET url=/v1/kv/{service} from={ip}:{port} error="No cluster leader"'],
			['INFO', 'agent.server.serf.lan: serf: EventMemberJoin: {node} {ip}'],
			['WARN', 'agent.server.raft: heartbeat timeout reached, starting election: last-leader-addr={ip}:8300 last-leader-id={uuid}'],
		],
	},
	{
		name: 'rabbitmq',
		header: '{spaceTime} [{level}] <0.{int}.0> {message}',
		messages: [
			['info', 'accepting AMQP connection <0.{int}.0> ({ip}:{port} -> {ip}:5672)'],
			['warning', 'closing AMQP connection <0.{int}.0> ({ip}:{port} -> {ip}:5672, vhost: \'/\', user: \'{user}\'):'],
			['error', 'Channel error on connection <0.{int}.0> ({ip}:{port} -> {ip}:5672, vhost: \'/\', user: \'{user}\'), channel {digit}:'],
			['info', 'memory resource limit alarm set on node rabbit@{node}.'],
		],
	},
	{
		name: 'coredns',
		header: '[{level}] {message}',
		messages: [
			['INFO', '{ip}:{port} - {int} "A IN {host}. udp {int} false 512" NOERROR qr,aa,rd {int} {float}s'],
			['INFO', '{ip}:{port} - {int} "AAAA IN {host}. udp {int} false 512" NXDOMAIN qr,aa,rd {int} {float}s'],
			['ERROR', 'plugin/errors: 2 {host}. A: read udp {ip}:{port}->{ip}:53: i/o timeout'],
		],
	},
	{
		name: 'prometheus (logfmt)',
		header: 'ts={isoTime} caller={promFile}:{line} level={level} {message}',
		messages: [
			['info', 'component=tsdb msg="Head GC completed" caller=truncateMemory duration={dur}'],
			['info', 'component=tsdb msg="write block" mint={epochMs} maxt={epochMs} ulid={ulid} duration={dur}'],
			['warn', 'component="scrape manager" scrape_pool={service} target=http://{ip}:{port}/metrics msg="Error on ingesting samples that are too old or are too far into the future" num_dropped={int}'],
			['error', 'component="rule manager" group={word} msg="Evaluating rule failed" err="found duplicate series for the match group"'],
			['error', String.raw`component=notifier alertmanager=http://{ip}:9093/api/v2/alerts count={int} msg="Error sending alert" err="Post \"http://{ip}:9093/api/v2/alerts\": context deadline exceeded"`],
		],
	},
	{
		name: 'query statistics (logfmt)',
		header: 'level=info ts={isoTime} caller=metrics.go:{line} {message}',
		messages: [
			['', String.raw`component=querier org_id=fake traceID={hex16} latency=fast query="{job=\"{service}\"}" query_type=limited range_type=range length=1h0m0s step=14s duration={dur} status=200 limit=100 returned_lines={int}`],
			['', String.raw`component=frontend org_id=fake traceID={hex16} latency=slow query="sum(rate({app=\"{service}\"}[1m]))" query_type=metric range_type=range length=6h0m0s step=1m0s duration={dur} status=500 limit=1000 returned_lines=0`],
		],
	},
	{
		name: 'audit events (JSON without a message)',
		header: '{"kind":"Event","apiVersion":"audit.k8s.io/v1","level":"Metadata","auditID":"{uuid}",{message},"requestReceivedTimestamp":"{isoTime}"}',
		messages: [
			['', '"stage":"ResponseComplete","requestURI":"/api/v1/namespaces/{namespace}/pods/{pod}","verb":"get","user":{"username":"{user}"},"objectRef":{"resource":"pods","namespace":"{namespace}","name":"{pod}"},"responseStatus":{"code":200}'],
			['', '"stage":"ResponseComplete","requestURI":"/api/v1/namespaces/{namespace}/secrets/{word}","verb":"delete","user":{"username":"{user}"},"objectRef":{"resource":"secrets","namespace":"{namespace}","name":"{word}"},"responseStatus":{"code":403}'],
		],
	},
	{
		name: 'events (JSON without a message)',
		header: '{"timestamp":"{isoTime}","service":"{service}",{message}}',
		messages: [
			['', '"event_type":"order_created","order_id":{int},"amount":{float},"currency":"EUR"'],
			['', '"event_type":"order_cancelled","order_id":{int},"reason":"customer"'],
			['', '"event_type":"payment_declined","order_id":{int},"reason":"insufficient_funds"'],
		],
	},
	{
		name: 'worker (key: value text)',
		header: '{message}',
		messages: [
			['', 'Job {int} queue={topic} state=completed took={dur}'],
			['', 'Job {int} queue={topic} state=failed took={dur}'],
			['', 'Connection to {host} lost: timeout'],
			['', 'Connection to {host} lost: reset by peer'],
			['', 'health check passed: true'],
			['', 'health check passed: false'],
			['', 'Unhandled exception java.lang.NullPointerException in handler {word}'],
			['', 'Unhandled exception java.lang.OutOfMemoryError in handler {word}'],
		],
	},
];
