import assert from 'node:assert/strict';
import {test} from 'node:test';
import {playSequence} from '../../bench/soak/lying.js';

/** The long run is `npm run soak -- lying`. */
const sequences = 12;
const firstSeed = 1;

test('a Loki whose answers lie raises no false alert, and no true one is lost', async () => {
	let lies = 0;
	for (let seed = firstSeed; seed < firstSeed + sequences; seed++) {
		const {truth, told, falseAlerts, lostAlerts, liesTold} = await playSequence(seed);
		lies += liesTold;
		assert.deepEqual([falseAlerts, lostAlerts], [[], []], `seed ${seed}, ${truth}\n${told.join('\n')}`);
	}

	assert.ok(lies > 50, `${lies} lies`);
});
