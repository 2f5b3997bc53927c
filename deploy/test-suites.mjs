// Runs test files in this one process: `node deploy/test-suites.mjs file ...`. Each file is a suite, so that its hooks are its own.
import {describe} from 'node:test';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';

for (const file of process.argv.slice(2)) {
	// eslint-disable-next-line node-test/no-async-describe -- a suite waits for the promise of its function: what the file registers is there when it runs
	describe(path.relative('.cache/test', file), async () => {
		await import(pathToFileURL(path.resolve(file)).href);
	});
}
