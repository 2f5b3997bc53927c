import assert from 'node:assert/strict';
import {test} from 'node:test';
import {playSequence, truths} from '../../bench/soak/lying.js';

/** One for each thing that can be true, as one process and as several, with lies from the start and later. The long run is `npm run soak -- lying`. */
const seeds = [1, 2, 4, 7, 9, 12, 14] as const;

test('a Loki whose answers lie raises no false alert, and no true one is lost', async () => {
	let lies = 0;
	const seen = new Set<string>();
	for (const seed of seeds) {
		const {truth, told, falseAlerts, lostAlerts, liesTold} = await playSequence(seed);
		lies += liesTold;
		seen.add(truth);
		assert.deepEqual([falseAlerts, lostAlerts], [[], []], `seed ${seed}, ${truth}\n${told.join('\n')}`);
	}

	assert.ok(lies > 50, `${lies} lies`);
	assert.deepEqual([...seen].toSorted(), truths.toSorted());
});
