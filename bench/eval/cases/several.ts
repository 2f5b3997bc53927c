import type {Service, Story} from '../types.js';
import {
	bystanders,
	go,
	java,
	nginx,
	node,
	python,
} from '../usual.js';
import {cause, tell} from './tell.js';

/** Incidents at one time that have nothing to do with each other: the services of each, the first to break first. */
export type SeveralCase = {
	readonly name: string;
	readonly minutes: number;
	readonly services: readonly Service[];
	readonly groups: ReadonlyArray<readonly string[]>;
};

type Trouble = {readonly services: readonly Service[]; readonly group: readonly string[]};

const pool: Trouble = {
	services: [
		java('payments-api', {trouble: [cause(22, 'error', 'Charge {uuid} failed: HikariPool-1 - Connection is not available, request timed out after 30000ms (total=10, active=10, idle=0, waiting={n:12-60})')]}),
		go('checkout', {trouble: [tell(16, 'error', 'place order failed ;; error=context deadline exceeded ;; upstream=payments-api', {fromS: 12})]}),
		node('web-gateway', {trouble: [tell(14, 'error', 'proxy error ;; target=http://payments-api:8080/charge ;; code=ESOCKETTIMEDOUT', {fromS: 25})]}),
	],
	group: ['payments-api', 'checkout', 'web-gateway'],
};
const retries: Trouble = {
	services: [go('token-svc', {trouble: [cause(40, 'warn', 'retrying key fetch ;; attempt={n:2-9} ;; backoff={n:100-900}ms'), cause(18, 'error', 'key fetch gave up ;; error=unexpected end of JSON input', {fromS: 5})]})],
	group: ['token-svc'],
};
const silent: Trouble = {
	services: [python('search-indexer', {usualShare: 0, trouble: []})],
	group: ['search-indexer'],
};
const refused: Trouble = {
	services: [
		node('session-store', {trouble: [cause(30, 'error', 'read failed ;; err=connect ECONNREFUSED 10.7.0.12:6379 ;; code=ECONNREFUSED')]}),
		python('profile', {trouble: [tell(15, 'error', 'cannot load profile {n:1000-9000}: session-store answered 500', {fromS: 20})]}),
	],
	group: ['session-store', 'profile'],
};
const disk: Trouble = {
	services: [python('thumbnailer', {trouble: [cause(20, 'error', 'cannot write /var/cache/thumbs/{hex:8}.webp: [Errno 28] No space left on device')]})],
	group: ['thumbnailer'],
};
const certificate: Trouble = {
	services: [
		go('shipping', {trouble: [cause(20, 'error', 'create label failed ;; error=Post "https://api.carrier.example.com/v2/labels": tls: failed to verify certificate: x509: certificate has expired or is not yet valid')]}),
		java('warehouse', {trouble: [tell(11, 'error', 'No label for parcel {n:10000-99999}: POST http://shipping:8080/labels returned 502', {fromS: 18})]}),
	],
	group: ['shipping', 'warehouse'],
};
const database: Trouble = {
	services: [
		java('orders', {trouble: [cause(18, 'error', 'Could not load order {n:1000-9999}: Connection to db-orders.internal:5432 refused. Check that the hostname and port are correct')]}),
		go('invoices', {trouble: [cause(14, 'error', 'load invoice failed ;; error=dial tcp db-orders.internal:5432: connect: connection refused', {fromS: 8})]}),
	],
	group: ['orders', 'invoices'],
};
const traced: Trouble = {
	services: [
		node('quotes', {trouble: [cause(24, 'error', 'quote failed ;; reason=rate table version {n:10-99} is not loaded')]}),
		python('offers', {trouble: [tell(15, 'error', 'no offer for basket {n:100-9000}: quotes returned 500', {fromS: 10})]}),
	],
	group: ['quotes', 'offers'],
};

/** The same trouble, later by so many seconds. */
const later = ({services, group}: Trouble, byS: number): Trouble => ({
	group,
	services: services.map(service => ({
		...service,
		trouble: service.trouble?.map(speech => ({...speech, fromS: (speech.fromS ?? 0) + byS})),
		...(service.usualShare !== undefined && {usualShareFromS: (service.usualShareFromS ?? 0) + byS}),
	})),
});

const at = (name: string, ...troubles: readonly Trouble[]): SeveralCase => ({
	name,
	minutes: 13,
	services: [...bystanders, ...troubles.flatMap(({services}) => services)],
	groups: troubles.map(({group}) => group),
});

/** A gateway that calls both, and whose errors name the one. */
const edge: Trouble = {
	services: [nginx('edge', {trouble: [cause(20, 'error', 'upstream prematurely closed connection while reading response header from upstream, client: {ip}, server: shop.example.com, request: "POST /orders HTTP/1.1", upstream: "http://orders:8080/orders", host: "shop.example.com"', {format: 'nginxError', fromS: 15})]})],
	group: [],
};

export const severalCases: readonly SeveralCase[] = [
	at('pool and retries', pool, retries),
	at('pool, retries and silence', pool, later(retries, 30), later(silent, -60)),
	at('refused and disk', refused, disk),
	at('certificate and pool', certificate, later(pool, 45)),
	at('database of two, and disk', database, later(disk, 20)),
	at('database of two, refused, retries', database, refused, later(retries, 50)),
	at('calls without a word, and certificate', traced, certificate),
	at('three single ones', retries, disk, later(silent, 40)),
	at('silence first, then a pool', silent, later(pool, 60)),
	at('refused and certificate at once', refused, certificate),
	at('three pairs', refused, certificate, traced),
	at('database with an edge, and quotes', {services: [...database.services, ...edge.services], group: [...database.group, 'edge']}, later(traced, 30)),
];

/** As a case is played. */
export const toStory = ({services}: SeveralCase): Story => ({services, expected: {cause: undefined, first: [], escalate: true}});
