import {test} from 'node:test';
import assert from 'node:assert/strict';
import {judgeCommand} from '../../../../source/shell/command-effect.js';
import {signatures} from '../../../../source/investigate/verdict/signatures/index.js';
import {fittingSignatures} from '../../../../source/investigate/verdict/signatures/telling-text.js';

/** Lines as programs write them, and the signature that says most of each. */
const lines: Readonly<Record<string, readonly string[]>> = {
	'out of memory (killed)': [
		'Memory cgroup out of memory: Killed process 23145 (java) total-vm:4823412kB, anon-rss:2096128kB',
		'oom-kill:constraint=CONSTRAINT_MEMCG,nodemask=(null),cpuset=cri-containerd-1f2e.scope',
		'[ERROR] Worker (pid:71) was sent SIGKILL! Perhaps out of memory?',
		'Container search failed with exit code 137',
		'The node was low on resource: memory. Threshold quantity: 100Mi, available: 61Mi.',
		'reason: OOMKilled',
	],
	'out of memory (heap)': [
		'java.lang.OutOfMemoryError: GC overhead limit exceeded',
		'FATAL ERROR: Ineffective mark-compacts near heap limit Allocation failed - JavaScript heap out of memory',
		'fatal error: runtime: out of memory',
		'MemoryError: Unable to allocate 2.00 GiB for an array',
		'PHP Fatal error:  Allowed memory size of 134217728 bytes exhausted (tried to allocate 20480 bytes)',
		'(error) OOM command not allowed when used memory > \'maxmemory\'.',
		'terminate called after throwing an instance of \'std::bad_alloc\'',
		'CircuitBreakingException: [parent] Data too large, data for [<http_request>] would be [1020054732/972.7mb]',
	],
	'disk full': [
		'PANIC:  could not write to file "pg_wal/xlogtemp.29": No space left on device',
		'OSError: [Errno 28] No space left on device: \'/tmp/upload-17\'',
		'Error: ENOSPC: no space left on device, write',
		'high disk watermark [90%] exceeded on [Zx1][node-1] free: 3.1gb[7.9%]',
		'There is not enough space on the disk.',
		'MISCONF Redis is configured to save RDB snapshots, but it\'s currently unable to persist to disk.',
		'The table \'sessions\' is full',
		'The node had condition: [DiskPressure].',
	],
	'out of file descriptors': [
		'accept4() failed (24: Too many open files)',
		'Error: EMFILE: too many open files, watch',
		'java.net.SocketException: Too many open files',
	],
	'connection pool exhausted': [
		'HikariPool-1 - Connection is not available, request timed out after 30000ms.',
		'Timeout expired.  The timeout period elapsed prior to obtaining a connection from the pool.',
		'KnexTimeoutError: Knex: Timeout acquiring a connection. The pool is probably full.',
		'ActiveRecord::ConnectionTimeoutError: could not obtain a connection from the pool within 5.000 seconds (waited 5.001 seconds); all pooled connections were in use',
		'redis.clients.jedis.exceptions.JedisException: Could not get a resource from the pool',
		'org.apache.http.conn.ConnectionPoolTimeoutException: Timeout waiting for connection from pool',
		'Timed out fetching a new connection from the connection pool.',
		'MongoWaitQueueTimeoutError: Timed out while checking out a connection from connection pool',
	],
	'connection pool exhausted at the database': [
		'FATAL:  sorry, too many clients already',
		'ERROR 1040 (HY000): Too many connections',
		'ERR max number of clients reached',
		'FATAL: remaining connection slots are reserved for roles with the SUPERUSER attribute',
		'ERROR: no more connections allowed (max_client_conn)',
	],
	'threads exhausted': [
		'java.lang.OutOfMemoryError: unable to create native thread: possibly out of memory or process/resource limits reached',
		'[08-Jan 02:12:01] WARNING: [pool www] server reached pm.max_children setting (5), consider raising it',
		'[CRITICAL] WORKER TIMEOUT (pid:71)',
		'io.github.resilience4j.bulkhead.BulkheadFullException: Bulkhead \'quotes\' is full and does not permit further calls',
		'RuntimeError: can\'t start new thread',
		'Thread Thread[vert.x-eventloop-thread-1,5,main] has been blocked for 5123 ms, time limit is 2000 ms',
		'[alert] 7#7: 1024 worker_connections are not enough',
	],
	'queue full or consumer behind': [
		'org.apache.kafka.clients.consumer.CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group',
		'kafka server: A rebalance for the group is in progress. Please re-join the group.',
		'consumer lag 120000 above threshold',
		'Slow Consumer Detected: WriteDeadline of 10s exceeded with 512 chunks',
		'PRECONDITION_FAILED - delivery acknowledgement on channel 1 timed out. Timeout value used: 1800000 ms',
		'queue.Full: the queue is full',
		'Heartbeat failed for group projection because it is rebalancing',
		'kafka.coordinator - WARNING - Heartbeat session expired, marking coordinator dead',
		'[GroupCoordinator 0]: Member source-2cb in group projection has failed, removing it from the group',
	],
	'database deadlock or lock timeout': [
		'ERROR:  deadlock detected',
		'Deadlock found when trying to get lock; try restarting transaction',
		'Lock wait timeout exceeded; try restarting transaction',
		'ERROR: could not serialize access due to concurrent update',
		'Transaction (Process ID 61) was deadlocked on lock resources with another process and has been chosen as the deadlock victim.',
		'sqlite3.OperationalError: database is locked',
		'ORA-00060: deadlock detected while waiting for resource',
		'WriteConflict error: this operation conflicted with another operation.',
	],
	'database is read-only or failing over': [
		'ERROR:  cannot execute INSERT in a read-only transaction',
		'READONLY You can\'t write against a read only replica.',
		'The MySQL server is running with the --read-only option so it cannot execute this statement',
		'MongoServerError: not primary and secondaryOk=false; NotWritablePrimary',
		'FATAL:  the database system is in recovery mode',
		'FATAL:  terminating connection due to administrator command',
		'touch: /data/x: Read-only file system',
	],
	'schema and code do not fit': [
		'ERROR:  column "stackable" does not exist at character 42',
		'Unknown column \'m1_0.tier\' in \'field list\'',
		'sqlite3.OperationalError: no such table: carts',
		'SQLSTATE[42S02]: Base table or view not found: 1146 Table \'shop.vouchers\' doesn\'t exist',
		'Schema-validation: missing column [tier] in table [members]',
		'django.db.utils.ProgrammingError: relation "orders_refund" does not exist',
		'ActiveRecord::PendingMigrationError: Migrations are pending. To resolve this issue, run: pending migration',
	],
	'database is slow': [
		'ERROR:  canceling statement due to statement timeout',
		'Query execution was interrupted, maximum statement execution time exceeded',
		'MongoServerError: operation exceeded time limit',
		'Execution Timeout Expired.  The timeout period elapsed prior to completion of the operation or the server is not responding.',
		'Slow query took 9120 ms: select * from orders',
	],
	'clocks are apart': [
		'token used before issued',
		'RequestTimeTooSkewed: The difference between the request time and the current time is too large.',
		'clock skew too great (KRB_AP_ERR_SKEW)',
		'jwt: issued at 1772590000 is in the future',
		'Signature expired: 20260304T020000Z is now earlier than 20260304T021100Z',
	],
	'logins refused': [
		'FATAL:  password authentication failed for user "crm"',
		'Access denied for user \'shop\'@\'10.1.2.3\' (using password: YES)',
		'NOAUTH Authentication required.',
		'An error occurred (ExpiredToken) when calling the PutObject operation: The provided token has expired.',
		'oauth2: "invalid_grant" "Token has been expired or revoked."',
		'org.apache.kafka.common.errors.SaslAuthenticationException: Authentication failed: Invalid username or password',
		'request failed with status code 401',
	],
	'access denied': [
		'AccessDenied: User: arn:aws:sts::1:assumed-role/x is not authorized to perform: s3:GetObject',
		'ERROR:  permission denied for table orders',
		'configmaps is forbidden: User "system:serviceaccount:shop:op" cannot list resource "configmaps"',
		'Error: EACCES: permission denied, open \'/data/x\'',
		'org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access topics: [clicks]',
		'requests.exceptions.HTTPError: 403 Client Error: Forbidden for url: https://api.example.com',
	],
	'configuration missing or wrong': [
		'Error: Missing required environment variable: STRIPE_WEBHOOK_SECRET',
		'required key DATABASE_URL missing value',
		'Could not resolve placeholder \'pdf.endpoint\' in value',
		'django.core.exceptions.ImproperlyConfigured: The SECRET_KEY setting must not be empty.',
		'nginx: [emerg] unknown directive "proxy_pas" in /etc/nginx/conf.d/shop.conf:7',
		'flag provided but not defined: -enable-fast',
		'Error: configmap "shop-settings" not found',
		'yaml: line 12: mapping values are not allowed in this context',
	],
	'image cannot be pulled': [
		'Failed to pull image "registry.example.com/shop:1": rpc error: code = NotFound',
		'Error: ImagePullBackOff',
		'pull access denied for shop/api, repository does not exist or may require \'docker login\'',
	],
	'crash loop (process crashes)': [
		'panic: runtime error: index out of range [3] with length 3',
		'thread \'main\' panicked at src/main.rs:17:5:',
		'fatal error: all goroutines are asleep - deadlock!',
		'worker process 31 exited on signal 11 (core dumped)',
		'php-fpm[71]: segfault at 18 ip 00007f sp 00007ffd error 4',
		'[UnhandledPromiseRejection: This error originated either by throwing inside of an async function]',
		'# A fatal error has been detected by the Java Runtime Environment:',
	],
	'crash loop': [
		'Back-off restarting failed container api in pod api-7f9_shop(1f2e)',
		'Liveness probe failed: HTTP probe failed with statuscode: 500',
		'shop.service: Start request repeated too quickly.',
	],
	'null pointer or missing field': [
		'java.lang.NullPointerException: Cannot invoke "Card.last4()" because "card" is null',
		'TypeError: Cannot read properties of undefined (reading \'id\')',
		'KeyError: \'segments\'',
		'AttributeError: \'NoneType\' object has no attribute \'id\'',
		'NoMethodError: undefined method `name\' for nil:NilClass',
		'System.NullReferenceException: Object reference not set to an instance of an object.',
	],
	'was shut down': [
		'Received signal SIGTERM, shutting down',
		'Commencing graceful shutdown. Waiting for active requests to complete',
		'Killing container with a grace period override',
	],
	'certificate expired or not trusted': [
		'x509: certificate signed by unknown authority',
		'Error: certificate has expired',
		'javax.net.ssl.SSLHandshakeException: PKIX path building failed',
		'ssl.SSLCertVerificationError: [SSL: CERTIFICATE_VERIFY_FAILED] certificate verify failed: certificate has expired (_ssl.c:1007)',
		'upstream SSL certificate verify error: (10:certificate has expired) while SSL handshaking to upstream',
		'Hostname/IP does not match certificate\'s altnames: Host: a.example.com. is not in the cert\'s altnames',
		'The remote certificate is invalid according to the validation procedure: RemoteCertificateNameMismatch',
	],
	'names do not resolve (DNS)': [
		'getaddrinfo ENOTFOUND db-primary.internal',
		'dial tcp: lookup redis.shop.svc on 10.96.0.10:53: server misbehaving',
		'java.net.UnknownHostException: kafka-0: Name or service not known',
		'nginx: [emerg] host not found in upstream "orders" in /etc/nginx/conf.d/shop.conf:9',
		'orders.shop.svc could not be resolved (3: Host not found)',
		'curl: (6) Could not resolve host: api.example.com',
		'The DNS server returned an error, perhaps the server is offline',
	],
	'rate limited': [
		'429 Too Many Requests',
		'Request failed with status code 429',
		'ThrottlingException: Rate exceeded',
		'ProvisionedThroughputExceededException: The level of configured provisioned throughput for the table was exceeded.',
		'rpc error: code = ResourceExhausted desc = Quota exceeded for quota metric',
		'openai.RateLimitError: You exceeded your current quota, please check your plan',
	],
	'circuit breaker open': [
		'CircuitBreaker \'stock\' is OPEN and does not permit further calls',
		'Polly.CircuitBreaker.BrokenCircuitException: The circuit is now open',
	],
	'no instance of a called service': [
		'no healthy upstream',
	],
	'database not reachable': [
		'Can\'t connect to MySQL server on \'db:3306\' (111)',
		'com.mongodb.MongoTimeoutException: Timed out after 30000 ms while waiting for server selection; no suitable servers found',
	],
	'message broker not reachable': [
		'Connection to node -1 (kafka/10.1.2.3:9092) could not be established. Broker may not be available.',
	],
	'connections refused': [
		'connect ECONNREFUSED 10.7.0.12:6379',
		'dial tcp 10.1.2.3:5432: connect: connection refused',
		'upstream connect error or disconnect/reset before headers. reset reason: connection failure',
	],
	'retry storm': [
		'push failed, retrying in 0ms (attempt 17)',
		'giving up after 40 attempts',
		'delivery failed, will retry',
	],
	'calls to another service fail or time out': [
		'read tcp 10.1.2.3:443: connection reset by peer',
		'context deadline exceeded (Client.Timeout exceeded while awaiting headers)',
		'upstream prematurely closed connection while reading response header from upstream',
		'socket hang up',
		'unexpected status 503 Service Unavailable from http://payment:8080/charges',
		'java.net.SocketTimeoutException: Read timed out',
	],
};

