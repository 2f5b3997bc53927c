import assert from 'node:assert/strict';
import {fork, type ChildProcess} from 'node:child_process';
import type {Socket} from 'node:net';
import {fileURLToPath} from 'node:url';
import {runProgram, smallEnvironment, type Ended} from './run-process.js';
import {endMark, type WarmEnd, type WarmRun} from './warm-host.js';

const timeoutMs = 180_000;

/** One for all test files that this process runs; it ends with this process. */
let host: ChildProcess | undefined;
let isBusy = false;

function startHost(): ChildProcess {
	const child = fork(fileURLToPath(new URL('warm-host.js', import.meta.url)), {stdio: ['ignore', 'pipe', 'pipe', 'ipc'], execArgv: []});
	child.once('exit', () => {
		host = undefined;
	});
	setRef(child, false);
	return child;
}

/** Only a run under way keeps this process alive. */
function setRef(child: ChildProcess, isWaitedFor: boolean): void {
	for (const handle of [child, child.channel, child.stdout as Socket, child.stderr as Socket]) {
		if (isWaitedFor) {
			handle?.ref();
		} else {
			handle?.unref();
		}
	}
}

/** What a stream holds up to the mark; so far where it ends before. */
async function readToMark(stream: Socket): Promise<string> {
	let text = '';
	return new Promise(resolve => {
		const finish = () => {
			stream.off('data', take).off('end', finish);
			resolve(text.slice(0, text.endsWith(endMark) ? -endMark.length : undefined));
		};

		const take = (chunk: string) => {
			text += chunk;
			if (text.endsWith(endMark)) {
				finish();
			}
		};

		stream.setEncoding('utf8').on('data', take).once('end', finish);
	});
}

/**
Runs a command line of the built program, as `runProgram` does, in a process that has run others before: a check takes a tenth of the time there. It fails where something would have kept a process of its own from ending.
What runs beside another gets a process of its own, and so does, by `runProgram`, what only a process shows: signals, pipes that break, how Node ends.
*/
export async function runWarm(args: readonly string[], {env = {}}: {readonly env?: Readonly<Record<string, string>>} = {}): Promise<Ended> {
	if (isBusy) {
		return runProgram(args, {env});
	}

	isBusy = true;
	host ??= startHost();
	const child = host;
	setRef(child, true);
	const timer = setTimeout(() => {
		child.kill('SIGKILL');
	}, timeoutMs);
	try {
		const ended = new Promise<WarmEnd | undefined>(resolve => {
			const finish = (end?: WarmEnd) => {
				child.off('message', finish).off('exit', lose);
				resolve(end);
			};

			const lose = () => {
				finish();
			};

			child.once('message', finish).once('exit', lose);
		});
		child.send({args, env: smallEnvironment(env)} satisfies WarmRun);
		const [stdout, stderr, end] = await Promise.all([readToMark(child.stdout as Socket), readToMark(child.stderr as Socket), ended]);
		assert.ok(end, `${args.join(' ')} did not end by itself: ${stderr}`);
		assert.deepEqual(end.leftOver, [], `${args.join(' ')} would not have ended by itself`);
		return {exitCode: end.exitCode, stdout, stderr};
	} finally {
		clearTimeout(timer);
		setRef(child, false);
		isBusy = false;
	}
}
