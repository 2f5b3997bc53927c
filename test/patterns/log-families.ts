/**
Log lines as well-known programs write them, made up for these tests. A line is a header and one of the messages;
what stands in braces is drawn anew for each line, and what stands outside tells one message from another.
*/
export type Family = {
	readonly name: string;
	/** With `{message}` and `{level}` in it. */
	readonly header: string;
	readonly messages: ReadonlyArray<readonly [level: string, message: string]>;
};

export const families: readonly Family[] = [
	{
		name: 'kubernetes (klog)',
		header: '{level}{klogTime} {spacedInt} {message}',
		messages: [
			['I', 'kubelet.go:{line}] "SyncLoop (PLEG): event for pod" pod="{namespace}/{pod}" event={"ID":"{uuid}","Type":"ContainerStarted","Data":"{hex64}"}'],
			['I', 'scheduler.go:{line}] "Successfully bound pod to node" pod="{namespace}/{pod}" node="{node}" evaluatedNodes={int} feasibleNodes={int}'],
			['E', String.raw`pod_workers.go:{line}] "Error syncing pod, skipping" err="failed to \"StartContainer\" for \"{service}\" with CrashLoopBackOff: \"back-off {dur} restarting failed container={service} pod={pod}_{namespace}({uuid})\"" pod="{namespace}/{pod}" podUID={uuid}`],
			['E', 'reflector.go:{line}] k8s.io/client-go/informers/factory.go:{line}: Failed to watch *v1.Pod: failed to list *v1.Pod: Get "https://{ip}:443/api/v1/pods?limit=500&resourceVersion=0": dial tcp {ip}:443: connect: connection refused'],
			['W', 'eviction_manager.go:{line}] "Failed to admit pod to node" pod="{namespace}/{pod}" nodeCondition=["MemoryPressure"]'],
			['I', 'leaderelection.go:{line}] successfully acquired lease kube-system/kube-scheduler'],
			['W', 'controller.go:{line}] Resetting endpoints for master service "kubernetes" to [{ip}]'],
			['I', 'trace.go:{line}] Trace[{int}]: "Update" url:/apis/coordination.k8s.io/v1/namespaces/kube-node-lease/leases/{node},user-agent:kubelet/v1.27.3 (linux/amd64) kubernetes/25b4e43,client:{ip} ({ts}) (total time: {int}ms):'],
		],
	},
	{
		name: 'postgres',
		header: '{ts} UTC [{int}] {user}@{database} {level}:  {message}',
		messages: [
			['LOG', 'connection received: host={ip} port={port}'],
			['LOG', 'duration: {float} ms  statement: SELECT * FROM orders WHERE id = {int}'],
			['ERROR', 'relation "{table}" does not exist at character {int}'],
			['ERROR', 'duplicate key value violates unique constraint "{table}_pkey"'],
			['FATAL', 'password authentication failed for user "{user}"'],
			['FATAL', 'remaining connection slots are reserved for non-replication superuser connections'],
			['ERROR', 'canceling statement due to statement timeout'],
			['LOG', 'checkpoint complete: wrote {int} buffers ({float}%); 0 WAL file(s) added, 0 removed, {int} recycled; write={float} s, sync={float} s, total={float} s'],
			['LOG', 'could not receive data from client: Connection reset by peer'],
			['ERROR', 'deadlock detected'],
		],
	},
	{
		name: 'mysql',
		header: '{isoTime} {int} [{level}] [MY-{sixDigits}] [{subsystem}] {message}',
		messages: [
			['Warning', 'Aborted connection {int} to db: \'{database}\' user: \'{user}\' host: \'{ip}\' (Got an error reading communication packets).'],
			['System', '/usr/sbin/mysqld: ready for connections. Version: \'8.0.34\'  socket: \'/var/run/mysqld/mysqld.sock\'  port: 3306  MySQL Community Server - GPL.'],
			['ERROR', 'Slave SQL for channel \'\': Could not execute Write_rows event on table {database}.{table}; Duplicate entry \'{int}\' for key \'PRIMARY\', Error_code: 1062'],
			['Note', 'InnoDB: Buffer pool(s) load completed at {shortTime}'],
			['ERROR', 'InnoDB: Unable to lock ./ibdata1 error: 11'],
			['Warning', 'IP address \'{ip}\' could not be resolved: Name or service not known'],
		],
	},
	{
		name: 'redis',
		header: '{int}:{role} {redisTime} {mark} {message}',
		messages: [
			['*', 'Background saving started by pid {int}'],
			['*', 'DB saved on disk'],
			['*', 'RDB: {int} MB of memory used by copy-on-write'],
			['#', 'WARNING overcommit_memory is set to 0! Background save may fail under low memory condition.'],
			['*', 'Replica {ip}:{port} asks for synchronization'],
			['#', 'Connection with replica {ip}:{port} lost.'],
			['#', 'MISCONF Redis is configured to save RDB snapshots, but it is currently unable to persist to disk.'],
			['*', '{int} changes in 60 seconds. Saving...'],
			['-', 'Accepted {ip}:{port}'],
		],
	},
	{
		name: 'kafka',
		header: '[{commaTime}] {level} {message}',
		messages: [
			['INFO', '[GroupCoordinator {digit}]: Preparing to rebalance group {topic} in state PreparingRebalance with old generation {int} (__consumer_offsets-{int}) (reason: Adding new member consumer-{topic}-{uuid}) (kafka.coordinator.group.GroupCoordinator)'],
			['INFO', '[GroupCoordinator {digit}]: Stabilized group {topic} generation {int} (__consumer_offsets-{int}) with {int} members (kafka.coordinator.group.GroupCoordinator)'],
			['WARN', '[ReplicaFetcher replicaId={digit}, leaderId={digit}, fetcherId=0] Error in response for fetch request (type=FetchRequest, replicaId={digit}, maxWait=500, minBytes=1) (kafka.server.ReplicaFetcherThread)'],
			['ERROR', '[ReplicaManager broker={digit}] Error processing append operation on partition {topic}-{int} (kafka.server.ReplicaManager)'],
			['INFO', '[Log partition={topic}-{int}, dir=/var/lib/kafka/data] Rolled new log segment at offset {int} in {int} ms. (kafka.log.Log)'],
			['INFO', '[Partition {topic}-{int} broker={digit}] Shrinking ISR from {int},{int},{int} to {int}. Leader: (highWatermark: {int}, endOffset: {int}). (kafka.cluster.Partition)'],
			['ERROR', 'Disk error while locking directory /var/lib/kafka/data{digit} (kafka.server.LogDirFailureChannel)'],
			['INFO', 'Deleted log /var/lib/kafka/data/{topic}-{int}/{int}.log.deleted. (kafka.log.LogSegment)'],
		],
	},
	{
		name: 'envoy',
		header: '[{spaceTime}][{int}][{level}][{envoyLogger}] {message}',
		messages: [
			['info', '[source/server/server.cc:{line}] all clusters initialized. initializing init manager'],
			['warning', '[source/common/config/grpc_stream.h:{line}] StreamAggregatedResources gRPC config stream closed: 14, upstream connect error or disconnect/reset before headers. reset reason: connection failure'],
			['debug', '[source/common/router/router.cc:{line}] [C{int}][S{int}] cluster \'{service}\' match for URL \'/{service}/{int}\''],
			['debug', '[source/common/http/conn_manager_impl.cc:{line}] [C{int}][S{int}] request end stream'],
			['critical', '[source/server/backtrace.h:{line}] Caught Segmentation fault, suspect faulting address 0x{hex8}'],
			['error', '[source/common/config/filesystem_subscription_impl.cc:{line}] Filesystem config update failure: unable to read file: /etc/envoy/{word}.yaml'],
		],
	},
	{
		name: 'spring boot',
		header: '{isoTime}  {level} {int} --- [{thread}] {message}',
		messages: [
			['INFO', 'o.s.b.w.embedded.tomcat.TomcatWebServer  : Tomcat started on port(s): {port} (http) with context path \'\''],
			['INFO', 'c.e.shop.ShopApplication                 : Started {className} in {float} seconds (process running for {float})'],
			['ERROR', 'o.a.c.c.C.[.[.[/].[dispatcherServlet]    : Servlet.service() for servlet [dispatcherServlet] in context with path [] threw exception [Request processing failed: java.lang.IllegalStateException: Cart {int} is closed] with root cause'],
			['WARN', 'com.zaxxer.hikari.pool.HikariPool        : HikariPool-{digit} - Connection is not available, request timed out after {int}ms.'],
			['WARN', 'com.zaxxer.hikari.pool.HikariPool        : HikariPool-{digit} - Thread starvation or clock leap detected (housekeeper delta={int}ms).'],
			['INFO', 'c.e.shop.OrderService                    : Order {uuid} created for customer {int}'],
			['ERROR', 'c.e.shop.PaymentClient                   : Payment for order {uuid} failed: insufficient funds'],
			['WARN', '.w.s.m.s.DefaultHandlerExceptionResolver : Resolved [org.springframework.web.HttpRequestMethodNotSupportedException: Request method \'POST\' is not supported]'],
			['DEBUG', 'o.s.web.servlet.DispatcherServlet        : Completed initialization in {int} ms'],
		],
	},
	{
		name: 'rails',
		header: '{levelLetter}, [{microTime} #{int}] {level} -- : [{uuid}] {message}',
		messages: [
			['INFO', 'Started GET "/orders/{int}" for {ip} at {ts} +0000'],
			['INFO', 'Processing by OrdersController#show as HTML'],
			['INFO', 'Completed 200 OK in {int}ms (Views: {float}ms | ActiveRecord: {float}ms | Allocations: {int})'],
			['INFO', 'Completed 500 Internal Server Error in {int}ms (ActiveRecord: {float}ms | Allocations: {int})'],
			['FATAL', 'ActiveRecord::RecordNotFound (Couldn\'t find Order with \'id\'={int}):'],
			['ERROR', 'Error performing SendInvoiceJob (Job ID: {uuid}) from Sidekiq(mailers) in {float}ms: Net::ReadTimeout (Net::ReadTimeout)'],
			['DEBUG', '  Order Load ({float}ms)  SELECT "orders".* FROM "orders" WHERE "orders"."id" = $1 LIMIT $2  [["id", {int}], ["LIMIT", 1]]'],
		],
	},
	{
		name: 'django (python logging)',
		header: '{commaTime} {level} {message}',
		messages: [
			['WARNING', 'django.request Not Found: /static/{word}.js'],
			['ERROR', 'django.request Internal Server Error: /checkout/{int}/'],
			['INFO', 'shop.views User {user} logged in from {ip}'],
			['INFO', 'celery.worker.strategy Task orders.tasks.send_mail[{uuid}] received'],
			['INFO', 'celery.worker.strategy Task orders.tasks.send_mail[{uuid}] succeeded in {float}s: None'],
			['ERROR', 'celery.worker.strategy Task orders.tasks.charge[{uuid}] raised unexpected: ConnectionError(\'Error 111 connecting to {host}:6379. Connection refused.\')'],
			['WARNING', 'urllib3.connectionpool Retrying (Retry(total={digit}, connect=None, read=None, redirect=None, status=None)) after connection broken by \'ReadTimeoutError("HTTPSConnectionPool(host=\'{host}\', port=443): Read timed out. (read timeout={int})")\': /v1/charges'],
		],
	},
	{
		name: 'go zap (JSON)',
		header: '{"level":"{level}","ts":{epoch},"caller":"{goFile}:{line}",{message},"trace_id":"{hex32}"}',
		messages: [
			['info', '"msg":"request handled","method":"GET","path":"/api/orders/{int}","status":200,"duration":{float}'],
			['error', '"msg":"request handled","method":"GET","path":"/api/orders/{int}","status":500,"duration":{float}'],
			['error', String.raw`"msg":"failed to reserve stock","sku":"{hex8}","error":"rpc error: code = Unavailable desc = connection error: desc = \"transport: Error while dialing: dial tcp {ip}:50051: connect: connection refused\""`],
			['warn', '"msg":"slow query","query":"SELECT id FROM carts WHERE user_id = $1","elapsed":"{dur}"'],
			['info', '"msg":"cache miss","key":"cart:{int}"'],
			['error', '"msg":"failed to publish event","topic":"{topic}","error":"kafka: client has run out of available brokers to talk to"'],
			['info', '"msg":"worker started","worker":{int}'],
		],
	},
	{
		name: 'go logrus',
		header: 'time="{isoTime}" level={level} {message}',
		messages: [
			['info', 'msg="Pulled image {service}:{hex8}" container={hex12} duration={dur}'],
			['error', 'msg="Handler for GET /v1.41/containers/{hex12}/json returned error: No such container: {hex12}"'],
			['warning', 'msg="cleaning up after shim disconnected" id={hex64} namespace=moby'],
			['info', String.raw`msg="loading plugin \"io.containerd.{word}.v1\"..." type=io.containerd.{word}.v1`],
			['error', 'msg="failed to get network during CreateEndpoint: network {hex64} not found"'],
		],
	},
	{
		name: 'zerolog (JSON)',
		header: '{"level":"{level}","time":{epoch},{message}}',
		messages: [
			['debug', '"component":"session","user":"{user}","message":"session refreshed"'],
			['info', '"component":"http","remote":"{ip}:{port}","message":"connection accepted"'],
			['error', '"component":"http","error":"context deadline exceeded","elapsed_ms":{float},"message":"upstream call failed"'],
			['error', '"component":"http","error":"unexpected EOF","elapsed_ms":{float},"message":"upstream call failed"'],
			['warn', '"component":"limiter","tenant":"{user}","limit":{int},"message":"rate limit exceeded"'],
		],
	},
	{
		name: 'systemd and friends (syslog)',
		header: '{syslogTime} {hostName} {message}',
		messages: [
			['', 'systemd[1]: Started Session {int} of user {user}.'],
			['', 'systemd[1]: {service}.service: Main process exited, code=exited, status=1/FAILURE'],
			['', 'systemd[1]: {service}.service: Scheduled restart job, restart counter is at {int}.'],
			['', 'systemd[1]: Failed to start {service}.service - The {service} service.'],
			['', 'kernel: [{float}] Out of memory: Killed process {int} ({word}) total-vm:{int}kB, anon-rss:{int}kB, file-rss:{int}kB, shmem-rss:0kB, UID:{int} pgtables:{int}kB oom_score_adj:0'],
			['', 'kernel: [{float}] TCP: request_sock_TCP: Possible SYN flooding on port {port}. Sending cookies.  Check SNMP counters.'],
			['', 'CRON[{int}]: ({user}) CMD (command -v debian-sa1 > /dev/null && debian-sa1 1 1)'],
			['', 'sudo: {user} : TTY=pts/{digit} ; PWD=/home/{user} ; USER=root ; COMMAND=/usr/bin/apt update'],
			['', 'dhclient[{int}]: DHCPACK of {ip} from {ip} (xid=0x{hex8})'],
			['', 'sshd[{int}]: Accepted publickey for {user} from {ip} port {port} ssh2: RSA SHA256:{base64}'],
		],
	},
	{
		name: 'haproxy',
		header: '{syslogTime} {hostName} haproxy[{int}]: {message}',
		messages: [
			['', '{ip}:{port} [{clfTime}] http-in {service}/srv{digit} 0/0/{int}/{int}/{int} 200 {int} - - ---- {int}/{int}/{int}/{int}/0 0/0 "GET /api/orders/{int} HTTP/1.1"'],
			['', '{ip}:{port} [{clfTime}] http-in {service}/<NOSRV> 0/-1/-1/-1/0 503 {int} - - SC-- {int}/{int}/{int}/{int}/0 0/0 "GET /api/orders/{int} HTTP/1.1"'],
			['', 'Server {service}/srv{digit} is DOWN, reason: Layer4 connection problem, info: "Connection refused", check duration: {int}ms. {int} active and {int} backup servers left. {int} sessions active, 0 requeued, 0 remaining in queue.'],
			['', 'Server {service}/srv{digit} is UP, reason: Layer7 check passed, code: 200, check duration: {int}ms. {int} active and {int} backup servers online. {int} sessions requeued, 0 total in queue.'],
			['', 'backend {service} has no server available!'],
		],
	},
	{
		name: 'elasticsearch',
		header: '[{commaIsoTime}][{paddedLevel}][{esLogger}] [{node}] {message}',
		messages: [
			['INFO', '[{topic}-{date}] creating index, cause [auto(bulk api)], templates [logs], shards [{digit}]/[{digit}]'],
			['INFO', '[gc][{int}] overhead, spent [{int}ms] collecting in the last [{float}s]'],
			['WARN', 'high disk watermark [90%] exceeded on [{base64}][{node}][/var/lib/elasticsearch] free: {float}gb[{float}%], shards will be relocated away from this node'],
			['WARN', '[{topic}-{date}][{digit}] failed to execute bulk item (index) index {[{topic}-{date}][_doc][{base64}]'],
			['ERROR', 'fatal error in thread [elasticsearch[{node}][generic][T#{int}]], exiting'],
			['INFO', 'Cluster health status changed from [YELLOW] to [GREEN] (reason: [shards started [[{topic}-{date}][{digit}]]]).'],
			['INFO', 'Cluster health status changed from [GREEN] to [RED] (reason: [{node} left]).'],
		],
	},
	{
		name: 'mongodb (JSON)',
		header: '{"t":{"$date":"{isoTime}"},"s":"{level}",{message}}',
		messages: [
			['I', '"c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted","attr":{"remote":"{ip}:{port}","connectionId":{int},"connectionCount":{int}}'],
			['I', '"c":"NETWORK","id":22944,"ctx":"conn{int}","msg":"Connection ended","attr":{"remote":"{ip}:{port}","connectionId":{int},"connectionCount":{int}}'],
			['I', '"c":"COMMAND","id":51803,"ctx":"conn{int}","msg":"Slow query","attr":{"type":"command","ns":"{database}.{table}","command":{"find":"{table}","filter":{"_id":{int}}},"durationMillis":{int}}'],
			['E', '"c":"STORAGE","id":22435,"ctx":"thread{int}","msg":"WiredTiger error","attr":{"error":{int},"message":"[{int}:{int}] WT_CONNECTION: no space left on device"}'],
			['W', '"c":"REPL","id":21764,"ctx":"ReplCoord-{int}","msg":"Unable to forward progress","attr":{"status":"NotWritablePrimary"}'],
		],
	},
	{
		name: 'nginx access',
		header: '{ip} - {remoteUser} [{clfTime}] {message} "{referer}" "{agent}"',
		messages: [
			['', '"GET /api/orders/{int} HTTP/1.1" 200 {int}'],
			['', '"GET /api/orders/{int} HTTP/1.1" 502 {int}'],
			['', '"POST /api/cart HTTP/1.1" 201 {int}'],
			['', '"GET /healthz HTTP/1.1" 200 {int}'],
			['', '"GET /assets/{word}.{hex8}.js HTTP/2.0" 304 0'],
			['', '"GET /api/orders/{int}?page={int}&sort=asc HTTP/1.1" 401 {int}'],
		],
	},
	{
		name: 'nginx error',
		header: '{slashTime} [{level}] {int}#{int}: *{int} {message}, client: {ip}, server: shop.example.com, request: "GET /api/orders/{int} HTTP/1.1", host: "shop.example.com"',
		messages: [
			['error', 'connect() failed (111: Connection refused) while connecting to upstream'],
			['error', 'upstream timed out (110: Connection timed out) while reading response header from upstream'],
			['error', 'open() "/usr/share/nginx/html/{word}.php" failed (2: No such file or directory)'],
			['warn', 'an upstream response is buffered to a temporary file /var/cache/nginx/proxy_temp/{digit}/{int}/{int} while reading upstream'],
			['crit', 'SSL_do_handshake() failed (SSL: error:0A00006C:SSL routines::bad key share) while SSL handshaking'],
		],
	},
	{
		name: 'load balancer access',
		header: '{message}',
		messages: [
			['', 'https {isoTime} app/shop-lb/{hex16} {ip}:{port} {ip}:8080 0.000 {float} 0.000 200 200 {int} {int} "GET https://shop.example.com:443/api/orders/{int} HTTP/1.1" "{agent}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop/{hex16} "Root=1-{hex8}-{hex24}"'],
			['', 'https {isoTime} app/shop-lb/{hex16} {ip}:{port} - -1 -1 -1 503 - {int} {int} "GET https://shop.example.com:443/api/orders/{int} HTTP/1.1" "{agent}" ECDHE-RSA-AES128-GCM-SHA256 TLSv1.2 arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/shop/{hex16} "Root=1-{hex8}-{hex24}"'],
		],
	},
	{
		name: 'logfmt without a message (router)',
		header: 'at={level} {message} request_id={uuid} fwd="{ip}" dyno=web.{digit} connect={int}ms service={int}ms bytes={int} protocol=https',
		messages: [
			['info', 'method=GET path="/orders/{int}" host=shop.example.com status=200'],
			['error', 'code=H12 desc="Request timeout" method=GET path="/orders/{int}" host=shop.example.com status=503'],
			['error', 'code=H10 desc="App crashed" method=GET path="/orders/{int}" host=shop.example.com status=503'],
		],
	},
	{
		name: 'docker JSON around log4j',
		header: String.raw`{"log":"{commaTime} {level} [{thread}] com.example.mq.Consumer: {message}\n","stream":"stdout","time":"{isoTime}"}`,
		messages: [
			['INFO', 'Received message {uuid} from queue {topic}'],
			['WARN', 'Message {uuid} will be redelivered, attempt {int} of 5'],
			['ERROR', 'Dropping message {uuid}: schema {word} not registered'],
			['ERROR', 'Consumer for queue {topic} stopped: session closed by broker'],
		],
	},
	{
		name: 'pino (JSON, numeric levels)',
		header: '{"level":{level},"time":{epochMs},"pid":{int},"hostname":"{pod}",{message}}',
		messages: [
			['30', '"reqId":"req-{int}","req":{"method":"GET","url":"/carts/{int}","remoteAddress":"{ip}","remotePort":{port}},"msg":"incoming request"'],
			['30', '"reqId":"req-{int}","res":{"statusCode":200},"responseTime":{float},"msg":"request completed"'],
			['50', String.raw`"reqId":"req-{int}","err":{"type":"TimeoutError","message":"pool timed out after {int}ms","stack":"TimeoutError: pool timed out after {int}ms\n    at Pool.acquire (/app/node_modules/pool/lib/pool.js:{line}:{line})\n    at async CartService.load (/app/src/cart.js:{line}:{line})"},"msg":"cart could not be loaded"`],
			['40', '"msg":"event loop lag of {int} ms"'],
		],
	},
	{
		name: 'asp.net (serilog text)',
		header: '[{shortTime} {level}] {message}',
		messages: [
			['INF', 'HTTP GET /orders/{int} responded 200 in {float} ms'],
			['ERR', 'HTTP GET /orders/{int} responded 500 in {float} ms'],
			['WRN', 'The ASP.NET Core developer certificate is not trusted.'],
			['INF', 'Executed DbCommand ({int}ms) [Parameters=[@p0=\'?\' (DbType = Int32)], CommandType=\'Text\', CommandTimeout=\'30\']'],
			['ERR', 'An exception occurred in the database while saving changes for context type \'{className}\'.'],
		],
	},
	{
		name: 'plain text',
		header: '{message}',
		messages: [
			['', 'Listening on port {port}'],
			['', 'order {int} failed after {int}ms'],
			['', 'order {int} shipped to {user}'],
			['', 'error: cannot open {file}: permission denied'],
			['', 'user {user} logged in from {host}'],
			['', 'retrying in {dur} (attempt {int})'],
			['', 'cache hit ratio {float}%'],
			['', '订单 {int} 处理失败'],
			['', '订单 {int} 处理成功'],
		],
	},
];
