import {once} from 'node:events';
import http from 'node:http';
import type {AddressInfo} from 'node:net';
import type {SlackMessage} from '../../../source/alerting/targets/slack/slack-message.js';

export type Handler = (request: http.IncomingMessage, response: http.ServerResponse) => void;

export type Slack = {
	readonly url: string;
	readonly messages: readonly SlackMessage[];
	/** What the next requests get, one each; `ok` where none is left. */
	readonly faults: Handler[];
	readonly close: () => Promise<void>;
};

const open: Slack[] = [];

export async function closeSlacks(): Promise<void> {
	await Promise.all(open.splice(0).map(async slack => slack.close()));
}

/** Reads every message to its end before it does what it is told to. */
export async function startSlack(port = 0): Promise<Slack> {
	const messages: SlackMessage[] = [];
	const faults: Handler[] = [];
	const server = http.createServer((request, response) => {
		let body = '';
		request.on('data', chunk => {
			body += String(chunk);
		});
		request.on('end', () => {
			messages.push(JSON.parse(body) as SlackMessage);
			const fault = faults.shift() ?? answer(200, 'ok');
			fault(request, response);
		});
	});
	server.listen(port, '127.0.0.1');
	await once(server, 'listening');
	const {port: bound} = server.address() as AddressInfo;
	const slack = {
		url: `http://127.0.0.1:${bound}/services/T0/B0/x`,
		messages,
		faults,
		async close() {
			if (!server.listening) {
				return;
			}

			const closed = once(server, 'close');
			server.close();
			server.closeAllConnections();
			await closed;
		},
	};
	open.push(slack);
	return slack;
}

export const answer = (status: number, body = '', headers: http.OutgoingHttpHeaders = {}): Handler => (_, response) => {
	response.writeHead(status, headers).end(body);
};

export const reset: Handler = request => {
	request.socket.resetAndDestroy();
};

export const page = '<!doctype html><title>Sign in to the guest network</title>';

/** Does it say of itself that it may be there already? */
export const isMarked = ({text, blocks}: SlackMessage): boolean => /^repeat: the first attempt at \d\d:\d\d UTC may not have arrived/.test(text)
	&& JSON.stringify(blocks[0]).includes('repeat: the first attempt at');
