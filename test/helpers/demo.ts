import {mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {runOnPty, type Pty} from './pty.js';

/** Runs a test on a demo of its own and leaves nothing behind, whatever happens. */
export async function onDemo(use: (demo: Pty) => Promise<void>, size: {readonly columns?: number; readonly rows?: number} = {}): Promise<void> {
	// A demo that is killed cannot remove what it has written.
	const directory = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-demo-test-'));
	const demo = runOnPty([process.execPath, 'bin/loki-sentinel.js', 'demo'], {...size, env: {HOME: directory, TMPDIR: directory}});
	try {
		await use(demo);
	} finally {
		demo.kill();
		await demo.exit;
		await rm(directory, {recursive: true, force: true});
	}
}
