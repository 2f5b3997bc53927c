// Makes the pictures of docs/ from real screens of the demo: `node deploy/pictures.mjs`.
// Needs a Chromium on the PATH (CHROMIUM names another one).
import {spawnSync} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {setTimeout as delay} from 'node:timers/promises';
import nodePty from '@lydell/node-pty';
import serialize from '@xterm/addon-serialize';
import xterm from '@xterm/headless';

const columns = 120;
const rows = 30;
const patienceMs = 120_000;
const rowHeight = 19;
const padding = 14;

const escape = '\u{1B}';

/** One after the other in one session: the keys that lead there, and what must be on the screen before it is taken. */
const pictures = [
	{name: 'overview', keys: [], shows: [/abnormal: payment (?:likely )?first/, /baseline 24\/24 h/]},
	{name: 'tree', keys: ['d'], shows: [/first/, /db-primary/]},
	{name: 'service', keys: [escape, '\r'], shows: [/PATTERNS \(/, /no AI/]},
	{name: 'lines', keys: ['l'], shows: [/log lines/, /ERROR/]},
	{name: 'analysis', keys: [escape, 'a'], shows: [/ESCALATE/, /SLACK/]},
];

const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
const serializer = new serialize.SerializeAddon();
terminal.loadAddon(serializer);
const {CI, ...env} = process.env;
const demo = nodePty.spawn(process.execPath, ['bin/loki-sentinel.js', 'demo', '--theme', 'dark'], {
	name: 'xterm-256color', cols: columns, rows, env: {...env, TERM: 'xterm-256color', FORCE_COLOR: '2'},
});
demo.onData(data => {
	terminal.write(data);
});

const screenText = () => Array.from({length: rows}, (_, row) => terminal.buffer.active.getLine(terminal.buffer.active.baseY + row)?.translateToString(true) ?? '').join('\n');

async function untilItShows(wanted) {
	const endMs = Date.now() + patienceMs;
	while (wanted.some(text => !text.test(screenText()))) {
		if (Date.now() > endMs) {
			throw new Error(`the screen never showed ${wanted.join(' and ')}:\n${screenText()}`);
		}

		await delay(200);
	}

	// Lines that are still being drawn.
	await delay(1500);
}

function takePicture(name) {
	const page = path.resolve(`.cache/${name}.html`);
	writeFileSync(page, serializer.serializeAsHTML({includeGlobalBackground: true}).replace('<body>', () => `<body style="margin:0;background:#111418"><style>
		pre, pre * {font: 15px/${rowHeight}px 'DejaVu Sans Mono', monospace !important; letter-spacing: 0 !important}
		pre {display: inline-block; padding: ${padding}px; background: #111418 !important; color: #d7dae0 !important}
		pre > div {background: #111418 !important; color: #d7dae0 !important}
	</style>`));
	const {status, stderr} = spawnSync(process.env.CHROMIUM ?? 'chromium', [
		'--headless',
		'--no-sandbox',
		'--disable-gpu',
		'--disable-background-networking',
		'--hide-scrollbars',
		'--force-device-scale-factor=1.5',
		`--window-size=1116,${(rows * rowHeight) + (2 * padding)}`,
		`--screenshot=${path.resolve(`docs/${name}.png`)}`,
		`file://${page}`,
	], {encoding: 'utf8'});
	if (status !== 0) {
		throw new Error(stderr);
	}
}

mkdirSync('.cache', {recursive: true});
try {
	for (const {name, keys, shows} of pictures) {
		for (const key of keys) {
			demo.write(key);
			// What comes right behind an escape is one key with it.
			await delay(500);
		}

		await untilItShows(shows);
		takePicture(name);
	}
} finally {
	demo.kill();
	terminal.dispose();
}
