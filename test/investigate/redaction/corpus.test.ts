import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {heldOutLines, heldOutSecrets} from './held-out.js';
import {lookAlikes} from './look-alikes.js';
import {createMaker} from './make.js';
import {secretKinds, type Planted} from './secrets.js';

const perKind = 8;
const perLookAlike = 8;
const minFound = 0.98;
const maxChanged = 0.003;

const isSeen = (text: string, [secret]: Planted): boolean => text.includes(secret) || text.includes(secret.slice(-Math.max(6, Math.floor(secret.length / 2))));

test('secrets of more than a hundred kinds are replaced, no half of one stays, and all come back', () => {
	const maker = createMaker(17);
	const missed: string[] = [];
	let count = 0;
	for (const [kind, make] of secretKinds) {
		for (let index = 0; index < perKind; index++) {
			const planted = make(maker);
			const redactor = createRedactor();
			const redacted = redactor.redact(planted[1]);
			count++;
			assert.equal(redactor.restoreForLoki(redacted), planted[1]);
			assert.equal(redactor.redact(redacted), redacted, 'redacting twice changes nothing');
			if (isSeen(redacted, planted)) {
				missed.push(`${kind}: ${planted[1]} -> ${redacted}`);
			}
		}
	}

	assert.ok(count >= 500, `${count}`);
	assert.ok(secretKinds.length >= 99, `${secretKinds.length}`);
	assert.ok(missed.length <= count * (1 - minFound), `${missed.length} of ${count} missed:\n${missed.join('\n')}`);
});

test('lines that only look so stay as they are', () => {
	const maker = createMaker(18);
	const lines = lookAlikes.flatMap(make => Array.from({length: perLookAlike}, () => make(maker)));
	const changed = lines.map(line => [line, createRedactor().redact(line)] as const).filter(([line, redacted]) => line !== redacted);
	assert.ok(lines.length >= 600, `${lines.length}`);
	assert.ok(changed.length <= lines.length * maxChanged, `${changed.length} of ${lines.length} changed:\n${changed.map(pair => pair.join('\n  -> ')).join('\n')}`);
});

test('so it is for lines that were written apart from the rules', () => {
	const maker = createMaker(19);
	const planted = heldOutSecrets(maker);
	const missed = planted.filter(secret => isSeen(createRedactor().redact(secret[1]), secret));
	assert.ok(missed.length <= planted.length * (1 - minFound), `${missed.length} of ${planted.length} missed:\n${missed.join('\n')}`);
	const lines = heldOutLines(maker);
	const changed = lines.filter(line => createRedactor().redact(line) !== line);
	assert.deepEqual(changed, []);
});
