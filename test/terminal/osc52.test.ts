import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {test} from 'node:test';
import {copySequence} from '../../source/terminal/osc52.js';

const payload = Buffer.from('kubectl get pods -n prod # é').toString('base64');
const plain = `\u{1B}]52;c;${payload}\u{7}`;

test('a text becomes one OSC 52 with its base64', () => {
	assert.equal(copySequence('kubectl get pods -n prod # é'), plain);
});

test('hostile text cannot end the sequence', () => {
	const sequence = copySequence('\u{7}\u{1B}\\rm -rf\u{D800}') ?? '';
	assert.match(sequence.slice(1, -1), /^\]52;c;[\d+/=A-Za-z]+$/);
});

test('inside tmux it is sent to tmux and through tmux', () => {
	assert.equal(copySequence('kubectl get pods -n prod # é', {isTmux: true}), `${plain}\u{1B}Ptmux;\u{1B}${plain}\u{1B}\\`);
});

test('inside screen it is passed on in pieces that screen takes', () => {
	const sequence = copySequence('x'.repeat(2000), {isScreen: true}) ?? '';
	const pieces = sequence.split('\u{1B}\\').slice(0, -1);
	assert.ok(pieces.length > 3);
	assert.ok(pieces.every(piece => piece.startsWith('\u{1B}P') && piece.length <= 768));
	assert.equal(pieces.map(piece => piece.slice(2)).join(''), copySequence('x'.repeat(2000)));
});

test('a text that no terminal would take is refused', () => {
	assert.equal(copySequence('x'.repeat(100_000)), undefined);
	assert.notEqual(copySequence('x'.repeat(74_000)), undefined);
});
