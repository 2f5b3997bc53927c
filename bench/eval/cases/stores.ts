import type {EvalCase} from '../types.js';
import {
	go,
	java,
	mysql,
	node,
	postgres,
	python,
} from '../usual.js';
import {alone, cause, tell} from './tell.js';

const cache = /cache/i;
const database = /database not reachable/i;
const broker = /broker/i;
const unique = /unique/i;
const syntax = /statement|syntax/i;
const quorum = /leader|quorum/i;
const shard = /index|shard/i;

/** What services say of the stores behind them: who does not answer, and why a statement fails. */
export const storeCases: readonly EvalCase[] = [
	{
		name: 'sessions-cache-times-out',
		what: 'The cache that holds sessions does not answer; the lines speak of sign-ins.',
		minutes: 13,
		stories: [
			alone(node('accounts', {trouble: [cause(24, 'error', 'sign-in failed ;; err=Redis connection timed out after {n:3000-5000}ms ;; user={user}')]}), cache),
			alone(python('members', {trouble: [cause(20, 'error', 'login of {user} failed: redis.exceptions.TimeoutError: Timeout reading from socket')]}), cache),
		],
	},
	{
		name: 'database-times-out-with-retries',
		what: 'A database cannot be reached; every failure is followed by a word of the next attempt.',
		minutes: 12,
		stories: [
			alone(go('wallet', {
				trouble: [
					cause(18, 'error', 'could not connect to database ;; error=dial tcp {ip}:5432: i/o timeout'),
					tell(18, 'warn', 'retrying database connection ;; attempt={n:1-9} ;; wait={n:1-30}s', {fromS: 1}),
				],
			}), database),
			alone(java('tickets', {
				trouble: [
					cause(16, 'error', 'Could not open JDBC connection to the database\njava.sql.SQLNonTransientConnectionException: Could not connect to address=(host=maria-0)(port=3306)(type=master) : connect timed out\n\tat org.mariadb.jdbc.internal.util.exceptions.ExceptionFactory.createException(ExceptionFactory.java:73)'),
					tell(16, 'warn', 'Trying again in {n:1-20} s (attempt {n:1-12} of 12)', {fromS: 1}),
				],
			}), database),
		],
	},
	{
		name: 'cache-refuses-then-pool-empties',
		what: 'A cache refuses connections; what waits for it empties a pool as well.',
		minutes: 14,
		stories: [
			alone(node('catalog', {
				trouble: [
					cause(26, 'error', 'cache read failed ;; err=connect ECONNREFUSED {ip}:6379'),
					tell(13, 'error', 'no free connection in pool, request dropped ;; pool=catalog ;; waiting={n:20-90}', {fromS: 25}),
				],
			}), /cache|refused/i),
			alone(java('prices', {
				trouble: [
					cause(24, 'error', 'Lost connection to the Redis node\nio.lettuce.core.RedisConnectionException: Unable to connect to redis-prices:6379\nCaused by: java.net.ConnectException: Connection refused'),
					tell(12, 'error', 'Pool exhausted: timed out waiting for idle object', {fromS: 30}),
				],
			}), /cache|refused/i),
		],
	},
	{
		name: 'broker-unreachable',
		what: 'A message broker does not answer.',
		minutes: 12,
		stories: [
			alone(go('ledger', {trouble: [cause(20, 'error', 'publish failed ;; error=kafka: client has run out of available brokers to talk to: dial tcp {ip}:9092: i/o timeout ;; topic=ledger.events')]}), broker),
			alone(python('notifier', {trouble: [cause(22, 'error', 'pika.exceptions.AMQPConnectionError: could not connect to rabbitmq-0:5672')]}), broker),
		],
	},
	{
		name: 'duplicate-keys',
		what: 'Rows are written twice: a constraint refuses the second one.',
		minutes: 13,
		stories: [
			alone(postgres('orders-db', {trouble: [cause(24, 'error', 'duplicate key value violates unique constraint "payments_request_key"\nDETAIL:  Key (request_id)=({uuid}) already exists.')]}), unique),
			alone(mysql('loyalty-db', {trouble: [cause(20, 'error', 'Duplicate entry \'{uuid}\' for key \'points.PRIMARY\'')]}), unique),
		],
	},
	{
		name: 'statement-broken',
		what: 'A statement that the database cannot read.',
		minutes: 12,
		stories: [
			alone(go('finder', {trouble: [cause(22, 'error', 'search failed ;; error=pq: syntax error at or near "FORM" ;; position={n:14-40}')]}), syntax),
			alone(java('statements', {trouble: [cause(18, 'error', 'Query failed: java.sql.SQLSyntaxErrorException: You have an error in your SQL syntax; check the manual that corresponds to your MySQL server version for the right syntax to use near \'LIMT {n:10-90}\' at line 1')]}), syntax),
		],
	},
	{
		name: 'all-nodes-of-a-store-tried',
		what: 'No node of a store answers.',
		minutes: 12,
		stories: [
			alone(java('profiles', {trouble: [cause(20, 'error', 'Could not load profile {uuid}: com.datastax.driver.core.exceptions.NoHostAvailableException: All host(s) tried for query failed (tried: cassandra-0/{ip}:9042, cassandra-1/{ip}:9042)')]}), database),
			alone(node('reviews', {trouble: [cause(18, 'error', 'review not saved ;; err=MongoServerSelectionError: Server selection timed out after 30000 ms')]}), database),
		],
	},
	{
		name: 'no-leader',
		what: 'A cluster of stores has no leader.',
		minutes: 11,
		stories: [
			alone(go('config-store', {trouble: [cause(26, 'error', 'request failed ;; error=etcdserver: no leader ;; took={n:4000-7000}ms')]}), quorum),
			alone(java('feed', {trouble: [cause(20, 'error', 'Could not send record: org.apache.kafka.common.errors.NotEnoughReplicasException: Messages are rejected since there are fewer in-sync replicas than required.')]}), /leader|quorum|replica/i),
		],
	},
	{
		name: 'shards-unavailable',
		what: 'A search index has no shard that answers.',
		minutes: 12,
		stories: [
			alone(python('suggest', {trouble: [cause(18, 'error', 'elasticsearch.exceptions.TransportError: TransportError(503, \'search_phase_execution_exception\', \'all shards failed\')')]}), shard),
			alone(java('lookup', {trouble: [cause(16, 'error', 'Search failed: org.elasticsearch.action.NoShardAvailableActionException: No shard available for [get [items][_doc][{n:1000-9000}]]')]}), shard),
		],
	},
	{
		name: 'broken-writes-collide',
		what: 'Two writers change the same rows; the later one is refused.',
		minutes: 12,
		stories: [
			alone(java('baskets', {trouble: [cause(22, 'error', 'Could not save basket {n:1000-9000}: org.springframework.orm.ObjectOptimisticLockingFailureException: Row was updated or deleted by another transaction (or unsaved-value mapping was incorrect) : [com.example.Basket#{n:1000-9000}]')]}), /collide|lock/i),
			alone(go('seats', {trouble: [cause(24, 'error', 'reserve failed ;; error=ERROR: could not serialize access due to concurrent update (SQLSTATE 40001)')]}), /collide|lock/i),
		],
	},
];
