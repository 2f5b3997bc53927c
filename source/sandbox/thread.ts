import process from 'node:process';
import {Worker} from 'node:worker_threads';
import type {IncidentName} from './traffic/incidents/registry.js';
import type {DemoSandbox, SlackDelivery} from './types.js';

/** What the thread gets at its start. */
export type ThreadData = {
	readonly nowMs: number;
	readonly seed: number;
	readonly serviceCount?: number;
	readonly incident?: IncidentName;
	readonly lokiPort?: number;
	readonly paceMs?: number;
};

export type ThreadUrls = {
	readonly lokiUrl: string;
	readonly claudeUrl: string;
	readonly slackUrl: string;
};

/** What the thread says. */
export type ThreadMessage =
	| ({readonly type: 'ready'} & ThreadUrls)
	| {readonly type: 'history-stored'}
	| {readonly type: 'delivery'; readonly delivery: SlackDelivery};

export type ThreadOptions = {
	readonly url: URL;
	readonly data: ThreadData;
	/** Called once if the thread ends by itself after its start. A warning of the process where not given. */
	readonly onError?: (error: Error) => void;
};

/** What the thread is asked. */
export const closeMessage = 'close';

const maxDeliveries = 200;
/** The thread closes its servers in a few milliseconds; after this it is ended as it is. */
const closeTimeoutMs = 1000;
const startTimeoutMs = 30_000;

/**
Runs the sandbox's thread until it is closed.

@throws What the thread throws at its start (a port that is taken), or that it did not start in 30 s.
*/
export const runThread = async ({url, data, onError}: ThreadOptions): Promise<DemoSandbox> => {
	// Its output would run into the screen; what goes wrong in it comes as an error event.
	const worker = new Worker(url, {
		name: 'sandbox', workerData: data, env: {}, stdout: true, stderr: true,
	});
	worker.stdout.resume();
	worker.stderr.resume();

	const deliveries: SlackDelivery[] = [];
	let isClosing = false;
	let failure: Error | undefined;
	const exited = new Promise<void>(resolve => {
		worker.once('exit', () => {
			resolve();
		});
	});
	const historyStored = new Promise<void>(resolve => {
		worker.once('exit', () => {
			resolve();
		});
		worker.on('message', ({type}: ThreadMessage) => {
			if (type === 'history-stored') {
				resolve();
			}
		});
	});

	const urls = await new Promise<ThreadUrls>((resolve, reject) => {
		const timer = setTimeout(() => {
			void worker.terminate();
			reject(new Error('The sandbox did not start in 30 s: this machine is too busy, or its thread was stopped.'));
		}, startTimeoutMs);
		let isReady = false;

		const fail = (error: Error): void => {
			clearTimeout(timer);
			if (failure !== undefined || isClosing) {
				return;
			}

			failure = error;
			if (!isReady) {
				reject(error);
			} else if (onError) {
				onError(error);
			} else {
				process.emitWarning(error);
			}
		};

		worker.on('message', (message: ThreadMessage) => {
			if (message.type === 'ready') {
				isReady = true;
				clearTimeout(timer);
				resolve(message);
			} else if (message.type === 'delivery') {
				deliveries.push(message.delivery);
				if (deliveries.length > maxDeliveries) {
					deliveries.shift();
				}
			}
		});
		worker.on('error', error => {
			fail(error instanceof Error ? error : new Error(String(error)));
		});
		worker.on('exit', code => {
			fail(new Error(`The sandbox's thread ended by itself with code ${code}.`));
		});
	});

	return {
		lokiUrl: urls.lokiUrl,
		claudeUrl: urls.claudeUrl,
		slackUrl: urls.slackUrl,
		historyStored,
		deliveries: () => deliveries,
		async close() {
			isClosing = true;
			worker.postMessage(closeMessage);
			const timer = setTimeout(() => {
				void worker.terminate();
			}, closeTimeoutMs);
			await exited;
			clearTimeout(timer);
		},
	};
};
