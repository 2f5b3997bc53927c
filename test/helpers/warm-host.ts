// The process that `runWarm` talks to: it runs one command line of the built program after the other, on code that is compiled by now.
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import {pathToFileURL} from 'node:url';

export type WarmRun = {
	readonly args: readonly string[];
	/** The whole environment of the run. */
	readonly env: Readonly<Record<string, string>>;
};

/** Ends what a run has written to stdout and to stderr; the program never writes it. */
export const endMark = '\0';

export type WarmEnd = {
	readonly exitCode: number;
	/** What kept the process alive after the run: in one of its own it would not have ended. */
	readonly leftOver: readonly string[];
};

const lookEveryMs = 5;
/** What is on its way out has ended by then, on a busy machine too. */
const endWithinMs = 10_000;

function setEnvironment(env: WarmRun['env']): void {
	for (const name of Object.keys(process.env)) {
		if (!Object.hasOwn(env, name)) {
			// eslint-disable-next-line @typescript-eslint/no-dynamic-delete -- an empty variable is not the same as none
			delete process.env[name];
		}
	}

	Object.assign(process.env, env);
}

/** What is there beyond what was there before the run, once it is nothing or the time is over. */
async function waitForEnd(before: readonly string[]): Promise<readonly string[]> {
	const endMs = performance.now() + endWithinMs;
	for (;;) {
		const left = process.getActiveResourcesInfo();
		for (const resource of before) {
			const place = left.indexOf(resource);
			if (place !== -1) {
				left.splice(place, 1);
			}
		}

		if (left.length === 0 || performance.now() > endMs) {
			return left;
		}

		await delay(lookEveryMs, undefined, {ref: false});
	}
}

const exitCodeOf = ({exitCode}: Pick<NodeJS.Process, 'exitCode'>): number => Number(exitCode ?? 0);

type Program = {readonly run: (argv: readonly string[]) => Promise<void>};

async function runOnce({run}: Program, {args, env}: WarmRun): Promise<WarmEnd> {
	setEnvironment(env);
	const before = process.getActiveResourcesInfo();
	process.exitCode = 0;
	await run([process.execPath, 'loki-sentinel', ...args]);
	const exitCode = exitCodeOf(process);
	const leftOver = await waitForEnd(before);
	for (const stream of [process.stdout, process.stderr]) {
		stream.removeAllListeners('error');
		stream.write(endMark);
	}

	return {exitCode, leftOver};
}

if (process.send) {
	const program = await import(pathToFileURL(path.resolve('dist/cli.js')).href) as Program;
	process.on('message', (wanted: WarmRun) => {
		void (async () => {
			process.send?.(await runOnce(program, wanted));
		})();
	});
}
