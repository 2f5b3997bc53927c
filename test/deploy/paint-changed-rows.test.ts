import assert from 'node:assert/strict';
import {mkdtemp, rm} from 'node:fs/promises';
import path from 'node:path';
import {pathToFileURL} from 'node:url';
import {test} from 'node:test';
import {build, type Plugin} from 'esbuild';

type Output = {
	readonly write: (x: number, y: number, text: string, options: {readonly transformers: ReadonlyArray<(line: string) => string>}) => void;
	readonly clip: (clip: {readonly x1?: number | undefined; readonly x2?: number | undefined; readonly y1?: number | undefined; readonly y2?: number | undefined}) => void;
	readonly unclip: () => void;
	readonly get: () => {readonly output: string; readonly height: number};
};

type OutputClass = new (size: {readonly width: number; readonly height: number}) => Output;

async function loadOutput(directory: string, name: string, plugins: Plugin[]): Promise<OutputClass> {
	const outfile = path.join(directory, name);
	await build({
		entryPoints: ['node_modules/ink/build/output.js'], outfile, bundle: true, format: 'esm', platform: 'node', plugins, logLevel: 'silent',
	});
	const {default: output} = await import(pathToFileURL(outfile).href) as {readonly default: OutputClass};
	return output;
}

const texts = ['payment', '日本語', '\u{1B}[31m!!\u{1B}[39m 42', ' '.repeat(30), '▁▂▅█', 'e\u{301}', '👩‍👩‍👧 x', 'two\nrows', ''];

/** Numbers below `limit`, the same in every run. */
function randomFrom(seed: number): (limit: number) => number {
	let state = seed;
	return limit => {
		state = ((state * 1_103_515_245) + 12_345) % 2_147_483_648;
		return Math.floor(state / 65_536) % limit;
	};
}

test('rows that are kept are the rows that Ink makes, whatever is written where, clipped or not', async () => {
	// Where nothing is kept of them between runs, and node_modules is found.
	const directory = await mkdtemp(path.resolve('.cache/paint-'));
	try {
		const {paintChangedRows} = await import(pathToFileURL(path.resolve('deploy/paint-changed-rows.mjs')).href) as {readonly paintChangedRows: Plugin};
		const [Plain, Kept] = await Promise.all([loadOutput(directory, 'plain.mjs', []), loadOutput(directory, 'kept.mjs', [paintChangedRows])]);
		const random = randomFrom(7);
		const transformers = [[], [(line: string) => line], [(line: string) => `\u{1B}[1m${line}\u{1B}[22m`]];
		for (let round = 0; round < 2000; round++) {
			const size = {width: 4 + random(20), height: 1 + random(4)};
			const outputs = [new Plain(size), new Kept(size)];
			for (let step = random(6); step >= 0; step--) {
				const [x, y, text, styles] = [random(16) - 2, random(6) - 1, texts[random(texts.length)] ?? '', transformers[random(3)] ?? []];
				const isClipped = random(3) === 0;
				const clip = {x1: random(4), x2: 4 + random(16), ...(random(2) === 0 && {y1: random(2), y2: 1 + random(4)})};
				for (const output of outputs) {
					if (isClipped) {
						output.clip(clip);
					}

					output.write(x, y, text, {transformers: styles});
					if (isClipped) {
						output.unclip();
					}
				}
			}

			assert.deepEqual(outputs[1]?.get(), outputs[0]?.get(), `round ${round}`);
		}
	} finally {
		await rm(directory, {recursive: true, force: true});
	}
});
