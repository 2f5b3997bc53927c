import {test} from 'node:test';
import assert from 'node:assert/strict';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {errorStage, quote} from '../../../source/loki/logql/logql.js';
import {errorFilterOf, levelMarks} from '../../../source/patterns/error-filter.js';

const key = (...parts: readonly string[]): string => parts.join('');
const letters = (count: number): string => 'aB3dE5gH1jK2mN4pQ6rS7tU8vW9xY0zA'.repeat(10).slice(0, count);
const hex = (count: number): string => '0f1e2d3c4b5a69788796a5b4c3d2e1f0'.repeat(8).slice(0, count);
const jwt = key('eyJhbGciOiJIUzI1NiJ9', '.eyJzdWIiOiIxMjM0NTY3ODkwIn0', '.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U');

/** The secret, and a line that holds it: the line's other parts are checked by the cases that follow. */
const positives: ReadonlyArray<readonly [kind: string, secret: string, line: string]> = [
	['EMAIL', 'jane.doe@example.com', 'charge failed for jane.doe@example.com: card declined'],
	['EMAIL', 'jane+tag@sub.example.co.uk', '{"user":"jane+tag@sub.example.co.uk","status":500}'],
	['EMAIL', 'ops_team@example.org', 'mail to <ops_team@example.org> bounced'],
	['EMAIL', 'j%C3%B6rg%40example.com', 'GET /users?mail=j%C3%B6rg%40example.com 404'],
	['EMAIL', 'jörg@müller.de', 'login of jörg@müller.de refused'],
	['EMAIL', 'bob@example.com', 'GET /accounts/bob@example.com/orders 500'],
	['TOKEN', letters(30), `Authorization: Bearer ${letters(30)}`],
	['TOKEN', letters(30), `{"authorization":"Bearer ${letters(30)}","path":"/v1"}`],
	['TOKEN', letters(24), `calling upstream with bearer ${letters(24)} failed`],
	['PASSWORD', 'dXNlcjpodW50ZXIy', 'authorization=Basic dXNlcjpodW50ZXIy status=401'],
	['PASSWORD', 'dXNlcjpIdW50ZXIy=', 'sent header Basic dXNlcjpIdW50ZXIy='],
	['TOKEN', letters(20), `Proxy-Authorization: Digest ${letters(20)}`],
	['TOKEN', '7f3a9c', 'authorization: 7f3a9c'],
	['JWT', jwt, `token rejected: ${jwt} signature mismatch`],
	['JWT', jwt, `Authorization: Bearer ${jwt}`],
	['JWT', jwt, `wss://example.com/live?jwt=${jwt}&v=2`],
	['AWS_KEY_ID', 'AKIAIOSFODNN7EXAMPLE', 'using access key AKIAIOSFODNN7EXAMPLE'],
	['AWS_KEY_ID', 'ASIAIOSFODNN7EXAMPLE', '{"id":"ASIAIOSFODNN7EXAMPLE"}'],
	['AWS_SECRET', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'AKIAIOSFODNN7EXAMPLE:wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
	['SECRET', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', 'aws_secret_access_key=wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY'],
	['SECRET', 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY', '{"secretAccessKey": "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"}'],
	['GITHUB_TOKEN', key('ghp', '_', letters(36)), `remote: denied for ${key('ghp', '_', letters(36))}`],
	['GITHUB_TOKEN', key('github', '_pat_', letters(60)), `https://${key('github', '_pat_', letters(60))}@github.com/a/b.git`],
	['GITLAB_TOKEN', key('glpat', '-', letters(20)), `PRIVATE-TOKEN ${key('glpat', '-', letters(20))} expired`],
	['SLACK_TOKEN', key('xoxb', '-123456789012-', letters(24)), `slack said invalid_auth for ${key('xoxb', '-123456789012-', letters(24))}`],
	['SLACK_WEBHOOK', 'T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX', 'POST https://hooks.slack.com/services/T00000000/B00000000/XXXXXXXXXXXXXXXXXXXXXXXX 404'],
	['STRIPE_KEY', key('sk', '_live_', letters(24)), `stripe: No such key ${key('sk', '_live_', letters(24))}`],
	['STRIPE_KEY', key('rk', '_test_', letters(24)), `using ${key('rk', '_test_', letters(24))}`],
	['STRIPE_KEY', key('whsec', '_', letters(32)), `endpoint ${key('whsec', '_', letters(32))}`],
	['OPENAI_KEY', key('sk', '-proj-', letters(48)), `Incorrect API key provided: ${key('sk', '-proj-', letters(48))}.`],
	['OPENAI_KEY', key('sk', '-', letters(48)), `openai ${key('sk', '-', letters(48))}`],
	['ANTHROPIC_KEY', key('sk', '-ant-api03-', letters(80)), `using ${key('sk', '-ant-api03-', letters(80))}`],
	['GOOGLE_KEY', key('AIza', letters(35)), `maps?key=${key('AIza', letters(35))}`],
	['GOOGLE_KEY', key('ya29', '.', letters(60)), `oauth ${key('ya29', '.', letters(60))} expired`],
	['NPM_TOKEN', key('npm', '_', letters(36)), `//registry.npmjs.org/ with ${key('npm', '_', letters(36))}`],
	['VENDOR_TOKEN', key('hvs', '.', letters(24)), `vault ${key('hvs', '.', letters(24))} denied`],
	['VENDOR_TOKEN', key('glsa', '_', letters(32), '_', hex(8)), `grafana ${key('glsa', '_', letters(32), '_', hex(8))}`],
	['VENDOR_TOKEN', key('SG', '.', letters(22), '.', letters(43)), `sendgrid ${key('SG', '.', letters(22), '.', letters(43))}`],
	['PRIVATE_KEY', `-----BEGIN RSA PRIVATE KEY-----\nMIIEow${letters(64)}\n${letters(64)}==\n-----END RSA PRIVATE KEY-----`, `loaded -----BEGIN RSA PRIVATE KEY-----\nMIIEow${letters(64)}\n${letters(64)}==\n-----END RSA PRIVATE KEY----- from disk`],
	['PRIVATE_KEY', String.raw`-----BEGIN PRIVATE KEY-----\nMIIEow${letters(64)}\n-----END PRIVATE KEY-----`, String.raw`{"tls":"-----BEGIN PRIVATE KEY-----\nMIIEow${letters(64)}\n-----END PRIVATE KEY-----"}`],
	['PRIVATE_KEY', `-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz${letters(64)}`, `-----BEGIN OPENSSH PRIVATE KEY-----\nb3BlbnNz${letters(64)}`],
	['PASSWORD', 'hunter2', 'dial postgres://shop:hunter2@db-primary.internal:5432/shop failed'],
	['PASSWORD', 'p@ss', 'amqp://guest:p@ss@rabbit:5672'],
	['PASSWORD', 'a/b1', 'redis://:a/b1@cache:6379/0'],
	['PASSWORD', 's3cr3t', 'GET https://admin:s3cr3t@example.com/metrics 401'],
	['PASSWORD', 'hunter2', 'db_password=hunter2 db_user=shop'],
	['PASSWORD', 'correct horse battery', '{"password":"correct horse battery","user":"jane"}'],
	['PASSWORD', 'hunter2', String.raw`{"msg":"{\"password\":\"hunter2\",\"n\":1}"}`],
	['PASSWORD', String.raw`it\"s`, String.raw`{"passwd":"it\"s"}`],
	['PASSWORD', 'hunter2', 'Server=db;User Id=sa;Password=hunter2;Timeout=30'],
	['PASSWORD', 'hunter2', 'psql --password hunter2 --host db'],
	['PASSWORD', 'hunter2', 'pwd: hunter2'],
	['PASSWORD', 's3cr3t', 'curl -s -u admin:s3cr3t https://example.com'],
	['PASSWORD', 'hunter2', 'Login{user=jane, password=hunter2}'],
	['SECRET', 'abcd1234', 'client_secret: abcd1234'],
	['PASSWORD', 'hunter2', 'response <auth><password>hunter2</password></auth>'],
	['SECRET', hex(64), `secret_key_base: ${hex(64)}`],
	['PASSWORD', 'hunter2', 'login failed with password hunter2'],
	['PASSWORD', 'hunter2', 'the password is \'hunter2\''],
	['PASSWORD', 'copper!5801thunder', 'Login failed with password copper!5801thunder'],
	['PASSWORD', 'otter#42x', 'used passphrase otter#42x, refused'],
	['PASSWORD', 'a-and-b', 'password=a-and-b tries=3'],
	['PASSWORD', 'hunter2', 'ran redis-cli -h cache -a hunter2 ping'],
	['API_KEY', 'abc123def456', 'rejected api key abc123def456'],
	['WEBHOOK', '123456/abcDEF-123456', 'POST https://discord.com/api/webhooks/123456/abcDEF-123456 404'],
	['VENDOR_TOKEN', key('123456789', ':AA', letters(33)), `bot ${key('123456789', ':AA', letters(33))}`],
	['COOKIE', 'a=b1234567', '{"headers":{"Cookie":["a=b1234567"]}}'],
	['SSN', '123456789', 'ssn: 123456789'],
	['PHONE', '+49 151 12345678', 'phone: +49 151 12345678'],
	['EMAIL', 'john.smith@corp.local', 'mail to john.smith@corp.local'],
	['SECRET', hex(32), `encryption_key=${hex(32)}`],
	['API_KEY', hex(32), `x-api-key: ${hex(32)}`],
	['API_KEY', 'live-778899', '{"apiKey":"live-778899"}'],
	['API_KEY', hex(40), `GET /v1/search?api_key=${hex(40)}&q=shoes 403`],
	['TOKEN', hex(40), `refresh_token=${hex(40)} grant=refresh`],
	['TOKEN', 'tok_9f8e7d', '{"token":"tok_9f8e7d","ok":false}'],
	['COOKIE', 'sid=8f7e6d5c; theme=dark', 'Cookie: sid=8f7e6d5c; theme=dark'],
	['COOKIE', 'session=9a8b7c6d; Path=/; HttpOnly', 'set-cookie: session=9a8b7c6d; Path=/; HttpOnly'],
	['SESSION', '9a8b7c6d5e4f', 'session_id=9a8b7c6d5e4f user=17'],
	['SESSION', '550e8400-e29b-41d4-a716-446655440000', '{"session":"550e8400-e29b-41d4-a716-446655440000"}'],
	['SIGNATURE', hex(64), `GET /file?X-Amz-Signature=${hex(64)} 403`],
	['CARD', '4111 1111 1111 1111', 'card 4111 1111 1111 1111 declined'],
	['CARD', '5555555555554444', '{"pan":"5555555555554444"}'],
	['CARD', '3782-822463-10005', 'amex 3782-822463-10005'],
	['IBAN', 'DE89 3704 0044 0532 0130 00', 'payout to DE89 3704 0044 0532 0130 00 PAID'],
	['IBAN', 'GB82WEST12345698765432', 'iban=GB82WEST12345698765432'],
	['SSN', '123-45-6789', 'applicant ssn 123-45-6789 not found'],
	['PHONE', '+1 415-555-2671', 'sms to +1 415-555-2671 failed'],
	['PHONE', '+4915112345678', 'sms to +4915112345678 failed'],
	['PHONE', '4155552671', '{"phone":"4155552671"}'],
];

const negatives: readonly string[] = [
	'order 1234567890123456 shipped in 4021 ms',
	'pid 12345 exited with code 137',
	'trace_id=4bf92f3577b34da6a3ce929d0e0e4736 span_id=00f067aa0ba902b7',
	'{"traceId":"4bf92f3577b34da6a3ce929d0e0e4736","ts":"2026-01-02T03:04:05.678Z"}',
	'request_id=550e8400-e29b-41d4-a716-446655440000 took 12.5ms',
	'2026-01-02 03:04:05,678 ERROR [http-nio-8080-exec-12] c.e.p.ChargeService : charge failed',
	'1717171717171717171 nanoseconds since the epoch',
	'ts=1717171717.123 level=info msg="compacted" duration=12.4s',
	'HikariPool-1 - Connection is not available, request timed out after 30001ms.',
	'dial tcp 10.1.2.3:5432: connect: connection refused',
	'2001:db8::ff00:42:8329 - - [02/Jan/2026:03:04:05 +0000] "GET / HTTP/1.1" 200 612',
	'postgres://db-primary.internal:5432/shop is not reachable',
	'postgres://shop@db-primary.example.com:5432/shop is not reachable',
	'redis://cache:6379/0 connected, see x@1',
	'GET http://api-gateway:8080/v1/orders/981723 502 in 31ms',
	'password authentication failed for user "shop"',
	'invalid password for user jane',
	'password sha256 mismatch for user jane',
	'password reset requested, token v2 sent in 120ms',
	'wrong password for user-17 (attempt 2)',
	'password policy: at least 12 characters',
	'api key rotated 3 days ago by deploy-bot',
	'token refresh_v2 in 350ms',
	'password: [object Object]',
	'rabbit@node-1.cluster.local and rabbit@node1.internal partitioned',
	'password: incorrect',
	'password: must contain at least 8 characters',
	'Enter password:',
	'{"password":null,"reset":true}',
	'password=*** user=jane',
	'password=[FILTERED]',
	'token expired at 12:00',
	'token: expired',
	'unexpected token < in JSON at position 0',
	'SyntaxError: Unexpected token } in JSON',
	'input_tokens=1200 output_tokens=350 max_tokens: 16000',
	'token_type=bearer expires_in=3600',
	'Bearer token is missing',
	'Basic authentication is required',
	'secret "payments/db-tls" not found',
	'MountVolume.SetUp failed for volume "certs" : secret not found',
	'cache_key=user:17:cart hit=true',
	'author=jane authority=example.com authenticated=true',
	'auth=ok method=basic',
	'session: closed',
	'session closed for user root',
	'Started Session 42 of user root.',
	'cookie: rejected because it is too large',
	'compass=north bypass=true passed=17 passing=3',
	'sidecar=istio-proxy inside=1 side=left',
	'consumer group payments offset=8817263 partition=12 lag=1200',
	'git clone git@github.com:example/shop.git',
	'getty@tty1.service: Deactivated successfully.',
	'postgresql@15-main.service: Failed with result',
	'rabbit@rabbitmq-0.rabbitmq.default.svc.cluster.local is down',
	'npm warn deprecated lodash@4.17.21.tgz',
	'image registry.example.com/shop/payment@sha256:4bf92f3577b34da6a3ce929d0e0e47364bf92f3577b34da6a3ce929d0e0e4736',
	'com.example.Pool@1a2b3c4d closed',
	'@Transactional method rolled back',
	'commit 4bf92f3577b34da6a3ce929d0e0e47364bf92f35 deployed as 1.42.0',
	'sk-very-long-service-name-production restarted',
	'task-runner-scheduler-1234567890-abcdef started',
	'npm_config_registry is set',
	'version 1.42.0 build 20260102.3 started on payment-7f9c6d5b4-x2x9z',
	'2026-01-02T03:04:05+02:00 rolled over',
	'memory 4294967296 bytes, 51.2 GiB free, 0x7ffe12345678',
	'order number: 4111111111111111 rejected',
	'dd.span_id=4532015112830366 dd.trace_id=5555555555554444',
	'retry +1 of 3, delta +12345, offset +0200',
	'order 2026-01-02-0001 and part 123-4567-89 stay',
	'GB82 is not an account, DE12ABCDEFGHIJKLMNOPQR neither',
	'lag 123-45-67890 items',
	'ping=12 pinned=1234 spin=4',
	'level=warn msg="certificate expires in 3 days" host=api.example.com',
	'signature mismatch for webhook 17',
	'key=orders value=17 primary_key=id',
];

test('the filters by which errors are counted stand in records as they are', () => {
	for (const marks of [...levelMarks.map(mark => [mark]), levelMarks]) {
		const {matches, excludes = ''} = errorFilterOf(marks);
		const stage = `|~ ${quote(matches)} !~ ${quote(excludes)}`;
		assert.equal(createRedactor().redact(stage), stage);
	}

	for (const errorSource of ['detected_level', 'level', 'line'] as const) {
		assert.equal(createRedactor().redact(errorStage({errorSource})), errorStage({errorSource}));
	}
});

test('the tables are wide enough to mean something', () => {
	assert.ok(positives.length >= 60);
	assert.ok(new Set(positives.map(([kind]) => kind)).size >= 15);
	assert.ok(negatives.length >= 60);
});

test('every kind of secret is replaced, and put back by restore', async t => {
	for (const [kind, secret, line] of positives) {
		await t.test(`${kind}: ${line.slice(0, 60)}`, () => {
			const redactor = createRedactor();
			const redacted = redactor.redact(line);
			assert.ok(!redacted.includes(secret), redacted);
			assert.match(redacted, new RegExp(`<${kind}_1>`), redacted);
			assert.equal(redactor.restoreForLoki(redacted), line);
			assert.equal(redactor.redact(redacted), redacted, 'redacting twice changes nothing');
		});
	}
});

test('ordinary lines stay as they are', async t => {
	for (const line of negatives) {
		await t.test(line.slice(0, 80), () => {
			assert.equal(createRedactor().redact(line), line);
		});
	}
});

test('what stands around a secret stays', () => {
	const {redact} = createRedactor();
	assert.equal(redact('dial postgres://shop:hunter2@db-primary.example.com:5432/shop failed, pid 12345'), 'dial postgres://shop:<PASSWORD_1>@db-primary.example.com:5432/shop failed, pid 12345');
	assert.equal(redact('{"token":"tok_9f8e7d","ok":false}'), '{"token":"<TOKEN_1>","ok":false}');
	assert.equal(redact('POST https://hooks.slack.com/services/T0/B0/XXXXXXXX 404'), 'POST https://hooks.slack.com/services/<SLACK_WEBHOOK_1> 404');
	assert.equal(redact('GET /v1?api_key=abc123&q=shoes 403'), 'GET /v1?api_key=<API_KEY_1>&q=shoes 403');
});

test('the same value gets the same placeholder, another value another one', () => {
	const redactor = createRedactor();
	assert.equal(redactor.redact('a@example.com b@example.com a@example.com'), '<EMAIL_1> <EMAIL_2> <EMAIL_1>');
	assert.equal(redactor.redact('again b@example.com'), 'again <EMAIL_2>');
	assert.equal(redactor.count(), 2);
	assert.equal(redactor.restoreForLoki('was it <EMAIL_2> or <EMAIL_9>?'), 'was it b@example.com or <EMAIL_9>?');
});

test('a secret inside a secret comes back whole', () => {
	const redactor = createRedactor();
	const line = `Cookie: auth=${jwt}; theme=dark`;
	const redacted = redactor.redact(line);
	assert.ok(!redacted.includes('eyJ'));
	assert.equal(redactor.restoreForLoki(redacted), line);
});

test('patterns of the user come first and need no flags', () => {
	const redactor = createRedactor([/CUST-\d+/, /x*/y]);
	assert.equal(redactor.redact('CUST-17 and CUST-18 and CUST-17'), '<CUSTOM_1> and <CUSTOM_2> and <CUSTOM_1>');
	assert.equal(redactor.restoreForLoki('<CUSTOM_2>'), 'CUST-18');
});

test('more values than can be remembered are still hidden', () => {
	const redactor = createRedactor();
	const mails = Array.from({length: 10_050}, (_, index) => `u${index}@example.com`);
	const redacted = redactor.redact(mails.join(' '));
	assert.ok(!redacted.includes('@'));
	assert.ok(redacted.endsWith('<EMAIL>'));
	assert.equal(redactor.count(), 10_000);
});

test('a line of a megabyte made to hurt is answered', {timeout: 60_000}, async t => {
	const parts = [
		'a',
		'a.',
		'a@',
		'a@a.',
		'@',
		'eyJ',
		'eyJaaaaaaaa.',
		'://',
		'a://',
		'postgres://a:',
		'a://a:b',
		'-----BEGIN PRIVATE KEY-----',
		'-----BEGIN ',
		'password=',
		'password',
		'password="',
		String.raw`password\":\"`,
		String.raw`"password":"\\`,
		'pass',
		'token ',
		'token: bearer ',
		'Bearer ',
		'Basic ',
		'cookie: a=b; ',
		'; ',
		'1',
		'1 ',
		'4111 ',
		'4111-',
		'123-45-',
		'DE89 ',
		'GB82',
		'+1 ',
		'+1',
		'sk-',
		'sk-a',
		'AKIA',
		'xox',
		'SG.',
		'SG.aaaaaaaaaaaaaaaa.',
		'--',
		'--a-',
		'--password ',
		'curl ',
		'curl -u',
		'\\',
		'"',
		' ',
		'<',
		'<A_1>',
		'<EMAIL_1',
		'https://hooks.slack.com/services/',
		'%40',
		'a%40a.',
		'\u{1F600}',
		'\u{D800}',
	];
	for (const part of parts) {
		await t.test(JSON.stringify(part), () => {
			const hostile = `${part.repeat(Math.ceil(1_000_000 / part.length))} jane@example.com`;
			const redactor = createRedactor();
			assert.equal(redactor.restoreForLoki(redactor.redact(hostile)), hostile);
		});
	}
});

test('a value that was hidden once is hidden wherever it stands', () => {
	const {redact, hideKnown} = createRedactor();
	redact('password=hunter2secret user=jane.doe@example.com');
	assert.equal(hideKnown('is hunter2secret the one of jane.doe@example.com?'), 'is <PASSWORD_1> the one of <EMAIL_1>?');
	assert.equal(hideKnown('nothing to hide'), 'nothing to hide');
});

test('a placeholder that comes in as text keeps its number to itself', () => {
	const {redact, restoreForLoki, reserve} = createRedactor();
	assert.equal(redact('<EMAIL_1> wrote to bob@example.com'), '<EMAIL_1> wrote to <EMAIL_2>');
	assert.equal(restoreForLoki('<EMAIL_1> and <EMAIL_2>'), '<EMAIL_1> and bob@example.com');
	reserve('<PASSWORD_7>');
	assert.match(redact('password=hunter2secret'), /<PASSWORD_8>/);
});
