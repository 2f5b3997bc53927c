import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {newPaymentVersion} from '../fleet.js';
import {springLine, workerThread} from './payment.js';

/** MaximumPoolSize and connectionTimeout of payment's HikariCP. */
const poolSize = 10;
const connectionTimeoutMs = 3000;

type PoolState = {
	readonly active: number;
	readonly waiting: number;
};

const stats = ({active, waiting}: PoolState): string => `total=${poolSize}, active=${active}, idle=${poolSize - active}, waiting=${waiting}`;

export const healthyPool = (random: Random): PoolState => ({active: random.int(0, 4), waiting: 0});

export const drainedPool = (random: Random): PoolState => ({active: poolSize, waiting: random.int(9, 38)});

/** What HikariCP's housekeeper writes at DEBUG. */
export const poolStatsLine = (timeMs: number, state: PoolState): Written =>
	springLine(timeMs, 'debug', 'l-1:housekeeper', 'com.zaxxer.hikari.pool.HikariPool', `HikariPool-1 - Pool stats (${stats(state)})`);

const unavailable = (random: Random): string => `HikariPool-1 - Connection is not available, request timed out after ${connectionTimeoutMs + random.int(0, 9)}ms (${stats(drainedPool(random))})`;

export const poolTimeoutLine = (random: Random, timeMs: number, thread = workerThread(random)): Written =>
	springLine(timeMs, 'error', thread, 'o.h.engine.jdbc.spi.SqlExceptionHelper', unavailable(random));

/** The request that failed for want of a connection, with its trace. */
export const chargeLostLine = (random: Random, timeMs: number, charge: string): Written => {
	const {level, line} = springLine(timeMs, 'error', workerThread(random), 'c.acme.payment.api.ErrorAdvice', `charge ${charge} answered 503, upstream=db-primary`);
	return {
		level,
		line: [
			line,
			'org.springframework.transaction.CannotCreateTransactionException: Could not open JPA EntityManager for transaction',
			'\tat org.springframework.orm.jpa.JpaTransactionManager.doBegin(JpaTransactionManager.java:466)',
			'\tat org.springframework.transaction.support.AbstractPlatformTransactionManager.getTransaction(AbstractPlatformTransactionManager.java:373)',
			'\tat com.acme.payment.ledger.LedgerWriter.reserve(LedgerWriter.java:88)',
			'\tat com.acme.payment.api.ChargeController.create(ChargeController.java:57)',
			`Caused by: java.sql.SQLTransientConnectionException: ${unavailable(random)}`,
			'\tat com.zaxxer.hikari.pool.HikariPool.createTimeoutException(HikariPool.java:686)',
			'\tat com.zaxxer.hikari.pool.HikariPool.getConnection(HikariPool.java:179)',
			'\tat com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:99)',
			'\t... 31 more',
		].join('\n'),
	};
};

/** HikariCP's leak detection: where the connection that was never given back had been taken. */
export const leakLine = (random: Random, timeMs: number): Written => {
	const message = `Connection leak detection triggered for org.postgresql.jdbc.PgConnection@${random.hex(8)} on thread ${workerThread(random)}, stack trace follows`;
	const {level, line} = springLine(timeMs, 'warn', 'l-1:housekeeper', 'com.zaxxer.hikari.pool.ProxyLeakTask', message);
	return {
		level,
		line: [
			line,
			'java.lang.Exception: Apparent connection leak detected',
			'\tat com.zaxxer.hikari.HikariDataSource.getConnection(HikariDataSource.java:99)',
			'\tat com.acme.payment.ledger.LedgerWriter.reserve(LedgerWriter.java:88)',
			'\tat com.acme.payment.api.ChargeController.create(ChargeController.java:57)',
		].join('\n'),
	};
};

/** A new pod's start, ready at `readyMs`: each line with its time. */
export const startupLines = (random: Random, readyMs: number): ReadonlyArray<readonly [timeMs: number, written: Written]> => {
	const bootMs = random.int(7900, 9400);
	const at = (beforeMs: number, logger: string, message: string): readonly [number, Written] => [readyMs - beforeMs, springLine(readyMs - beforeMs, 'info', 'main', logger, message)];
	return [
		at(bootMs, 'c.acme.payment.PaymentApplication', `Starting PaymentApplication v${newPaymentVersion} using Java 25.0.1 with PID 1`),
		at(5200, 'com.zaxxer.hikari.HikariDataSource', 'HikariPool-1 - Starting...'),
		at(5050, 'com.zaxxer.hikari.pool.HikariPool', `HikariPool-1 - Added connection org.postgresql.jdbc.PgConnection@${random.hex(8)}`),
		at(5040, 'com.zaxxer.hikari.HikariDataSource', 'HikariPool-1 - Start completed.'),
		at(120, 'o.s.b.w.embedded.tomcat.TomcatWebServer', 'Tomcat started on port 8443 (https) with context path \'/\''),
		at(0, 'c.acme.payment.PaymentApplication', `Started PaymentApplication in ${(bootMs / 1000).toFixed(3)} seconds (process running for ${((bootMs + 900) / 1000).toFixed(3)})`),
	];
};

export const shutdownLines = (timeMs: number): ReadonlyArray<readonly [timeMs: number, written: Written]> => [
	[timeMs, springLine(timeMs, 'info', 'ionShutdownHook', 'o.s.b.w.e.tomcat.GracefulShutdown', 'Commencing graceful shutdown. Waiting for active requests to complete')],
	[timeMs + 1400, springLine(timeMs + 1400, 'info', 'tomcat-shutdown', 'o.s.b.w.e.tomcat.GracefulShutdown', 'Graceful shutdown complete')],
];
