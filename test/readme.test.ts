import assert from 'node:assert/strict';
import {existsSync, readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {incidents} from '../source/sandbox/traffic/incidents/registry.js';
import {settingInfos, type SettingInfo} from '../source/config/settings.js';
import {version} from '../source/version.js';
import {bindingsOf} from '../source/ui/keys/key-table.js';
import {screenTypes, type ScreenType} from '../source/ui/screens/registry.js';
import {overviewLegend} from '../source/ui/screens/overview/legend.js';

const readme = readFileSync('README.md', 'utf8');
const configuration = readFileSync('docs/configuration.md', 'utf8');

const flagOf = (name: string): string => `--${name.replaceAll(/[A-Z]/g, letter => `-${letter.toLowerCase()}`)}`;

test('the configuration page names every environment variable and every flag of the settings', () => {
	const infos: readonly SettingInfo[] = Object.values(settingInfos);
	const names = infos.flatMap(({env, flag}) => [...env, ...flag === undefined ? [] : [flagOf(flag)]]);
	assert.deepEqual(names.filter(name => !configuration.includes(name)), []);
});

test('the configuration page names every incident of the sandbox', () => {
	assert.deepEqual(Object.keys(incidents).filter(name => !configuration.includes(`| \`${name}\``)), []);
});

/** How the README names a screen. */
const screenNames: Readonly<Partial<Record<ScreenType, string>>> = {'whole-line': 'one line'};

test('the README explains every key that a footer shows, with the screens on which it works', () => {
	const rows = [...readme.matchAll(/^\| (`[^|]+) \| (?:[^|]|\\\|)+ \| ([^|]+) \|$/gm)].map(([, keys = '', where = '']) => ({keys, where}));
	const missing = screenTypes.flatMap(type => bindingsOf(type).filter(({footer}) => footer !== undefined).map(({keys}) => keys[0] ?? '')
		.filter(key => rows.every(({keys, where}) => !(keys.includes(`\`${key}\``) && (where === 'everywhere' || where === 'below the overview' || where.split(', ').includes(screenNames[type] ?? type)))))
		.map(key => `${key} on ${type}`));
	assert.deepEqual(missing, []);
});

test('the README explains the marks of the overview as help does', () => {
	for (const [mark, meaning] of overviewLegend) {
		assert.ok(mark.split(' ').every(part => readme.includes(`\`${part}\``)), mark);
		assert.ok(readme.includes(meaning), meaning);
	}
});

test('every file that the README and the documents point to exists', () => {
	const links = [...readme.matchAll(/\]\((?!https?:)([^#)]+)\)/g)].map(match => match[1] ?? '');
	assert.ok(links.length > 2);
	for (const link of links) {
		assert.ok(existsSync(link), link);
	}
});

/** Names in the documents of files that somebody is about to write, and of what the build makes. */
const notThere = /^(?:ui\/screens\/notes\/|alerting\/targets\/pager\/|investigate\/tools\/newest-line\.ts$|dist\/$)|</;

test('every file and folder of the code that the documents name exists', () => {
	const roots = ['source', 'test', 'deploy', 'bench', 'bin'];
	const paths = roots.flatMap(root => [`/${root}`, ...readdirSync(root, {recursive: true, encoding: 'utf8'}).map(file => `/${path.posix.join(root, file.split(path.sep).join('/'))}`)]);
	const documents = readdirSync('docs').filter(name => name.endsWith('.md'));
	for (const document of documents) {
		const named = Array.from(readFileSync(path.join('docs', document), 'utf8').matchAll(/`([\w\-./<>]+(?:\.tsx?|\.mjs|\/))`/g), ([, name = '']) => name);
		const missing = named.filter(name => !notThere.test(name) && paths.every(file => !file.endsWith(`/${name.replace(/\/$/, '')}`)));
		assert.deepEqual(missing, [], document);
	}
});

test('the program knows its version', () => {
	const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {readonly version: string};
	assert.equal(version, manifest.version);
});
