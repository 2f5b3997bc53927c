import {parentPort, workerData} from 'node:worker_threads';
import {startScriptedClaude} from './claude/server.js';
import {startFeed} from './feed.js';
import {startSandboxLoki} from './loki/server.js';
import {startSlackSink} from './slack-sink.js';
import {closeMessage, type ThreadData, type ThreadMessage} from './thread.js';
import {createTraffic} from './traffic/index.js';

// The thread of the demo's sandbox. What is thrown in here reaches the other side as an error event.

const say = (message: ThreadMessage): void => {
	parentPort?.postMessage(message);
};

const {nowMs, seed, serviceCount, incident, lokiPort, paceMs} = workerData as ThreadData;
const startedMs = Date.now();
/** The host's clock, moved so that it began at `nowMs`. It goes on while the host sleeps, as that of the console does. */
const now = (): number => nowMs + (Date.now() - startedMs);

const loki = await startSandboxLoki({now, ...(lokiPort !== undefined && {port: lokiPort})});
const feed = startFeed({
	traffic: createTraffic({
		nowMs, seed, ...(serviceCount !== undefined && {serviceCount}), ...(incident !== undefined && {incident}),
	}),
	push: loki.push,
	now,
});
const [claude, slack] = await Promise.all([
	startScriptedClaude(paceMs === undefined ? {} : {paceMs}),
	startSlackSink({
		now,
		onDelivery(delivery) {
			say({type: 'delivery', delivery});
		},
	}),
	feed.newestHour,
]);
say({
	type: 'ready', lokiUrl: loki.url, claudeUrl: claude.url, slackUrl: slack.url,
});

const close = async (): Promise<void> => {
	feed.stop();
	await Promise.all([loki.close(), claude.close(), slack.close()]);
	// With no port and no server left the thread has nothing to wait for, and ends.
	parentPort?.close();
};

parentPort?.on('message', (message: unknown) => {
	if (message === closeMessage) {
		void close();
	}
});

await feed.history;
say({type: 'history-stored'});
