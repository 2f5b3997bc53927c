import assert from 'node:assert/strict';
import {readdirSync, readFileSync} from 'node:fs';
import path from 'node:path';
import {test} from 'node:test';
import {anomalyKinds} from '../source/detect/kinds/registry.js';

/** Which rooms a room may import from, besides itself. Types travel further: `import type` from a contract carries no code. */
const mayImport: Readonly<Record<string, readonly string[]>> = {
	facts: [],
	words: ['terminal'],
	terminal: [],
	detect: [],
	patterns: ['terminal'],
	logql: [],
	shell: [],
	records: [],
	config: ['terminal', 'records', 'logql'],
	loki: ['logql', 'terminal'],
	store: ['detect', 'words', 'terminal'],
	answer: ['terminal'],
	monitor: ['loki', 'detect', 'patterns', 'store', 'terminal', 'records'],
	lines: ['loki', 'patterns', 'store', 'terminal'],
	query: ['detect', 'logql', 'loki', 'patterns', 'store'],
	investigate: ['answer', 'lines', 'loki', 'detect', 'patterns', 'store', 'words', 'terminal'],
	alerting: ['incidents', 'investigate', 'loki', 'detect', 'patterns', 'store', 'words', 'terminal', 'records'],
	incidents: ['answer', 'loki', 'detect', 'patterns', 'store', 'words', 'terminal', 'records', 'shell'],
	ui: ['answer', 'store', 'words', 'terminal', 'shell'],
	sandbox: ['logql'],
	commands: ['terminal', 'detect', 'patterns', 'config', 'loki', 'store', 'monitor', 'lines', 'query', 'investigate', 'alerting', 'incidents', 'records', 'words', 'ui', 'sandbox'],
};

/** Rooms whose types a room may name, besides `facts`, whose types every room may name. */
const mayName: Readonly<Record<string, readonly string[]>> = {
	facts: ['detect', 'patterns'],
	answer: ['store'],
	store: ['loki', 'patterns'],
	loki: ['detect'],
	investigate: ['logql'],
	words: ['detect', 'store', 'shell'],
	ui: ['loki', 'detect', 'patterns'],
};

/** What every room may read, whatever room it is in: the kinds of anomaly, whether one is open, how long a minute is, the names of the whole fleet and of no service, the words for levels, and the fields of a line. */
const readByAll = new Set(['source/detect/kinds/registry.js', 'source/detect/lead.js', 'source/detect/lifecycle.js', 'source/detect/minute.js', 'source/detect/types.js', 'source/patterns/level-words.js', 'source/patterns/line-fields.js']);

/** No clock, no chance, no process, no network in these. */
const pureRooms = new Set(['answer', 'detect', 'patterns', 'logql', 'shell', 'store', 'words']);
const impure = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bperformance\.now\b|\bprocess\.|from 'node:(?:fs|http|net|process|child_process|worker_threads)/;

type Import = {readonly file: string; readonly room: string; readonly target: string; readonly isType: boolean; readonly isReadByAll: boolean};

const files = readdirSync('source', {recursive: true, encoding: 'utf8'}).filter(file => /\.tsx?$/.test(file)).map(file => path.posix.join('source', file.split(path.sep).join('/')));

const roomOf = (file: string): string => file.split('/').length > 2 ? file.split('/', 2)[1] ?? '' : 'cli';

