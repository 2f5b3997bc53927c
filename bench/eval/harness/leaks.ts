import {once} from 'node:events';
import {readdir, readFile} from 'node:fs/promises';
import {createServer} from 'node:http';
import type {AddressInfo} from 'node:net';
import path from 'node:path';
import {text as readText} from 'node:stream/consumers';
import {startScriptedClaude} from '../../../source/sandbox/claude/server.js';
import {Secret as SecretSetting} from '../../../source/config/secret.js';
import {startSlackSink} from '../../../source/sandbox/slack-sink.js';
import {watchCase} from '../watch-case.js';
import {plantSecrets} from './plant.js';
import {makeSecrets, type Secret} from './secrets.js';

export type Leak = {readonly kind: string; readonly place: string; readonly where: string};

export type LeakReport = {
	readonly secrets: number;
	readonly kinds: number;
	/** Those that the evidence held: what redaction had to deal with. */
	readonly reached: number;
	/** Texts that were searched. */
	readonly texts: number;
	/** Requests to the model that carried what a tool had found. */
	readonly toolResults: number;
	readonly leaks: readonly Leak[];
};

/** So many characters from a secret's middle count as the secret: a part of a key is a leak too. */
const partLength = 12;

const partOf = ({value}: Secret): string => {
	const start = Math.max(0, Math.floor((value.length - partLength) / 2));
	return value.slice(start, start + partLength);
};

/** Stands before the scripted Claude, which looks things up with tools, and keeps what it is sent. */
const startListener = async () => {
	const claude = await startScriptedClaude({paceMs: 0});
	const bodies: string[] = [];
	const server = createServer((request, response) => {
		const answer = async (): Promise<void> => {
			const body = await readText(request);
			bodies.push(body);
			const reply = await fetch(`${claude.url}${request.url ?? ''}`, {method: 'POST', headers: {'content-type': 'application/json', authorization: request.headers.authorization ?? '', 'anthropic-version': '2026-10-21'}, body});
			response.writeHead(reply.status, {'content-type': reply.headers.get('content-type') ?? 'text/plain'});
			response.end(await reply.text());
		};

		void answer();
	});
	server.listen(0, '127.0.0.1');
	await once(server, 'listening');
	return {
		url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
		bodies,
		async close() {
			server.close();
			server.closeAllConnections();
			await once(server, 'close');
			await claude.close();
		},
	};
};

/** The texts of all files below a folder, by their names. */
const readFiles = async (directory: string): Promise<ReadonlyArray<readonly [name: string, text: string]>> => {
	const entries = await readdir(directory, {recursive: true, withFileTypes: true});
	return Promise.all(entries.filter(entry => entry.isFile()).map(async entry => [`disk: ${entry.name}`, await readFile(path.join(entry.parentPath, entry.name), 'utf8')] as const));
};

/** Plants fifty secrets, has every service analysed and told to Slack, and searches all that left: requests, messages, previews, files. */
export const searchLeaks = async (seed: number): Promise<LeakReport> => {
	const secrets = makeSecrets(seed);
	const planted = plantSecrets(secrets, seed);
	const listener = await startListener();
	const slack = await startSlackSink();
	const texts: Array<readonly [where: string, text: string]> = [];
	const evidence: string[] = [];
	try {
		const watched = await watchCase(planted, {
			model: {
				apiKey: 'planted-key', authToken: undefined, baseUrl: listener.url, model: 'claude-sonnet-5-5', isScripted: false,
			},
			alerts: {targets: {slackWebhookUrl: new SecretSetting(slack.url)}},
		});
		const {analyses, alerter, store} = watched.session;
		try {
			for (const service of planted.services) {
				await analyses.analyse(service);
				await analyses.ask(service, `Is this ours: ${secrets.map(({text}) => text).slice(0, 3).join(' ')}?`);
				await alerter.send(service);
				const alert = await alerter.preview(service);
				texts.push(['preview of the prompt', await analyses.preview(service) ?? ''], ['preview of the alert', alert.join('\n')]);
				evidence.push(JSON.stringify(store.getState().details.get(service)?.evidence ?? ''));
			}
		} finally {
			await watched.close(async stateDir => {
				texts.push(...await readFiles(stateDir));
			});
		}
	} finally {
		await listener.close();
		await slack.close();
	}

	texts.push(...listener.bodies.map(body => ['request to the model', body] as const), ...slack.deliveries().map(({body}) => ['message to Slack', body] as const));
	return {
		secrets: secrets.length,
		kinds: new Set(secrets.map(({kind}) => kind)).size,
		reached: secrets.filter(secret => evidence.some(text => text.includes(partOf(secret)))).length,
		texts: texts.length,
		toolResults: listener.bodies.filter(body => body.includes('"tool_result"')).length,
		leaks: secrets.flatMap(secret => texts.filter(([, text]) => text.includes(partOf(secret))).map(([where]) => ({kind: secret.kind, place: planted.places.get(secret) ?? '', where}))),
	};
};
