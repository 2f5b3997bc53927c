import type {Anomaly} from '../../../source/detect/types.js';
import type {Evidence, EvidenceLine, EvidencePattern} from '../../../source/facts/evidence.js';

const minuteMs = 60_000;
const onsetMs = Date.UTC(2026, 0, 5, 2, 58);

const anomaly = (service: string, fields: Partial<Anomaly>): Anomaly => ({
	fingerprint: `${service}/error-spike`,
	service,
	kind: 'error-spike',
	severity: 'critical',
	state: 'ongoing',
	onsetMs,
	openedMs: onsetMs + minuteMs,
	lastSeenMs: onsetMs + (9 * minuteMs),
	resolvedMs: undefined,
	isAccepted: false,
	observedPerMinute: 42,
	expectedPerMinute: 3.1,
	limitPerMinute: 7,
	factor: 14,
	pattern: undefined,
	share: undefined,
	services: undefined,
	...fields,
});

const line = (service: string, id: string, text: string, fields: Partial<EvidenceLine> = {}): EvidenceLine => ({
	id, service, timeMs: onsetMs + 1000, level: 'error', line: text, labels: {}, ...fields,
});

const pattern = (template: string, fields: Partial<EvidencePattern> = {}): EvidencePattern => ({
	id: template, template, level: 'error', sampledLines: 120, share: 0.6, isNew: true, baselineShare: 0, history: [], ...fields,
});

const base = (service: string): Evidence => ({
	service,
	anomalies: [anomaly(service, {})],
	selector: `{namespace="production", service_name="${service}"}`,
	startMs: onsetMs,
	endMs: onsetMs + (9 * minuteMs),
	collectedMs: onsetMs + (9 * minuteMs),
	totalLines: 1204,
	totalErrors: 378,
	sampledLines: 212,
	errorsPerMinute: [],
	patterns: [],
	lines: [],
	changes: [],
	patternChanges: [],
	onsets: [
		{service: 'payment', onsetMs},
		{service: 'checkout', onsetMs: onsetMs + 40_000},
	],
});

const newPod = {version: '1.42.0', pod: 'payment-7f9-x2'};
const oldPod = {version: '1.41.3', pod: 'payment-6c8-k4'};

export const paymentEvidence: Evidence = {
	...base('payment'),
	patterns: [
		pattern('HikariPool-<*> - Connection is not available, request timed out after <*>ms'),
		pattern('charged card ending <*> in <*> ms', {
			level: 'info', share: 0.2, isNew: false, baselineShare: 0.6,
		}),
	],
	lines: [
		line('payment', 'L1', '2026-01-05 02:58:10.120 ERROR 1 --- [exec-4] SqlExceptionHelper : HikariPool-1 - Connection is not available, request timed out after 3001ms (total=10, active=10, idle=0, waiting=17)', {labels: newPod}),
		line('payment', 'L2', '2026-01-05 02:57:58.220  WARN 1 --- [housekeeper] ProxyLeakTask : Connection leak detection triggered for PgConnection@1 on thread exec-3, stack trace follows\njava.lang.Exception: Apparent connection leak detected', {level: 'warn', labels: newPod}),
		line('payment', 'L3', '2026-01-05 02:59:10.120 ERROR 1 --- [exec-9] SqlExceptionHelper : HikariPool-1 - Connection is not available, request timed out after 3004ms (total=10, active=9, idle=1, waiting=0)', {labels: oldPod}),
		line('payment', 'L4', '2026-01-05 02:58:11.120 ERROR 1 --- [exec-4] ErrorAdvice : charge ch_1 answered 503, upstream=db-primary', {labels: newPod}),
		line('payment', 'L5', '2026-01-05 02:59:20.120  INFO 1 --- [scheduling-1] Reconciler : reconciled 42 entries in 118 ms', {level: 'info', labels: oldPod}),
	],
	changes: [
		{
			name: 'version', value: '1.42.0', badShare: 0.98, baselineShare: 0, badLines: 118, baselineLines: 0, lift: 100,
		},
		{
			name: 'pod', value: 'payment-7f9-x2', badShare: 0.71, baselineShare: 0.33, badLines: 85, baselineLines: 40, lift: 100,
		},
	],
};

