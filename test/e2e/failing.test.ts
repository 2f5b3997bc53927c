import assert from 'node:assert/strict';
import {test} from 'node:test';
import {playFailing} from '../../bench/soak/failing.js';

/** An incident that begins and ends, with checks killed in between. The long run is `npm run soak -- failing`. */
const seed = 4;

test('checks that fail in every way around them, some killed, tell what is true once or say that they repeat', async () => {
	const {truth, troubles, trail, kills} = await playFailing(seed);
	assert.deepEqual(troubles, [], trail.join('\n'));
	assert.equal(truth, 'incident-ends');
	assert.ok(kills > 0, 'none was killed');
});
