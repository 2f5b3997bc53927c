import type {EvalCase} from '../types.js';
import {
	bystanders,
	go,
	java,
	nginx,
	node,
	python,
} from '../usual.js';
import {alone, cause, tell} from './tell.js';

const config = /config/i;
const noInstance = /no instance/i;
const certificate = /certificate/i;
const format = /format|parse/i;
const tooLarge = /too large/i;
const proxy = /proxy|tunnel/i;
const ports = /ports/i;
const library = /library|module/i;
const recursion = /recursion|stack overflow/i;
const tokens = /token/i;
const lease = /lock|lease|leader/i;
const secretStore = /secrets?|configuration store/i;

/** What a line says by itself: the text behind the last colon, whatever class or wrapper stands before it. */
export const saidCases: readonly EvalCase[] = [
	{
		name: 'no-instance-of-callee',
		what: 'A called service has no instance that is ready; the class of the error says nothing.',
		minutes: 13,
		stories: [
			alone(java('booking', {trouble: [cause(22, 'error', 'Servlet.service() threw exception [Request processing failed; nested exception is java.lang.IllegalStateException: No instances available for seat-plan]')]}), noInstance),
			{
				services: [...bystanders, nginx('edge', {trouble: [cause(24, 'error', 'no live upstreams while connecting to upstream, client: {ip}, server: shop.example.com, request: "GET /api/v1/maps HTTP/1.1", upstream: "http://maps/api/v1/maps", host: "shop.example.com"', {format: 'nginxError'})]})],
				expected: {cause: noInstance, first: 'edge', escalate: true},
			},
		],
	},
	{
		name: 'own-limiter',
		what: 'A service limits one of its own callers.',
		minutes: 12,
		stories: [
			alone(go('public-api', {trouble: [cause(30, 'error', 'rate limit exceeded, request rejected ;; client_ip=203.0.113.9 ;; limit=100/min ;; status=429')]}), /limits its own callers|rate/i),
			alone(node('partner-gateway', {trouble: [cause(28, 'error', 'too many requests from client, rejected ;; client_id=acme ;; statusCode=429 ;; quota=60')]}), /limits its own callers|rate/i),
		],
	},
	{
		name: 'variable-undefined',
		what: 'A setting is missing, and every request shows it.',
		minutes: 12,
		stories: [
			alone(node('receipts', {trouble: [cause(20, 'error', 'cannot build link ;; err=Environment variable RECEIPT_HOST is undefined')]}), config),
			alone(python('uploader', {trouble: [cause(18, 'error', 'django.core.exceptions.ImproperlyConfigured: UPLOAD_BUCKET must be set')]}), config),
		],
	},
	{
		name: 'configuration-reloaded',
		what: 'A configuration is loaded anew, and seconds later everything is refused for a reason that no line gives.',
		minutes: 12,
		stories: [
			alone(go('router', {
				trouble: [
					cause(1, 'info', 'configuration reloaded ;; file=/etc/router/routes.yaml ;; routes={n:40-90}', {fromS: -10, untilS: 50}),
					tell(26, 'error', 'request not routed ;; path=/v2/quotes/{n:1000-9000}'),
				],
			}), config),
			alone(java('tariffs', {
				trouble: [
					cause(1, 'info', 'Configuration reloaded from config server, {n:3-9} properties changed', {fromS: -10, untilS: 50}),
					tell(20, 'error', 'Could not compute tariff for order {n:1000-9000}'),
				],
			}), config),
		],
	},
	{
		name: 'certificate-not-valid-any-more',
		what: 'A certificate ended; the line says it far behind.',
		minutes: 12,
		stories: [
			alone(java('settlement', {trouble: [cause(18, 'error', 'Transfer failed: javax.net.ssl.SSLHandshakeException: PKIX path validation failed: java.security.cert.CertPathValidatorException: validity check failed: NotAfter: Tue Mar 03 23:59:59 UTC 2026')]}), certificate),
			alone(python('bank-sync', {trouble: [cause(16, 'error', 'sync failed: Certificate validation failed: certificate of bank.example.com expired on 2026-03-03')]}), certificate),
		],
	},
	{
		name: 'answers-in-another-format',
		what: 'A partner answers with a page where data was expected.',
		minutes: 13,
		stories: [
			alone(node('weather', {trouble: [cause(22, 'error', 'forecast not read ;; err=Unexpected token \'<\', "<!DOCTYPE "... is not valid JSON')]}), format),
			alone(java('rates', {trouble: [cause(20, 'error', 'Could not read answer: com.fasterxml.jackson.core.JsonParseException: Unexpected character (\'<\' (code 60)): expected a valid value (JSON String, Number, Array, Object or token \'null\', \'true\' or \'false\')')]}), format),
		],
	},
	{
		name: 'body-too-large',
		what: 'What is sent is larger than what is taken.',
		minutes: 12,
		stories: [
			alone(node('attachments', {trouble: [cause(20, 'error', 'upload refused ;; err=PayloadTooLargeError: request entity too large ;; limit=1048576 ;; length={n:2000000-9000000}')]}), tooLarge),
			alone(nginx('ingest-edge', {trouble: [cause(22, 'error', 'client intended to send too large body: {n:20000000-90000000} bytes, client: {ip}, server: shop.example.com, request: "POST /import HTTP/1.1"', {format: 'nginxError'})]}), tooLarge),
		],
	},
	{
		name: 'proxy-refuses',
		what: 'The way out is closed by a proxy.',
		minutes: 12,
		stories: [
			alone(python('crawler', {trouble: [cause(20, 'error', 'fetch failed: OSError(\'Tunnel connection failed: 407 Proxy Authentication Required\')')]}), proxy),
			alone(go('mirror', {trouble: [cause(22, 'error', 'download failed ;; error=Get "https://files.example.com/{n:100-900}": proxyconnect tcp: dial tcp {ip}:3128: connect: connection refused')]}), /proxy|tunnel|refused/i),
		],
	},
	{
		name: 'local-ports-gone',
		what: 'A host has no port left for a new connection.',
		minutes: 12,
		stories: [
			alone(go('scraper', {trouble: [cause(24, 'error', 'call failed ;; error=dial tcp {ip}:443: connect: cannot assign requested address')]}), ports),
			alone(node('webhook-sender', {trouble: [cause(20, 'error', 'delivery failed ;; err=connect EADDRNOTAVAIL {ip}:443')]}), ports),
		],
	},
	{
		name: 'library-missing',
		what: 'A build lacks something that it needs.',
		minutes: 12,
		stories: [
			alone(python('ocr', {usualShare: 0, trouble: [cause(12, 'error', 'Traceback (most recent call last):\n  File "/app/main.py", line 3, in <module>\n    import pytesseract\nModuleNotFoundError: No module named \'pytesseract\'')]}), library),
			alone(go('convert', {usualShare: 0.2, trouble: [cause(14, 'error', 'conversion failed ;; error=soffice: error while loading shared libraries: libnss3.so: cannot open shared object file: No such file or directory')]}), library),
		],
	},
	{
		name: 'endless-recursion',
		what: 'A program calls itself until its stack is full.',
		minutes: 12,
		stories: [
			alone(java('rules', {trouble: [cause(18, 'error', 'Could not evaluate rule set {n:1-40}\njava.lang.StackOverflowError: null\n\tat com.example.rules.Node.visit(Node.java:88)\n\tat com.example.rules.Node.visit(Node.java:91)')]}), recursion),
			alone(node('menus', {trouble: [cause(20, 'error', 'menu not rendered ;; err=RangeError: Maximum call stack size exceeded')]}), recursion),
		],
	},
	{
		name: 'tokens-not-verified',
		what: 'Keys were rotated; tokens that are still good are not taken.',
		minutes: 12,
		stories: [
			alone(go('gatekeeper', {trouble: [cause(26, 'error', 'token rejected ;; error=unable to find key with ID k-{n:1-4} in JWKS')]}), tokens),
			alone(java('portal', {trouble: [cause(22, 'error', 'Authentication failed: com.auth0.jwt.exceptions.SignatureVerificationException: The Token\'s Signature resulted invalid when verified using the Algorithm: SHA256withRSA')]}), tokens),
		],
	},
	{
		name: 'lease-lost',
		what: 'A worker loses the lease that lets it work.',
		minutes: 11,
		stories: [
			alone(go('scheduler', {format: 'klog', trouble: [cause(16, 'error', 'failed to renew lease shop/scheduler: timed out waiting for the condition level=error')]}), lease),
			alone(java('nightly', {trouble: [cause(14, 'error', 'Lock lost: could not extend lock nightly-export, it is held by another instance')]}), lease),
		],
	},
	{
		name: 'secrets-store-sealed',
		what: 'The store of secrets answers, but is sealed.',
		minutes: 12,
		stories: [
			alone(go('issuer', {trouble: [cause(18, 'error', 'cannot read signing key ;; error=Error making API request. URL: GET https://vault:8200/v1/kv/issuer Code: 503. Errors: * Vault is sealed')]}), secretStore),
			alone(python('signer', {trouble: [cause(16, 'error', 'hvac.exceptions.VaultDown: Vault is sealed, on get https://vault:8200/v1/kv/data/signer')]}), secretStore),
		],
	},
	{
		name: 'mail-not-sent',
		what: 'A mail server refuses.',
		minutes: 12,
		stories: [
			alone(node('mailer', {trouble: [cause(20, 'error', 'mail not sent ;; err=Connection lost with SMTP server mx.example.com:587 ;; to={user}')]}), /mail/i),
			alone(python('newsletter', {trouble: [cause(18, 'error', 'smtplib.SMTPServerDisconnected: Connection unexpectedly closed: mail server mx.example.com')]}), /mail/i),
		],
	},
	{
		name: 'port-taken',
		what: 'A process cannot start since its port is taken.',
		minutes: 11,
		stories: [
			alone(go('sidecar', {usualShare: 0, trouble: [cause(12, 'error', 'cannot start server ;; error=listen tcp :9100: bind: address already in use')]}), /port/i),
			alone(node('admin', {usualShare: 0, trouble: [cause(10, 'error', 'Error: listen EADDRINUSE: address already in use :::3000\n    at Server.setupListenHandle [as _listen2] (node:net:1817:16)', {format: 'plain'})]}), /port/i),
		],
	},
];