function * importsOf(file: string): Iterable<Import> {
	for (const match of readFileSync(file, 'utf8').matchAll(/^(?:import|export)\s+(type\s)?[^"']*?from\s+'(\.[^']+)'|\bimport\('(\.[^']+)'\)/gm)) {
		const target = path.posix.join(path.posix.dirname(file), match[2] ?? match[3] ?? '');
		yield {
			file, room: roomOf(file), target: roomOf(target), isType: match[1] !== undefined, isReadByAll: readByAll.has(target),
		};
	}
}

const imports = files.flatMap(file => [...importsOf(file)]);

test('every room of the house is known to this test', () => {
	const rooms = new Set(files.map(file => roomOf(file)));
	rooms.delete('cli');
	assert.deepEqual([...rooms].filter(room => !Object.hasOwn(mayImport, room)), []);
});

test('imports run one way', () => {
	const wrong = imports.filter(({room, target, isType, isReadByAll}) => !isReadByAll && room !== 'cli' && target !== room && target !== 'cli'
		&& !(mayImport[room]?.includes(target) ?? false)
		&& !(isType && (target === 'facts' || (mayName[room]?.includes(target) ?? false))));
	assert.deepEqual(wrong.map(({file, target}) => `${file} imports ${target}`), []);
});

test('the facts that several rooms name are types and nothing else', () => {
	const code = files.filter(file => roomOf(file) === 'facts').flatMap(file => readFileSync(file, 'utf8').split('\n')
		.filter(line => /^(?:import|export|const|let|function|class|async)\b/.test(line) && !/^(?:import|export) type\b/.test(line))
		.map(line => `${file}: ${line}`));
	assert.deepEqual(code, []);
});

test('nothing but the command line itself loads a command, and it does so lazily', () => {
	const wrong = imports.filter(({file, room, target}) => target === 'commands' && room !== 'commands' && file !== 'source/cli.ts');
	assert.deepEqual(wrong, []);
	const eager = readFileSync('source/cli.ts', 'utf8').matchAll(/^import .*from '(\.\/commands\/[^']+)'/gm);
	assert.deepEqual([...eager].map(match => match[1]), ['./commands/shared/examples.js', './commands/shared/exit-codes.js', './commands/shared/lost-stdout.js', './commands/shared/print.js', './commands/shared/system-failure.js']);
});

test('nothing but the screen, the questions of setup and one module writes to stdout or stderr', () => {
	const writing = /\bconsole\.\w|\b(?:stdout|stderr)\??\.write\b|\bwrite\w*\(\s*(?:1|2|process\.std\w+)\b|\{[^{}]*\bwrite\b[^{}]*\} = process\.std/;
	assert.deepEqual(files.filter(file => writing.test(readFileSync(file, 'utf8'))), ['source/commands/shared/print.ts']);
	const using = (name: string): readonly string[] => files.filter(file => readFileSync(file, 'utf8').includes(`from '${name}'`));
	assert.deepEqual(using('@clack/prompts'), ['source/commands/setup/ask.ts']);
	assert.deepEqual(files.filter(file => /\bimport \{[^}]*\brender\b[^}]*\} from 'ink'/.test(readFileSync(file, 'utf8'))), ['source/commands/watch/terminal.tsx']);
});

test('restored secrets are read by the screen only, and asked of Loki by the conversation only', () => {
	const using = (name: string): readonly string[] => files.filter(file => readFileSync(file, 'utf8').includes(name));
	assert.deepEqual(using('revealOnScreen'), ['source/terminal/restored-text.ts', 'source/ui/restored-words.ts']);
	assert.deepEqual([...new Set(using('restoreForLoki').map(file => roomOf(file)))], ['investigate']);
});

test('the pure rooms know no clock, no chance and no process', () => {
	const wrong = files.filter(file => pureRooms.has(roomOf(file)) && impure.test(readFileSync(file, 'utf8')));
	assert.deepEqual(wrong, []);
});

test('no signal is made of others in a way that stays with one that lives as long as the program', () => {
	// Node 20 keeps what `AbortSignal.any` makes in a set of the others' own, of which nothing ever goes: `linkAbort` lets go.
	const makers = files.filter(file => readFileSync(file, 'utf8').includes('AbortSignal.any('));
	assert.deepEqual(makers, []);
});

test('what an anomaly of some kind means is asked of the kind\'s record, not of its name', () => {
	const names = anomalyKinds.map(kind => `'${kind}'`).join('|');
	const asking = new RegExp(String.raw`\bkind\b\)? (?:===|!==) (?:${names})|\bcase (?:${names}):`);
	const wrong = files.filter(file => roomOf(file) !== 'sandbox' && !file.startsWith('source/detect/kinds/') && asking.test(readFileSync(file, 'utf8')));
	assert.deepEqual(wrong, []);
});
