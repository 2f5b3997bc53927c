import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {promises} from './promises.js';

const readme = readFileSync('README.md', 'utf8');
const files = readdirSync('test', {recursive: true, encoding: 'utf8'}).map(file => file.split(path.sep).join('/'));

/** The names of a file's tests, up to what is filled in. */
const namesIn = (file: string): readonly string[] => Array.from(
	readFileSync(path.join('test', file), 'utf8').matchAll(/\btest\(['`](?<name>(?:\\.|[^'\\`])*)/g),
	({groups}) => groups?.name?.replaceAll(String.raw`\'`, '\'') ?? '',
);

test('every promise is in the README in these words', () => {
	assert.deepEqual(promises.map(([words]) => words).filter(words => !readme.includes(words)), []);
});

test('every promise has a test that holds it', () => {
	const lost = promises.flatMap(([, ...tests]) => tests).filter(([file, name]) => {
		const [found, ...others] = files.filter(known => `/${known}`.endsWith(`/${file}`));
		return found === undefined || others.length > 0 || namesIn(found).every(known => !known.startsWith(name));
	});
	assert.deepEqual(lost, []);
});
