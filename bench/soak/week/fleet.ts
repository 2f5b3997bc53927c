// The world of the week, in a process of its own: a Loki that lies, and a Slack that fails. Its memory is not what is measured.
import {fork, type ChildProcess} from 'node:child_process';
import {once} from 'node:events';
import process from 'node:process';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import {startSlackSink} from '../../../source/sandbox/slack-sink.js';
import type {SandboxEntry} from '../../../source/sandbox/types.js';
import {startLiar, type AskedFor} from '../../../test/helpers/liar.js';
import {
	firstMs,
	historyMinutes,
	lieOf,
	minuteOf,
	ratesOf,
	serviceName,
	slackFaultOf,
	startOf,
	type Play,
} from './play.js';

const minuteMs = 60_000;
/** About what a day and an hour of the fleet write: `busyLines` of one service in ten, half a line of the others. */
const keptLinesPerService = 25 * 60 * 0.95;
const slackRetryAfterSeconds = 0;

/** From the play to its world. */
type Order = {readonly nowMs: number};

/** What has happened since the last order. */
type Account = {
	readonly requests: number;
	readonly lies: number;
	/** The bodies that Slack took. */
	readonly messages: readonly string[];
};

type Addresses = {readonly lokiUrl: string; readonly slackUrl: string};

export type Fleet = Addresses & {
	/** Lets time pass; gives what Slack took since. */
	readonly pass: (nowMs: number) => Promise<Account>;
	readonly close: () => Promise<void>;
};

/** Starts the world in another process. */
export async function startFleet(play: Play): Promise<Fleet> {
	const child: ChildProcess = fork(new URL('world.js', import.meta.url), [JSON.stringify(play)], {stdio: ['ignore', 'inherit', 'inherit', 'ipc']});
	/** Orders are answered in their order; several questions may wait at once. */
	const waiting: Array<{readonly resolve: (message: unknown) => void; readonly reject: (reason: Error) => void}> = [];
	child.on('message', message => {
		waiting.shift()?.resolve(message);
	});
	child.on('exit', () => {
		for (const {reject} of waiting.splice(0)) {
			reject(new Error('the world has ended'));
		}
	});
	const answer = async (): Promise<unknown> => new Promise((resolve, reject) => {
		waiting.push({resolve, reject});
	});

	const addresses = await answer() as Addresses;
	return {
		...addresses,
		async pass(nowMs) {
			const answered = answer();
			child.send({nowMs} satisfies Order);
			return await answered as Account;
		},
		async close() {
			const ended = once(child, 'exit');
			child.disconnect();
			await ended;
		},
	};
}

function linesIn(minute: number, play: Play): readonly SandboxEntry[] {
	return Array.from({length: play.services}, (_, index) => index).flatMap(index => {
		const {lines, errors} = ratesOf(index, minute, play);
		return Array.from({length: lines}, (_line, place) => {
			const timeMs = startOf(minute) + Math.floor((place + 0.5) * minuteMs / lines);
			return {
				labels: {namespace: 'production', app: serviceName(index)},
				timeNs: BigInt(timeMs) * 1_000_000n,
				line: place < errors ? `level=error msg="charge failed: upstream timed out" order=${timeMs}` : `level=info msg="request done" path=/api/v1/items status=200 id=${timeMs + index}`,
			};
		});
	});
}

/** The other process: answers orders until its parent is gone. */
export async function runWorld(play: Play): Promise<void> {
	let clockMs = firstMs;
	const now = (): number => clockMs;
	let lies = 0;
	let requests = 0;
	let messages: string[] = [];
	const [loki, slack] = await Promise.all([
		startSandboxLoki({now, maxEntries: Math.round(keptLinesPerService * play.services)}),
		startSlackSink({
			now, retryAfterSeconds: slackRetryAfterSeconds, onDelivery({body}) {
				messages.push(body);
			},
		}),
	]);
	const liar = await startLiar(loki.url, {now});
	liar.lieTo = ({path}: AskedFor) => {
		const drawn = lieOf(minuteOf(clockMs), requests++, play);
		lies += drawn ? 1 : 0;
		// A stale answer is one of the cache of ranges.
		return drawn === 'stale' && !path.endsWith('/query_range') ? 'empty' : drawn;
	};

	let written = -historyMinutes;
	const pass = (nowMs: number): void => {
		clockMs = nowMs;
		for (; written < minuteOf(nowMs); written++) {
			loki.push(linesIn(written, play));
		}

		slack.setFault(slackFaultOf(minuteOf(nowMs), play));
	};

	pass(firstMs);
	process.on('message', ({nowMs}: Order) => {
		pass(nowMs);
		process.send?.({requests, lies, messages} satisfies Account);
		messages = [];
	});
	process.once('disconnect', () => {
		void Promise.all([liar.close(), loki.close(), slack.close()]).then(() => {
			process.exit(0);
		});
	});
	process.send?.({lokiUrl: liar.url, slackUrl: slack.url} satisfies Addresses);
}
