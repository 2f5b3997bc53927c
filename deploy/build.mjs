// Builds what runs: `node deploy/build.mjs` writes the split bundle to dist/,
// `node deploy/build.mjs test` (or `bench`) translates source and tests file by file to .cache/.
import {spawnSync} from 'node:child_process';
import {
	readdirSync,
	readFileSync,
	rmSync,
	statSync,
	writeFileSync,
} from 'node:fs';
import path from 'node:path';
import process from 'node:process';
import {build} from 'esbuild';
import {paintChangedRows} from './paint-changed-rows.mjs';

const target = 'node20.12';

/** Every TypeScript file below a folder. */
const sources = folder => readdirSync(folder, {recursive: true})
	.filter(file => /(?<!\.d)\.tsx?$/.test(file))
	.map(file => path.join(folder, file));

/**
Yoga carries its WebAssembly as a data URL and asks fetch for it, which makes Node load its whole HTTP client before the first frame.
Without fetch it decodes the same bytes itself.
*/
const decodeYogaWithoutFetch = {
	name: 'decode-yoga-without-fetch',
	setup({onLoad}) {
		onLoad({filter: /yoga-wasm-base64-esm\.js$/}, ({path: file}) => ({contents: `const fetch = undefined;\n${readFileSync(file, 'utf8')}`}));
	},
};

/** How everything is bundled. */
const bundled = {
	bundle: true,
	format: 'esm',
	platform: 'node',
	target,
	jsx: 'automatic',
	minify: true,
	keepNames: true,
	legalComments: 'none',
	// React's development build costs twice the time per frame.
	define: {'process.env.NODE_ENV': '"production"'},
	// Ink asks for it only where DEV=true; external or not, it breaks a bundle.
	alias: {'react-devtools-core': './source/ui/no-devtools.ts'},
	// Some bundled CommonJS packages call require() for Node's own modules.
	banner: {js: 'import {createRequire as $createRequire} from \'node:module\'; const require = $createRequire(import.meta.url);'},
	plugins: [decodeYogaWithoutFetch, paintChangedRows],
};

async function buildProgram() {
	rmSync('dist', {recursive: true, force: true});
	const result = await build({
		...bundled,
		// The demo's sandbox runs in a worker thread, which starts from a file of its own.
		entryPoints: ['source/cli.ts', 'source/sandbox/worker.ts'],
		outbase: 'source',
		outdir: 'dist',
		// What only some commands need (the SDK, zod, the sandbox) stays behind import() and costs no start-up.
		splitting: true,
		chunkNames: 'chunks/[name]-[hash]',
		metafile: true,
	});
	const {manual} = await import('../dist/cli.js');
	writeFileSync('dist/loki-sentinel.1', await manual(releaseDate()));
	writeFileSync('dist/THIRD-PARTY-NOTICES.txt', notices(result.metafile));
}

/** The day of the newest change, the same in each build of it; of an unpacked archive, that of the manifest. */
function releaseDate() {
	const {stdout} = spawnSync('git', ['log', '-1', '--format=%cs'], {encoding: 'utf8'});
	return stdout?.trim() || statSync('package.json').mtime.toISOString().slice(0, 10);
}

/** The licences of the packages inside the bundle: most ask to travel with the code. */
function notices(metafile) {
	const folders = new Set(Object.keys(metafile.inputs)
		.map(input => /^(node_modules\/(?:.*\/node_modules\/)?(?:@[^/]+\/)?[^/]+)\//.exec(input)?.[1])
		.filter(Boolean));
	const parts = [...folders].map(folder => {
		const {name, version, license} = JSON.parse(readFileSync(path.join(folder, 'package.json'), 'utf8'));
		const file = readdirSync(folder).find(entry => /^licen[cs]e/i.test(entry));
		const text = file ? readFileSync(path.join(folder, file), 'utf8') : '';
		return `${name} ${version} (${license})\n\n${text.trim()}\n`;
	});
	return parts.toSorted((a, b) => a.localeCompare(b)).join('\n---\n\n');
}

async function translate(kind) {
	const outdir = path.join('.cache', kind);
	rmSync(outdir, {recursive: true, force: true});
	await build({
		entryPoints: ['source', 'test', 'bench'].flatMap(folder => sources(folder)),
		outbase: '.',
		outdir,
		format: 'esm',
		platform: 'node',
		target,
		jsx: 'automatic',
		sourcemap: 'inline',
		logLevel: 'warning',
	});
	if (kind === 'bench') {
		// What a frame costs is a matter of the bundle.
		await build({...bundled, entryPoints: ['bench/key-cost.ts', 'bench/log-view-cost.ts'], outdir: path.join(outdir, 'bench')});
	}
}

const kind = process.argv[2];
await (kind ? translate(kind) : buildProgram());
