import {readFileSync} from 'node:fs';

/*
Ink makes every row of the screen anew for every frame: it tokenises and measures each text, cell by cell, whatever has changed. At 160x48 that is nine tenths of what a key press costs.
These additions to its `Output` and its `render-node-to-output` keep what was made of a row for as long as what stands in it is the same.
*/

/** Rows, and texts of which the width is known, that are kept; more than any screen has, and a bound for a screen that changes for days. */
const maxKept = 4000;

const rowCache = `
const keptRows = new Map();

/** The rows one by one, as \`getAll\` makes them, each made only where nothing like it is kept. */
Output.prototype.get = function () {
	const rows = Array.from({length: this.height}, () => []);
	const clips = [];
	for (const operation of this.operations) {
		if (operation.type === 'clip') {
			clips.push(intersectClips(clips.at(-1), operation.clip));
		} else if (operation.type === 'unclip') {
			clips.pop();
		} else if (operation.text.includes('\\n') || !Number.isInteger(operation.y)) {
			return this.getAll();
		} else {
			const {x1, x2, y1, y2} = clips.at(-1) ?? {};
			if (operation.y >= (y1 ?? -Infinity) && operation.y < (y2 ?? Infinity)) {
				rows[operation.y]?.push({operation, clip: {x1, x2}});
			}
		}
	}

	const made = rows.map(writes => {
		const key = writes.map(({operation: {x, text, transformers}, clip: {x1, x2}}) => [x, x1, x2, transformers.reduce((line, transform) => transform(line, 0), text)].join('\\0')).join('\\0') + this.width;
		const kept = keptRows.get(key);
		if (kept !== undefined) {
			return kept;
		}

		const row = new Output({width: this.width, height: 1});
		for (const {operation, clip} of writes) {
			row.operations.push({type: 'clip', clip}, {...operation, y: 0}, {type: 'unclip'});
		}

		const {output} = row.getAll();
		if (keptRows.size >= ${maxKept}) {
			keptRows.clear();
		}

		keptRows.set(key, output);
		return output;
	});
	return {output: made.join('\\n'), height: rows.length};
};
`;

const widthCache = `
const keptWidths = new Map();

function widestLine(text) {
	const kept = keptWidths.get(text);
	if (kept !== undefined) {
		return kept;
	}

	if (keptWidths.size >= ${maxKept}) {
		keptWidths.clear();
	}

	const width = measureWidestLine(text);
	keptWidths.set(text, width);
	return width;
}
`;

function replaceOnce(text, before, after) {
	if (text.split(before).length !== 2) {
		throw new Error(`Ink has changed: ${before} is not there once. See deploy/paint-changed-rows.mjs.`);
	}

	return text.replace(before, () => after);
}

/** For esbuild. */
export const paintChangedRows = {
	name: 'paint-changed-rows',
	setup({onLoad}) {
		onLoad({filter: /ink\/build\/output\.js$/}, ({path}) => {
			const source = replaceOnce(readFileSync(path, 'utf8'), '    get() {', '    getAll() {');
			return {contents: source + rowCache};
		});
		onLoad({filter: /ink\/build\/render-node-to-output\.js$/}, ({path}) => {
			const source = replaceOnce(readFileSync(path, 'utf8'), 'import widestLine from \'widest-line\';', 'import measureWidestLine from \'widest-line\';');
			return {contents: source + widthCache};
		});
	},
};
