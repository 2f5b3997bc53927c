// Runs test files in this one process: `node deploy/test-suites.mjs file ...`. Each file is a suite, so that its hooks are its own.
import {createRequire} from 'node:module';
import {describe} from 'node:test';
import path from 'node:path';
import process from 'node:process';
import {pathToFileURL} from 'node:url';

const require = createRequire(import.meta.url);
const nameOf = file => path.relative('.cache/test', file);
/** Those that wait for something while they load. */
const waiting = [];

/** Loads a file at once: what is imported meanwhile may go to the suite of another file that shares a module with it. */
function load(file) {
	try {
		require(path.resolve(file));
	} catch (error) {
		if (error.code !== 'ERR_REQUIRE_ASYNC_MODULE') {
			throw error;
		}

		waiting.push(file);
	}
}

for (const file of process.argv.slice(2)) {
	describe(nameOf(file), () => {
		load(file);
	});
}

for (const file of waiting) {
	// eslint-disable-next-line node-test/no-async-describe -- a suite waits for the promise of its function: what the file registers is there when it runs
	describe(nameOf(file), async () => {
		await import(pathToFileURL(path.resolve(file)).href);
	});
}