/** Good days. Nothing above a mere symptom may fit them. */
const harmless: readonly string[] = [
	'certificate expires in 30 days, renewal scheduled',
	'renewed certificate for api.example.com',
	'pool stats: total=10, active=3, idle=7, waiting=0',
	'disk usage at 61 % of 200 GiB',
	'consumer joined the group, generation 12',
	'checkpoint complete: wrote 812 buffers',
	'token issued for user 17, expires in 3600 s',
	'loaded configuration from /etc/shop/config.yaml',
	'migration 0042 applied in 120 ms',
	'schema is up to date',
	'GET /api/v1/limits 200 in 12 ms',
	'memory usage 512 MiB of 2 GiB',
	'order 429 shipped to depot 503',
	'listening on 0.0.0.0:8080',
	'leader elected: broker 2',
	'user 401 changed the delivery date to one in the future',
	'deleted 137 expired sessions',
	'clock in of employee 17 recorded',
	'lock acquired for job nightly-report',
	'rate limit remaining: 4988',
	'image resized to 640x480',
	'panic button pressed in hall 3 (drill)',
	'thread dump requested by operator',
	'retention applied: 12 segments removed',
	'query returned 42 rows in 8 ms',
	'connection to replica established',
];

const fits = (line: string) => fittingSignatures(line).toSorted((a, b) => b.weight - a.weight);

