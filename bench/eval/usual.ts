import type {Service, Speech} from './types.js';

/** What services of each kind write all day, with the errors that are always there: a verdict has to see past them. */

const said = (perMinute: number, level: Speech['level'], text: Speech['text'], more: Partial<Speech> = {}): Speech => ({
	perMinute, level, text, ...more,
});

type Part = Omit<Service, 'name' | 'format' | 'usual'> & {readonly usual?: readonly Speech[]};

/** An edge proxy: access log and error log. */
export const nginx = (name: string, {usual = [], ...part}: Part = {}): Service => ({
	name,
	format: 'nginxAccess',
	usual: [
		said(44, 'info', [
			'"GET /api/v1/products?page={n:1-40} HTTP/1.1" 200 {n:400-9000} "-" "Mozilla/5.0 (X11; Linux x86_64)" 0.0{n:10-90}',
			'"GET /api/v1/cart HTTP/1.1" 200 {n:200-3000} "-" "okhttp/4.12.0" 0.0{n:10-90}',
			'"POST /api/v1/orders HTTP/1.1" 201 {n:120-900} "-" "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X)" 0.{n:100-400}',
		]),
		said(2, 'info', '"GET /wp-login.php HTTP/1.1" 404 153 "-" "python-requests/2.32.3" 0.001'),
		said(0.7, 'error', 'open() "/usr/share/nginx/html/favicon.ico" failed (2: No such file or directory), client: {ip}, server: shop.example.com, request: "GET /favicon.ico HTTP/1.1"', {format: 'nginxError'}),
		said(0.3, 'error', 'upstream timed out (110: Connection timed out) while reading response header from upstream, client: {ip}, server: shop.example.com, request: "GET /api/v1/reports HTTP/1.1", upstream: "http://{ip}:8080/api/v1/reports"', {format: 'nginxError'}),
		...usual,
	],
	...part,
});

/** A service in Go that logs logfmt or JSON. */
export const go = (name: string, {usual = [], format = 'logfmt', ...part}: Part & {readonly format?: 'logfmt' | 'json' | 'golog' | 'klog'} = {}): Service => ({
	name,
	format,
	usual: [
		said(30, 'info', 'request completed ;; method={pick:GET|GET|POST} ;; path=/v1/{pick:items|lists|quotes}/{n:1000-9999} ;; status=200 ;; duration={ms:24}ms ;; trace_id={trace}'),
		said(3, 'info', 'cache refreshed ;; entries={n:900-4000} ;; took={ms:80}ms'),
		said(0.8, 'warn', 'slow request ;; path=/v1/export ;; duration={n:1000-2400}ms'),
		said(0.6, 'error', 'statsd flush failed ;; error=write udp {ip}:8125: connect: connection refused'),
		said(0.4, 'error', 'recommendations unavailable, serving fallback ;; error=context deadline exceeded'),
		...usual,
	],
	...part,
});

/** A service in Java under Spring Boot. */
export const java = (name: string, {usual = [], format = 'spring', ...part}: Part & {readonly format?: 'spring' | 'logback'} = {}): Service => ({
	name,
	format,
	usual: [
		said(28, 'info', ['Handled {pick:GET|POST} /{pick:charges|orders|quotes}/{n:10000-99999} in {ms:35} ms', 'Published event {pick:OrderPlaced|OrderPaid} id={uuid}']),
		said(3, 'debug', 'HikariPool-1 - Pool stats (total=10, active={n:0-4}, idle={n:6-10}, waiting=0)'),
		said(0.5, 'warn', 'Resolved [org.springframework.web.HttpRequestMethodNotSupportedException: Request method \'HEAD\' is not supported]'),
		said(0.7, 'error', 'Validation failed for request {uuid}: field \'postcode\' must not be blank'),
		said(0.4, 'error', 'Failed to push metrics to gateway, will retry: java.net.ConnectException: Connection refused'),
		...usual,
	],
	...part,
});

/** A service in Python. */
export const python = (name: string, {usual = [], format = 'python', ...part}: Part & {readonly format?: 'python' | 'gunicorn'} = {}): Service => ({
	name,
	format,
	usual: [
		said(26, 'info', ['{ip} "GET /api/{pick:stock|prices|labels}/{n:1000-99999}" 200 {n:100-4000} {ms:30}ms', 'task {pick:sync_stock|render_label|send_receipt}[{uuid}] succeeded in {ms:120}ms']),
		said(1, 'warn', 'Discarding malformed event {uuid}: missing field sku'),
		said(0.8, 'error', 'Could not parse supplier feed row {n:10-9000}: invalid literal for int() with base 10: \'n/a\''),
		said(0.3, 'error', 'sentry transport: HTTPSConnectionPool(host=\'sentry.example.com\', port=443): Read timed out. (read timeout=5)'),
		...usual,
	],
	...part,
});

/** A service in Node that logs with pino. */
export const node = (name: string, {usual = [], ...part}: Part = {}): Service => ({
	name,
	format: 'pino',
	usual: [
		said(32, 'info', ['request completed ;; reqId=req-{hex:4} ;; route=/{pick:cart|search|session} ;; statusCode=200 ;; responseTime={ms:18}', 'session touched ;; user={user}']),
		said(0.7, 'warn', 'slow render ;; route=/search ;; ms={n:800-1900}'),
		said(0.8, 'error', 'unhandled feature flag value ;; flag=new-header ;; value=undefined'),
		said(0.3, 'error', 'analytics beacon failed ;; err=connect ETIMEDOUT {ip}:443'),
		...usual,
	],
	...part,
});

export const postgres = (name: string, {usual = [], ...part}: Part = {}): Service => ({
	name,
	format: 'postgres',
	usual: [
		said(5, 'info', ['checkpoint complete: wrote {n:100-4000} buffers ({n:1-9}.{n:0-9}%); 0 WAL file(s) added, 0 removed, {n:0-4} recycled', 'automatic vacuum of table "shop.public.{pick:orders|carts}": index scans: 1', 'connection authorized: user={pick:shop|report} database=shop']),
		said(0.5, 'info', 'could not receive data from client: Connection reset by peer'),
		said(0.8, 'error', 'duplicate key value violates unique constraint "carts_session_key"'),
		...usual,
	],
	...part,
});

export const mysql = (name: string, {usual = [], ...part}: Part = {}): Service => ({
	name,
	format: 'mysql',
	usual: [
		said(4, 'info', ['Access granted for user \'report\'@\'{ip}\'', 'InnoDB: page_cleaner: 1000ms intended loop took {n:1000-1400}ms']),
		said(0.6, 'warn', 'Aborted connection {n:1000-90000} to db: \'shop\' user: \'shop\' host: \'{ip}\' (Got an error reading communication packets)'),
		said(0.5, 'error', 'Duplicate entry \'{n:100-9000}\' for key \'carts.session\''),
		...usual,
	],
	...part,
});

/** Everyone else: two or three services that go on as always. */
export const bystanders: readonly Service[] = [node('storefront'), python('labels'), go('pricing', {format: 'json'})];
