import assert from 'node:assert/strict';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import {after, test} from 'node:test';
import type {SlackMessage} from '../../../../source/alerting/targets/slack/slack-message.js';
import type {Delivery} from '../../../../source/facts/alert.js';
import {checkWebhookUrl, createWebhook, type WebhookOptions} from '../../../../source/alerting/targets/slack/webhook.js';

const message: SlackMessage = {text: 'x', blocks: [{type: 'header', text: {type: 'plain_text', text: 'x'}}]};
const secretPath = '/services/T0/B0/s3cr3t';

type Handler = (request: http.IncomingMessage, response: http.ServerResponse, attempt: number) => void;

const servers: http.Server[] = [];
after(() => {
	for (const server of servers) {
		server.close();
		server.closeAllConnections();
	}
});

/** A Slack of its own on this machine, and how often it was asked. */
async function startSlack(handle: Handler): Promise<{readonly url: string; readonly bodies: readonly string[]}> {
	const bodies: string[] = [];
	const server = http.createServer((request, response) => {
		let body = '';
		request.on('data', chunk => {
			body += String(chunk);
		});
		request.on('end', () => {
			bodies.push(body);
			handle(request, response, bodies.length);
		});
	});
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	servers.push(server);
	const {port} = server.address() as AddressInfo;
	return {url: `http://127.0.0.1:${port}${secretPath}`, bodies};
}

const answer = (status: number, body: string, headers: http.OutgoingHttpHeaders = {}): Handler => (_, response) => {
	response.writeHead(status, headers);
	response.end(body);
};

const create = (url: string, options: Partial<WebhookOptions> = {}) => createWebhook({
	url, now: () => 1234, retryDelayMs: 1, ...options,
});

test('a message arrives as JSON, and Slack\'s ok is a delivery', async () => {
	const slack = await startSlack((request, response) => {
		assert.equal(request.method, 'POST');
		assert.match(request.headers['content-type'] ?? '', /^application\/json/);
		response.end('ok');
	});
	const webhook = create(slack.url);
	assert.deepEqual(await webhook.post(message), {state: 'delivered', atMs: 1234});
	assert.deepEqual(slack.bodies.map(body => JSON.parse(body) as unknown), [message]);
	assert.match(webhook.label, /^127\.0\.0\.1:\d+\/\.\.\.\/\*{4}$/);
});

const accepted: ReadonlyArray<readonly [status: number, body: string]> = [[200, ''], [201, 'created'], [202, ''], [204, ''], [200, '{"success":true}'], [200, '{"ok" : true}'], [206, '1']];

for (const [status, body] of accepted) {
	test(`${status} with ${JSON.stringify(body)} is a delivery`, async () => {
		const slack = await startSlack(answer(status, body));
		const {state} = await create(slack.url).post(message);
		assert.equal(state, 'delivered');
	});
}

test('a workflow trigger\'s ok is one too', async () => {
	const slack = await startSlack(answer(200, '{"ok":true}'));
	const {state} = await create(slack.url).post(message);
	assert.equal(state, 'delivered');
});

const outcomes: ReadonlyArray<readonly [name: string, status: number, body: string, state: Delivery['state'], reason: RegExp]> = [
	['a body it cannot read', 400, 'invalid_payload', 'failed', /could not read the message/],
	['blocks it does not take', 400, 'invalid_blocks', 'failed', /form of the message/],
	['no text', 400, 'no_text', 'failed', /no text/],
	['a user who left', 400, 'user_not_found', 'failed', /user/],
	['a ban', 403, 'action_prohibited', 'failed', /administrator has forbidden/],
	['a revoked webhook', 403, 'invalid_token', 'failed', /does not know this webhook/],
	['a missing channel', 404, 'channel_not_found', 'failed', /channel of this webhook does not exist/],
	['a removed webhook', 404, 'no_service', 'failed', /removed or switched off/],
	['a missing workspace', 404, 'no_team', 'failed', /workspace/],
	['an archived channel', 410, 'channel_is_archived', 'failed', /archived/],
	['a word that is not known', 400, 'new_error', 'failed', /refused the message \(new_error, status 400\)/],
	['a page of something else', 404, '<html>s3cr3t</html>', 'failed', /Nothing takes messages.*\(status 404\)/],
	['its own failure', 500, 'rollup_error', 'unsure', /failed while it took the message \(status 500\)/],
	['a gateway\'s failure', 503, '', 'unsure', /status 503/],
	['a refusal that says 200', 200, '{"ok":false,"error":"channel_is_archived"}', 'failed', /archived/],
	['a failure that says 200', 200, '{ "success": false }', 'failed', /status 200/],
	['a page that says 200', 200, '<html>sign in</html>', 'unsure', /web page answered in place of Slack/],
];

