import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {runOnPty, type Pty, type PtyOptions} from './pty.js';

type DemoOptions = Omit<PtyOptions, 'cwd'> & {readonly flags?: readonly string[]};

/** Runs a test on a demo of its own and leaves nothing behind, whatever happens. */
export async function onDemo(use: (demo: Pty) => Promise<void>, {flags = [], env, ...options}: DemoOptions = {}): Promise<void> {
	// A demo that is killed cannot remove what it has written.
	const directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-demo-test-'));
	const demo = runOnPty([process.execPath, 'bin/loki-sentinel.js', 'demo', ...flags], {...options, env: {HOME: directory, TMPDIR: directory, ...env}});
	try {
		await use(demo);
	} finally {
		demo.kill();
		await demo.exit;
		await rm(directory, {recursive: true, force: true});
	}
}
