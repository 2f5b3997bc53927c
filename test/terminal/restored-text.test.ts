import assert from 'node:assert/strict';
import {inspect} from 'node:util';
import {test} from 'node:test';
import {RestoredText, revealOnScreen} from '../../source/terminal/restored-text.js';

test('a restored text is no string: no template, JSON or log holds a word of it', () => {
	const restored = new RestoredText('hunter2');
	// @ts-expect-error -- what takes a string does not take this.
	const text: string = restored;
	const places = [[text].join(''), JSON.stringify({text}), inspect({text}), inspect(new Map([[text, text]]), {showHidden: true, depth: 5}), Object.values(restored).join(''), structuredClone({...restored})];
	assert.doesNotMatch(places.map(place => JSON.stringify(place)).join(' '), /hunter2/);
	assert.equal(revealOnScreen(restored), 'hunter2');
});
