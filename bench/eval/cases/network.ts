import type {EvalCase} from '../types.js';
import {
	bystanders,
	go,
	java,
	nginx,
	node,
	python,
} from '../usual.js';
import {cause, nginxSuffers, tell} from './tell.js';

/** Names, certificates, and connections that are not there. */
export const networkCases: readonly EvalCase[] = [
	{
		name: 'certificate-expired',
		what: 'A certificate ended at midnight.',
		minutes: 14,
		stories: [
			{
				services: [
					...bystanders,
					go('shipping', {
						usualShare: 0.7,
						trouble: [cause(24, 'error', 'create label failed ;; error=Post "https://api.carrier.example.com/v2/labels": tls: failed to verify certificate: x509: certificate has expired or is not yet valid: current time 2026-03-04T02:{n:10-50}:11Z is after 2026-03-04T00:00:00Z')],
					}),
					python('warehouse', {trouble: [tell(9, 'error', 'no label for parcel {n:10000-99999}: shipping answered 502', {fromS: 40})]}),
				],
				expected: {cause: /certificate/i, first: 'shipping', escalate: true},
			},
			{
				services: [
					...bystanders,
					java('payout', {
						usualShare: 0.7,
						trouble: [cause(20, 'error', 'Payout {uuid} failed: I/O error on POST request for "https://bank.example.com/payouts": PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed\njavax.net.ssl.SSLHandshakeException: PKIX path validation failed\n\tat java.base/sun.security.ssl.Alert.createSSLException(Alert.java:131)\nCaused by: java.security.cert.CertificateExpiredException: NotAfter: Wed Mar 04 00:00:00 UTC 2026')],
					}),
				],
				expected: {cause: /certificate/i, first: 'payout', escalate: true},
			},
		],
	},
	{
		name: 'dns-failure',
		what: 'The cluster\'s name server does not answer; everything that looks names up fails.',
		minutes: 12,
		stories: [
			{
				services: [
					bystanders[1]!,
					node('cart', {trouble: [cause(30, 'error', 'redis client error ;; err=getaddrinfo EAI_AGAIN redis.shop.svc.cluster.local ;; code=EAI_AGAIN')]}),
					go('tax', {trouble: [cause(18, 'error', 'rate lookup failed ;; error=Get "https://rates.shop.svc.cluster.local/v1": dial tcp: lookup rates.shop.svc.cluster.local on 10.96.0.10:53: read udp {ip}:{n:30000-60000}->10.96.0.10:53: i/o timeout', {fromS: 22})]}),
					java('orders', {trouble: [cause(14, 'error', 'Could not publish: java.net.UnknownHostException: kafka-0.kafka.shop.svc.cluster.local: Temporary failure in name resolution', {fromS: 44})]}),
				],
				expected: {cause: /dns|name|resol/i, first: 'cart', escalate: true},
			},
			{
				services: [
					bystanders[0]!,
					python('feeds', {trouble: [cause(26, 'error', 'supplier import failed: HTTPSConnectionPool(host=\'feeds.example.com\', port=443): Max retries exceeded with url: /export.csv (Caused by NameResolutionError("<urllib3.connection.HTTPSConnection object at 0x7f{hex:8}>: Failed to resolve \'feeds.example.com\' ([Errno -3] Temporary failure in name resolution)"))')]}),
					nginx('edge', {trouble: [cause(20, 'error', 'orders.shop.svc could not be resolved (2: Server failure), client: {ip}, server: shop.example.com, request: "POST /api/v1/orders HTTP/1.1"', {format: 'nginxError', fromS: 25})]}),
				],
				expected: {cause: /dns|name|resol/i, first: 'feeds', escalate: true},
			},
		],
	},
	{
		name: 'refused-cascade',
		what: 'A cache is gone; three services fail one after the other.',
		minutes: 13,
		stories: [
			{
				services: [
					...bystanders,
					node('session', {
						usualShare: 0.4,
						trouble: [cause(34, 'error', 'session lookup failed ;; err=connect ECONNREFUSED 10.7.0.12:6379 ;; code=ECONNREFUSED ;; address=10.7.0.12 ;; port=6379')],
					}),
					go('cart', {usualShare: 0.6, trouble: [tell(22, 'error', 'load cart failed ;; error=session: unexpected status 500 ;; upstream=session', {fromS: 30})]}),
					nginx('edge', {trouble: nginxSuffers(18, 60, '/api/v1/cart')}),
				],
				expected: {cause: /refused|unreachable|redis|6379/i, first: 'session', escalate: true},
			},
			{
				services: [
					...bystanders,
					java('stock', {
						format: 'logback',
						usualShare: 0.4,
						trouble: [cause(24, 'error', 'Cannot get stock of SKU-{n:1000-9999}: io.lettuce.core.RedisConnectionException: Unable to connect to redis-master:6379\nCaused by: io.netty.channel.AbstractChannel$AnnotatedConnectException: Connection refused: redis-master/10.7.0.12:6379')],
					}),
					python('offers', {usualShare: 0.6, trouble: [tell(16, 'error', 'offer page failed: 503 Server Error: Service Unavailable for url: http://stock:8080/stock/SKU-{n:1000-9999}', {fromS: 30})]}),
					go('mobile-api', {format: 'json', trouble: [tell(12, 'error', 'request failed ;; path=/v1/offers ;; status=502 ;; error=offers: bad gateway', {fromS: 65})]}),
				],
				expected: {cause: /refused|reachable|redis|6379/i, first: 'stock', escalate: true},
			},
		],
	},
	{
		name: 'victim-opened',
		what: 'The same kind of cascade, seen from the last service in it.',
		minutes: 14,
		stories: [
			{
				services: [
					...bystanders,
					go('inventory', {usualShare: 0.3, trouble: [tell(30, 'error', 'read stock failed ;; error=dial tcp 10.7.0.31:5432: connect: connection refused')]}),
					java('orders', {trouble: [cause(26, 'error', 'Order {n:10000-99999} rejected: feign.FeignException$ServiceUnavailable: [503] during [GET] to [http://inventory/v1/stock]', {fromS: 40})]}),
				],
				opened: 'orders',
				expected: {cause: /inventory/, first: 'inventory', escalate: true},
			},
			{
				services: [
					...bystanders,
					python('auth', {usualShare: 0.3, trouble: [tell(28, 'error', 'ldap bind failed: socket connection error while opening: [Errno 111] Connection refused')]}),
					node('account', {trouble: [cause(24, 'error', 'token check failed ;; err=connect ETIMEDOUT ;; url=http://auth:8000/verify', {fromS: 50})]}),
					nginx('edge', {trouble: nginxSuffers(10, 80, '/account')}),
				],
				opened: 'account',
				expected: {cause: /auth/, first: 'auth', escalate: true},
			},
		],
	},
	{
		name: 'partner-times-out',
		what: 'A payment provider answers slowly, then not at all.',
		minutes: 15,
		stories: [
			{
				services: [
					...bystanders,
					java('payment', {
						usualShare: 0.7,
						trouble: [cause(20, 'error', 'Capture {uuid} failed: I/O error on POST request for "https://psp.example.com/v1/captures": Read timed out\njava.net.SocketTimeoutException: Read timed out\n\tat java.base/sun.nio.ch.NioSocketImpl.timedRead(NioSocketImpl.java:278)')],
					}),
					go('checkout', {trouble: [tell(14, 'error', 'checkout failed ;; error=payment: context deadline exceeded (Client.Timeout exceeded while awaiting headers)', {fromS: 35})]}),
				],
				expected: {cause: /another service|time(?:s|d)? ?out|late|psp/i, first: 'payment', escalate: true},
			},
			{
				services: [
					...bystanders,
					node('address-check', {
						trouble: [
							cause(14, 'error', 'geocoding failed ;; err=read ECONNRESET ;; host=geo.example.com'),
							cause(12, 'error', 'geocoding failed ;; err=timeout of 4000ms exceeded ;; host=geo.example.com'),
						],
					}),
				],
				expected: {cause: /another service|time(?:s|d)? ?out|reset|geo/i, first: 'address-check', escalate: true},
			},
		],
	},
];
