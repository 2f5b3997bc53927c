import {execFile, type ChildProcess} from 'node:child_process';
import {tmpdir} from 'node:os';
import process from 'node:process';

export type Ended = {
	readonly exitCode: number;
	readonly stdout: string;
	readonly stderr: string;
};

export type RunOptions = {
	readonly env?: Readonly<Record<string, string>>;
	readonly timeoutMs?: number;
	/** Called with the process, which may kill it: by SIGKILL it ends with 137, as a shell says. */
	readonly onStart?: ((child: ChildProcess) => void) | undefined;
};

/** Nothing of this machine's settings, and what a test sets. */
export const smallEnvironment = (env: Readonly<Record<string, string>>): Readonly<Record<string, string>> => ({
	PATH: process.env.PATH ?? '', HOME: tmpdir(), XDG_CONFIG_HOME: `${tmpdir()}/loki-sentinel-no-settings`, TZ: 'UTC', ...env,
});

/** Runs the built program to its end, without a terminal and with nothing of this machine's settings. */
export async function runProgram(args: readonly string[], {env = {}, timeoutMs = 180_000, onStart}: RunOptions = {}): Promise<Ended> {
	return new Promise((resolve, reject) => {
		const child = execFile(process.execPath, ['bin/loki-sentinel.js', ...args], {
			timeout: timeoutMs,
			env: smallEnvironment(env),
		}, (error, stdout, stderr) => {
			if (onStart && error?.signal === 'SIGKILL') {
				resolve({exitCode: 137, stdout, stderr});
				return;
			}

			if (error && typeof error.code !== 'number') {
				reject(new Error(`${args.join(' ')} did not end by itself`, {cause: error}));
				return;
			}

			resolve({exitCode: typeof error?.code === 'number' ? error.code : 0, stdout, stderr});
		});
		onStart?.(child);
	});
}
