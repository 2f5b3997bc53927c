import type {EvalCase} from '../types.js';
import {
	bystanders,
	go,
	java,
	mysql,
	nginx,
	node,
	postgres,
	python,
} from '../usual.js';
import {cause, nginxSuffers, tell} from './tell.js';

/** Failures of databases, and of how programs use them. */
export const databaseCases: readonly EvalCase[] = [
	{
		name: 'pool-exhausted',
		what: 'Connections leak: every request waits for one that no one gives back.',
		minutes: 14,
		stories: [
			{
				services: [
					...bystanders,
					java('payment', {
						usualShare: 0.35,
						trouble: [
							cause(26, 'error', 'HikariPool-1 - Connection is not available, request timed out after {n:30000-30019}ms (total=10, active=10, idle=0, waiting={n:9-40})'),
							tell(22, 'error', 'Request processing failed: org.springframework.transaction.CannotCreateTransactionException: Could not open JPA EntityManager for transaction\n\tat org.springframework.orm.jpa.JpaTransactionManager.doBegin(JpaTransactionManager.java:466)\n\tat com.example.payment.ChargeService.charge(ChargeService.java:88)', {fromS: 1}),
						],
					}),
					go('checkout', {
						usualShare: 0.6,
						trouble: [tell(18, 'error', 'charge failed ;; order={n:100000-999999} ;; upstream=payment ;; error=unexpected status 503 from http://payment:8080/charges', {fromS: 35})],
					}),
					nginx('edge', {trouble: nginxSuffers(9, 60, '/api/v1/orders')}),
				],
				expected: {cause: /pool/i, first: 'payment', escalate: true},
			},
			{
				services: [
					...bystanders,
					python('orders', {
						usualShare: 0.3,
						isSplit: true,
						trouble: [
							cause(24, 'error', 'Exception on /api/orders [POST]\nTraceback (most recent call last):\n  File "/app/.venv/lib/python3.12/site-packages/sqlalchemy/pool/impl.py", line 166, in _do_get\n    raise exc.TimeoutError(\nsqlalchemy.exc.TimeoutError: QueuePool limit of size 5 overflow 10 reached, connection timed out, timeout 30.00 (Background on this error at: https://sqlalche.me/e/20/3o7r)'),
							tell(6, 'warn', 'request queue depth {n:30-120}', {fromS: 10}),
						],
					}),
					node('cart', {
						trouble: [tell(16, 'error', 'order could not be placed ;; route=/cart/checkout ;; err=Request failed with status code 500 ;; url=http://orders:8000/api/orders', {fromS: 40})],
					}),
				],
				expected: {cause: /pool/i, first: 'orders', escalate: true},
			},
		],
	},
	{
		name: 'slow-database',
		what: 'A query plan went bad: statements run into their time limit.',
		minutes: 16,
		stories: [
			{
				services: [
					...bystanders,
					go('catalog', {
						usualShare: 0.5,
						trouble: [
							cause(20, 'error', 'list products failed ;; error=ERROR: canceling statement due to statement timeout (SQLSTATE 57014) ;; duration={n:5000-5040}ms'),
							tell(9, 'warn', 'slow query ;; sql=SELECT p.* FROM products p JOIN prices pr ON pr.sku = p.sku ;; duration={n:3000-4900}ms', {fromS: -20}),
						],
					}),
					nginx('edge', {trouble: [tell(12, 'error', 'upstream timed out (110: Connection timed out) while reading response header from upstream, client: {ip}, server: shop.example.com, request: "GET /api/v1/products HTTP/1.1", upstream: "http://{ip}:8080/v1/products"', {format: 'nginxError', fromS: 50})]}),
				],
				expected: {cause: /slow|statement|query.*(?:limit|time)|time limit/i, first: 'catalog', escalate: true},
			},
			{
				services: [
					...bystanders,
					node('reviews', {
						usualShare: 0.4,
						trouble: [
							cause(25, 'error', 'GET /reviews failed ;; err=MongoServerError: operation exceeded time limit ;; code=50 ;; route=/reviews'),
							cause(8, 'warn', 'Slow query: reviews.find took {n:9000-12000}ms ;; collection=reviews', {fromS: -15}),
						],
					}),
					python('frontpage', {trouble: [tell(12, 'error', 'reviews widget failed: HTTPConnectionPool(host=\'reviews\', port=3000): Read timed out. (read timeout=3)', {fromS: 45})]}),
				],
				expected: {cause: /slow|statement|query.*(?:limit|time)|time limit/i, first: 'reviews', escalate: true},
			},
		],
	},
	{
		name: 'deadlock',
		what: 'Two code paths lock the same rows in different orders.',
		minutes: 13,
		stories: [
			{
				services: [
					...bystanders,
					postgres('orders-db', {
						trouble: [cause(14, 'error', 'deadlock detected\nDETAIL:  Process {n:100-4000} waits for ShareLock on transaction {n:800000-900000}; blocked by process {n:100-4000}.')],
					}),
					java('orders', {
						trouble: [tell(14, 'error', 'Could not reserve stock for order {n:10000-99999}: org.springframework.dao.CannotAcquireLockException: could not execute batch; SQL [update stock set reserved=? where sku=?]', {fromS: 12})],
					}),
				],
				expected: {cause: /lock/i, first: 'orders-db', escalate: true},
			},
			{
				services: [
					...bystanders,
					python('inventory', {
						usualShare: 0.7,
						trouble: [cause(22, 'error', '(pymysql.err.OperationalError) (1213, \'Deadlock found when trying to get lock; try restarting transaction\') [SQL: UPDATE stock SET qty = qty - %s WHERE sku = %s]')],
					}),
					go('fulfilment', {trouble: [tell(9, 'error', 'reserve failed ;; error=inventory: 500 Internal Server Error ;; sku=SKU-{n:1000-9999}', {fromS: 30})]}),
				],
				expected: {cause: /lock/i, first: 'inventory', escalate: true},
			},
		],
	},
	{
		name: 'database-read-only',
		what: 'A failover left the writer pointing at a replica.',
		minutes: 12,
		stories: [
			{
				services: [
					...bystanders,
					go('accounts', {
						usualShare: 0.6,
						trouble: [cause(28, 'error', 'update account failed ;; error=ERROR: cannot execute UPDATE in a read-only transaction (SQLSTATE 25006)')],
					}),
					node('profile', {trouble: [tell(14, 'error', 'profile not saved ;; err=upstream accounts responded 500', {fromS: 25})]}),
				],
				expected: {cause: /read-?only|replica|failover/i, first: 'accounts', escalate: true},
			},
			{
				services: [
					...bystanders,
					node('session', {
						usualShare: 0.5,
						trouble: [cause(32, 'error', 'could not store session ;; err=ReplyError: READONLY You can\'t write against a read only replica. script: {hex:40}, on @user_script:1.')],
					}),
					python('login', {trouble: [tell(12, 'error', 'login of {user} failed: session service answered 500', {fromS: 30})]}),
				],
				expected: {cause: /read-?only|replica|failover/i, first: 'session', escalate: true},
			},
		],
	},
	{
		name: 'schema-mismatch-low-rate',
		what: 'A new query on a column that the migration has not made yet; few requests use it.',
		minutes: 34,
		stories: [
			{
				services: [
					...bystanders,
					postgres('shop-db'),
					python('vouchers', {
						trouble: [cause(4, 'error', 'could not apply voucher: (psycopg2.errors.UndefinedColumn) column vouchers.stackable does not exist LINE 1: SELECT vouchers.id, vouchers.stackable')],
					}),
				],
				expected: {cause: /schema|migration|column/i, first: 'vouchers', escalate: false},
			},
			{
				services: [
					...bystanders,
					mysql('shop-db'),
					java('loyalty', {
						trouble: [cause(4, 'error', 'SQL Error: 1054, SQLState: 42S22 Unknown column \'m1_0.tier_until\' in \'field list\'')],
					}),
				],
				expected: {cause: /schema|migration|column/i, first: 'loyalty', escalate: false},
			},
		],
	},
];
