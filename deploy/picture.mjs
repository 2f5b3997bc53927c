// Makes docs/overview.png from a real screen of the demo: `node deploy/picture.mjs [seconds to wait]`.
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
const rows = 24;
const waitMs = Number(process.argv[2] ?? 12) * 1000;

const terminal = new xterm.Terminal({cols: columns, rows, allowProposedApi: true});
const serializer = new serialize.SerializeAddon();
terminal.loadAddon(serializer);
const {CI, ...env} = process.env;
const demo = nodePty.spawn(process.execPath, ['bin/loki-sentinel.js', 'demo'], {
	name: 'xterm-256color', cols: columns, rows, env: {...env, TERM: 'xterm-256color', FORCE_COLOR: '2'},
});
demo.onData(data => {
	terminal.write(data);
});
await delay(waitMs);
const html = serializer.serializeAsHTML({includeGlobalBackground: true});
demo.kill();
terminal.dispose();

mkdirSync('.cache', {recursive: true});
const page = path.resolve('.cache/overview.html');
writeFileSync(page, html.replace('<body>', `<body style="margin:0;background:#111418"><style>
	pre, pre * {font: 15px/19px 'DejaVu Sans Mono', monospace !important; letter-spacing: 0 !important}
	pre {display: inline-block; padding: 14px; background: #111418 !important; color: #d7dae0 !important}
	pre > div {background: #111418 !important; color: #d7dae0 !important}
</style>`));
const {status, stderr} = spawnSync(process.env.CHROMIUM ?? 'chromium', [
	'--headless',
	'--no-sandbox',
	'--disable-gpu',
	'--disable-background-networking',
	'--hide-scrollbars',
	'--force-device-scale-factor=1.5',
	'--window-size=1116,490',
	`--screenshot=${path.resolve('docs/overview.png')}`,
	`file://${page}`,
], {encoding: 'utf8'});
if (status !== 0) {
	console.error(stderr);
	process.exit(1);
}