export const checkoutEvidence: Evidence = {
	...base('checkout'),
	patterns: [pattern('charge attempt failed ServiceUnavailable from payment:<*>')],
	lines: [
		line('checkout', 'L1', '{"level":"error","msg":"charge attempt failed","error":{"kind":"ServiceUnavailable","message":"ServiceUnavailable from payment:8443: upstream returned 503 after 3 s"},"attempt":2}'),
		line('checkout', 'L2', '{"level":"error","msg":"coupon could not be applied","error":{"kind":"Conflict"}}'),
	],
};

export const authEvidence: Evidence = {
	...base('auth'),
	anomalies: [anomaly('auth', {
		kind: 'pattern-storm', severity: 'warning', observedPerMinute: 1180, expectedPerMinute: 9, factor: 131, pattern: {id: 'p', template: 'token refresh failed, retrying'}, share: 0.99,
	})],
	onsets: [],
	patterns: [pattern('level=warn msg="token refresh failed, retrying" client=<*> attempt=<*>', {
		level: 'warn', share: 0.99, isNew: false, baselineShare: 0.01,
	})],
	lines: [
		line('auth', 'L1', 'level=warn ts=2026-01-05T02:58:01Z caller=refresh.go:118 msg="token refresh failed, retrying" client=partner-sync attempt=12 backoff=0s upstream=idp.internal:8443 err="context deadline exceeded"', {level: 'warn'}),
		line('auth', 'L2', 'level=info ts=2026-01-05T02:58:02Z caller=login.go:96 msg="login ok" user=u_1', {level: 'info'}),
	],
};

/** The second of two services that call a host which is no service of the fleet. */
export const ordersEvidence: Evidence = {
	...base('orders'),
	onsets: [{service: 'payment', onsetMs}, {service: 'orders', onsetMs: onsetMs + 50_000}],
	patterns: [pattern('order <*> not written: dial tcp <*>: connect: connection refused')],
	lines: [
		line('orders', 'L1', '2026-01-05 02:58:50.120 [orders-consumer-0-C-1] ERROR com.acme.orders.OrderProjector - order ord_1 not written: dial tcp ledger-db.internal:5432: connect: connection refused'),
		line('orders', 'L2', '2026-01-05 02:58:51.120 [scheduling-1] INFO  com.acme.orders.OutboxRelay - relayed 4 events to topic orders.v2 in 12 ms', {level: 'info'}),
	],
};

/** Slow, with one usual error that is all of its errors. */
export const slowEvidence: Evidence = {
	...base('inventory'),
	anomalies: [anomaly('inventory', {
		kind: 'slow', observedPerMinute: 6, expectedPerMinute: 0, limitPerMinute: undefined, factor: undefined, pattern: {id: 'p', template: 'stock reserved'}, times: {observedMs: 4100, expectedMs: 23},
	})],
	onsets: [{service: 'inventory', onsetMs}],
	patterns: [
		pattern('reservation conflict err="row version changed"', {share: 1, isNew: false, baselineShare: 0.2}),
		pattern('stock reserved', {
			level: 'info', share: 0.5, isNew: false, baselineShare: 0.5,
		}),
	],
	lines: [
		line('inventory', 'L1', 'ts=2026-01-05T02:59:01Z level=error msg="reservation conflict" order=ord_1 err="row version changed"'),
		line('inventory', 'L2', 'ts=2026-01-05T02:59:02Z level=info msg="stock reserved" order=ord_2 took=4100ms', {level: 'info'}),
	],
};

export const oddEvidence: Evidence = {
	...base('search'),
	anomalies: [anomaly('search', {severity: 'warning'})],
	onsets: [],
	patterns: [pattern('shard <*> of index <*> could not be merged', {share: 0.3})],
	lines: [line('search', 'L7', 'shard 4 of index products-2026 could not be merged')],
	changes: [{
		name: 'region', value: 'eu-3', badShare: 0.9, baselineShare: 0.3, badLines: 60, baselineLines: 20, lift: 100,
	}],
};