test('names are given once', () => {
	assert.equal(new Set(signatures.map(({name}) => name)).size, signatures.length);
});

test('what programs write is known, and nothing says more of it', async t => {
	for (const [name, texts] of Object.entries(lines)) {
		for (const line of texts) {
			await t.test(`${name}: ${line.slice(0, 70)}`, () => {
				const found = fits(line);
				const best = found.filter(({weight}) => weight === found[0]?.weight).map(signature => signature.name);
				assert.ok(best.includes(name), `${best.join(', ')} of ${found.map(signature => signature.name).join(', ')}`);
			});
		}
	}
});

test('lines of a good day are no known failure', async t => {
	for (const line of harmless) {
		await t.test(line, () => {
			assert.deepEqual(fits(line).map(({name}) => name), []);
		});
	}
});

test('each signature comes with a command of one line that only reads', async t => {
	for (const {name, command} of signatures) {
		await t.test(name, () => {
			for (const host of [undefined, 'db-primary.internal:5432']) {
				const {text, purpose} = command({service: 'payment', namespace: 'shop', host});
				assert.equal(judgeCommand(text).effect, 'reads', text);
				assert.ok(!text.includes('\n'));
				assert.notEqual(purpose, '');
			}
		});
	}
});

test('a host is taken from where one stands, and from nowhere else', async t => {
	const hosts: ReadonlyArray<readonly [line: string, host: string | undefined]> = [
		['dial tcp 10.1.2.3:6379: connect: connection refused', '10.1.2.3:6379'],
		['connect ECONNREFUSED 10.7.0.12:6379', '10.7.0.12:6379'],
		['I/O error on POST request for "https://psp.example.com/v1/captures": Connection refused', 'psp.example.com'],
		['503 Service Unavailable from http://payment:8080/charges: connection refused', 'payment:8080'],
		['upstream timed out (110: Connection timed out)', undefined],
		['connection refused', undefined],
	];
	const refused = signatures.find(({name}) => name === 'connections refused');
	for (const [line, host] of hosts) {
		await t.test(line, () => {
			assert.equal(refused?.host?.exec(line)?.[1], host);
		});
	}
});
