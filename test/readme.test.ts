import assert from 'node:assert/strict';
import {existsSync, readFileSync} from 'node:fs';
import {test} from 'node:test';
import {incidents} from '../source/sandbox/traffic/incidents/registry.js';
import {settingInfos, type SettingInfo} from '../source/config/settings.js';
import {version} from '../source/version.js';
import {keyTexts} from '../source/ui/keys/key-table.js';
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

test('the README explains every key that the footer shows', () => {
	const keys = keyTexts().filter(({footer}) => footer !== undefined).map(binding => binding.keys[0] ?? '');
	assert.deepEqual(keys.filter(key => !readme.includes(`\`${key}\``)), []);
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

test('the program knows its version', () => {
	const manifest = JSON.parse(readFileSync('package.json', 'utf8')) as {readonly version: string};
	assert.equal(version, manifest.version);
});
