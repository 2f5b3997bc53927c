import type {EvalCase} from '../types.js';
import {
	bystanders,
	go,
	java,
	nginx,
	node,
	postgres,
	python,
} from '../usual.js';
import {cause, nginxSuffers, tell} from './tell.js';

/** Too much of something, or too little to do it with. */
export const loadCases: readonly EvalCase[] = [
	{
		name: 'disk-full',
		what: 'A volume fills up; what needs to write fails.',
		minutes: 15,
		stories: [
			{
				services: [
					...bystanders,
					postgres('ledger-db', {
						trouble: [
							cause(16, 'error', 'could not extend file "base/16384/{n:20000-90000}": No space left on device\nHINT:  Check free disk space.'),
							cause(1.5, 'fatal', 'could not write to file "pg_wal/xlogtemp.{n:10-900}": No space left on device', {fromS: 20}),
						],
					}),
					java('ledger', {trouble: [tell(15, 'error', 'Could not book entry {uuid}: org.postgresql.util.PSQLException: ERROR: could not extend file', {fromS: 15})]}),
				],
				expected: {cause: /disk|space|volume/i, first: 'ledger-db', escalate: true},
			},
			{
				services: [
					...bystanders,
					java('search-index', {
						format: 'logback',
						trouble: [
							cause(3, 'warn', 'flood stage disk watermark [95%] exceeded on [{hex:22}][search-index-0][/usr/share/elasticsearch/data] free: {n:2-4}.{n:1-9}gb[4.1%], all indices on this node will be marked read-only', {fromS: -10}),
							cause(18, 'error', 'bulk item failed: ClusterBlockException: index [products-v7] blocked by: [TOO_MANY_REQUESTS/12/disk usage exceeded flood-stage watermark, index has read-only-allow-delete block];'),
						],
					}),
					python('indexer', {trouble: [tell(15, 'error', 'bulk index of {n:100-500} documents failed: 429 from search-index', {fromS: 20})]}),
				],
				expected: {cause: /disk|space|volume/i, first: 'search-index', escalate: true},
			},
		],
	},
	{
		name: 'retry-storm',
		what: 'A short failure is over, but the calls are repeated without a pause and keep the load up.',
		minutes: 12,
		stories: [
			{
				services: [
					...bystanders,
					node('sync', {
						trouble: [
							cause(240, 'warn', 'push failed, retrying in 0ms (attempt {n:2-40}) ;; target=warehouse ;; status=500'),
							cause(50, 'error', 'giving up after 40 attempts ;; target=warehouse ;; status=500', {fromS: 10}),
						],
					}),
					python('warehouse', {trouble: [tell(20, 'error', 'request rejected, queue is at {n:900-1000} of 1000', {fromS: 30})]}),
				],
				expected: {cause: /retr/i, first: 'sync', escalate: true},
			},
			{
				services: [
					...bystanders,
					go('mailer', {
						format: 'json',
						trouble: [
							cause(260, 'error', 'delivery failed, will retry ;; attempt={n:1-99} ;; backoff=0s ;; error=451 4.3.2 try again later'),
						],
					}),
				],
				expected: {cause: /retr/i, first: 'mailer', escalate: true},
			},
		],
	},
	{
		name: 'thread-starvation',
		what: 'All workers are busy; new work is turned away.',
		minutes: 13,
		stories: [
			{
				services: [
					...bystanders,
					java('pdf', {
						usualShare: 0.4,
						trouble: [cause(26, 'error', 'Request rejected\njava.util.concurrent.RejectedExecutionException: Task com.example.pdf.RenderJob@{hex:8} rejected from java.util.concurrent.ThreadPoolExecutor@{hex:8}[Running, pool size = 64, active threads = 64, queued tasks = 1000, completed tasks = {n:10000-90000}]\n\tat java.base/java.util.concurrent.ThreadPoolExecutor$AbortPolicy.rejectedExecution(ThreadPoolExecutor.java:2065)')],
					}),
					nginx('edge', {trouble: nginxSuffers(9, 30, '/api/v1/pdf')}),
				],
				expected: {cause: /thread|worker/i, first: 'pdf', escalate: true},
			},
			{
				services: [
					...bystanders,
					python('booking', {
						format: 'gunicorn',
						usualShare: 0.4,
						trouble: [
							cause(10, 'fatal', 'WORKER TIMEOUT (pid:{n:20-900})'),
							tell(10, 'info', 'Worker exiting (pid: {n:20-900})', {fromS: 1}),
							cause(12, 'error', 'no free worker for {n:10-30} s, request dropped', {fromS: 5}),
						],
					}),
				],
				expected: {cause: /thread|worker/i, first: 'booking', escalate: true},
			},
		],
	},
	{
		name: 'open-files',
		what: 'Sockets are opened and not closed until no descriptor is left.',
		minutes: 13,
		stories: [
			{
				services: [
					...bystanders,
					go('relay', {
						format: 'golog',
						usualShare: 0.5,
						trouble: [cause(30, 'error', 'http: Accept error: accept tcp [::]:8080: accept4: too many open files; retrying in {n:5-1000}ms')],
					}),
				],
				expected: {cause: /open files|descriptor/i, first: 'relay', escalate: true},
			},
			{
				services: [
					...bystanders,
					node('assets', {
						usualShare: 0.6,
						trouble: [cause(26, 'error', 'asset not served ;; err=EMFILE: too many open files, open \'/srv/assets/{hex:8}.css\' ;; code=EMFILE')],
					}),
				],
				expected: {cause: /open files|descriptor/i, first: 'assets', escalate: true},
			},
		],
	},
	{
		name: 'consumer-lag',
		what: 'Kafka consumers are thrown out of their group and fall behind.',
		minutes: 16,
		stories: [
			{
				services: [
					...bystanders,
					java('projection', {
						usualShare: 0.5,
						trouble: [
							cause(9, 'warn', '[Consumer clientId=projection-{n:0-3}, groupId=projection] consumer poll timeout has expired. This means the time between subsequent calls to poll() was longer than the configured max.poll.interval.ms, which typically implies that the poll loop is spending too much time processing messages.'),
							cause(20, 'error', 'Error while committing\norg.apache.kafka.clients.consumer.CommitFailedException: Offset commit cannot be completed since the consumer is not part of an active group for auto partition assignment; it is likely that the consumer was kicked out of the group.'),
						],
					}),
				],
				expected: {cause: /consumer|lag|queue|rebalanc/i, first: 'projection', escalate: true},
			},
			{
				services: [
					...bystanders,
					go('enricher', {
						format: 'json',
						usualShare: 0.6,
						trouble: [
							cause(16, 'error', 'consumer group rebalance in progress ;; error=kafka server: A rebalance for the group is in progress. Please re-join the group ;; topic=clicks'),
							cause(8, 'error', 'lag above limit ;; topic=clicks ;; partition={n:0-23} ;; lag={n:40000-900000}', {fromS: 20}),
						],
					}),
				],
				expected: {cause: /consumer|lag|queue|rebalanc/i, first: 'enricher', escalate: true},
			},
		],
	},
	{
		name: 'max-connections',
		what: 'A new job takes all of the database\'s connections.',
		minutes: 12,
		stories: [
			{
				services: [
					...bystanders,
					postgres('shop-db', {trouble: [cause(30, 'fatal', 'sorry, too many clients already')]}),
					go('orders', {usualShare: 0.5, trouble: [cause(24, 'error', 'begin transaction failed ;; error=FATAL: sorry, too many clients already (SQLSTATE 53300)', {fromS: 15})]}),
				],
				expected: {cause: /pool|connections|clients/i, first: 'shop-db', escalate: true},
			},
			{
				services: [
					...bystanders,
					python('wishlist', {usualShare: 0.5, trouble: [cause(24, 'error', 'GET /wishlist failed: redis.exceptions.ConnectionError: max number of clients reached')]}),
				],
				expected: {cause: /pool|connections|clients/i, first: 'wishlist', escalate: true},
			},
		],
	},
];
