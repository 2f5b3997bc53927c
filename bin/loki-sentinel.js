#!/usr/bin/env node
// Launcher: says so plainly where Node is too old, speeds up the start, then loads the bundle.
import module from 'node:module';
import process from 'node:process';

const [major, minor] = process.versions.node.split('.').map(Number);
if (major < 20 || (major === 20 && minor < 12)) {
	console.error(`loki-sentinel needs Node.js 20.12 or newer, this is ${process.versions.node}. Install a newer one and run it again.`);
	process.exit(1);
}

// React reads it when it loads; the development build costs twice the time per frame.
process.env.NODE_ENV ??= 'production';
module.enableCompileCache?.();
try {
	const {run} = await import('../dist/cli.js');
	await run(process.argv);
} catch (error) {
	if (error?.code !== 'EMFILE') {
		throw error;
	}

	console.error('loki-sentinel cannot run (EMFILE). This shell lets a program open too few files. Raise its limit, for example with ulimit -n 1024, and run it again.');
	process.exitCode = 1;
}