for (const [name, status, body, state, reason] of outcomes) {
	test(`Slack answers with ${name}: ${state}`, async () => {
		const slack = await startSlack(answer(status, body));
		const delivery = await create(slack.url).post(message);
		assert.equal(delivery.state, state);
		assert.match('reason' in delivery ? delivery.reason : '', reason);
		assert.match('nextStep' in delivery ? delivery.nextStep : '', /^[A-Z][\s\S]*\.$/);
		assert.equal(slack.bodies.length, 1);
		assert.doesNotMatch(JSON.stringify(delivery), /s3cr3t|services/);
	});
}

test('a redirect is not followed', async () => {
	const other = await startSlack(answer(200, 'ok'));
	const slack = await startSlack(answer(307, '', {location: other.url}));
	const delivery = await create(slack.url).post(message);
	assert.equal(delivery.state, 'failed');
	assert.match('reason' in delivery ? delivery.reason : '', /redirect \(307\)/);
	assert.equal(other.bodies.length, 0);
});

test('too many messages: it waits as long as Slack says, and sends again', async () => {
	const slack = await startSlack((_, response, attempt) => {
		response.writeHead(attempt < 3 ? 429 : 200, {'retry-after': '0'});
		response.end(attempt < 3 ? 'rate_limited' : 'ok');
	});
	const {state} = await create(slack.url).post(message);
	assert.deepEqual([state, slack.bodies.length], ['delivered', 3]);
});

test('too many messages for too long: it sends three times at most', async () => {
	const slack = await startSlack(answer(429, 'rate_limited', {'retry-after': '0'}));
	const delivery = await create(slack.url).post(message);
	assert.deepEqual([delivery.state, slack.bodies.length], ['failed', 3]);
});

test('a wait of more than a minute is told, not waited for', async () => {
	const slack = await startSlack(answer(429, 'rate_limited', {'retry-after': '300'}));
	const delivery = await create(slack.url).post(message);
	assert.deepEqual(delivery, {
		state: 'failed', atMs: 1234, reason: 'Slack is rate limiting this webhook (429).', nextStep: 'Send again in 5 min.',
	});
	assert.equal(slack.bodies.length, 1);
});

test('the wait for Slack ends when the user stops it', async () => {
	const controller = new AbortController();
	const slack = await startSlack((_, response) => {
		response.writeHead(429, {'retry-after': '60'});
		response.end('rate_limited', () => {
			setImmediate(() => {
				controller.abort();
			});
		});
	});
	const delivery = await create(slack.url).post(message, {signal: controller.signal});
	assert.notEqual(delivery.state, 'delivered');
	assert.equal(slack.bodies.length, 1);
});

test('no answer in time: it may have been delivered', async () => {
	const slack = await startSlack(() => undefined);
	const delivery = await create(slack.url, {timeoutMs: 500}).post(message);
	assert.deepEqual(delivery, {
		state: 'unsure', atMs: 1234, reason: 'Slack did not answer within 500 ms.', nextStep: 'Look in the channel before you send again.',
	});
	assert.equal(slack.bodies.length, 1);
});

test('an answer that never ends is not waited for', async () => {
	const slack = await startSlack((_, response) => {
		response.writeHead(200);
		const timer = setInterval(() => {
			response.write('x'.repeat(1000));
		}, 1);
		response.on('close', () => {
			clearInterval(timer);
		});
	});
	const {state} = await create(slack.url).post(message);
	assert.equal(state, 'delivered');
});

test('a connection that breaks after sending: it may have been delivered', async () => {
	const slack = await startSlack(request => {
		request.socket.destroy();
	});
	const delivery = await create(slack.url).post(message);
	assert.equal(delivery.state, 'unsure');
	assert.match('reason' in delivery ? delivery.reason : '', /^The connection broke before Slack answered/);
	assert.equal(slack.bodies.length, 1);
});

test('a connection that never stands is tried again, then told', async () => {
	const server = http.createServer();
	await new Promise<void>(resolve => {
		server.listen(0, '127.0.0.1', resolve);
	});
	const {port} = server.address() as AddressInfo;
	await new Promise(resolve => {
		server.close(resolve);
	});
	const delivery = await create(`http://127.0.0.1:${port}${secretPath}`).post(message);
	assert.equal(delivery.state, 'failed');
	assert.match('reason' in delivery ? delivery.reason : '', /^Slack cannot be reached: the connection was refused \(ECONNREFUSED\)\.$/);
	assert.doesNotMatch(JSON.stringify(delivery), /s3cr3t/);
});

test('stopped before it began, nothing is sent', async () => {
	const slack = await startSlack(answer(200, 'ok'));
	const delivery = await create(slack.url).post(message, {signal: AbortSignal.abort()});
	assert.deepEqual([delivery.state, slack.bodies.length], ['failed', 0]);
});

test('stopped on its way, it may have been delivered', async () => {
	const controller = new AbortController();
	const slack = await startSlack(() => {
		controller.abort();
	});
	const {state} = await create(slack.url).post(message, {signal: controller.signal});
	assert.equal(state, 'unsure');
});

const slackHost = 'hooks.slack.com';
const addresses: ReadonlyArray<readonly [url: string, allowedHosts: readonly string[], wrong: RegExp | undefined]> = [
	['https://hooks.slack.com/services/T/B/x', [], undefined],
	['https://hooks.slack-gov.com/services/T/B/x', [], undefined],
	['http://127.0.0.1:3000/x', [], undefined],
	['http://localhost:3000/x', [], undefined],
	['http://[::1]:3000/x', [], undefined],
	[`http://${slackHost}/services/T/B/x`, [], /begin with https/],
	['https://hooks.slack.com:8443/services/T/B/x', [], /its host/],
	['https://hooks.slack.com.evil/services/x', [], /its host/],
	['https://evil/hooks.slack.com', [], /its host/],
	['https://127.0.0.1.evil/x', [], /its host/],
	['https://me:pw@hooks.slack.com/services/x', [], /user:password/],
	['https://chat.internal/hooks/x', ['chat.internal'], undefined],
	['https://chat.internal:8065/hooks/x', ['CHAT.internal:8065'], undefined],
	['https://chat.internal/hooks/x', ['internal'], /its host/],
	['hooks.slack.com/services/x', [], /does not read/],
	['file:///etc/passwd', [], /does not read/],
];

for (const [url, allowedHosts, wrong] of addresses) {
	test(`${url} is ${wrong ? 'refused' : 'allowed'}${allowedHosts.length > 0 ? ` with ${allowedHosts.join(',')}` : ''}`, () => {
		assert.match(checkWebhookUrl(url, allowedHosts) ?? 'allowed', wrong ?? /^allowed$/);
	});
}

test('a webhook that is not allowed is not made, and its address is not repeated', () => {
	assert.throws(() => create('https://evil.example/services/s3cr3t'), error => error instanceof Error && error.message.includes('its host') && !error.message.includes('s3cr3t'));
});
