import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {pythonTime} from '../times.js';

/** Plain text from Python's logging, the level in brackets. */
export const productLine = (random: Random, timeMs: number): Written => {
	const head = pythonTime(timeMs);
	return random.chance(0.03)
		? {level: 'warn', line: `${head} [WARNING] catalog.cache: cache miss storm guard, serving stale product ${random.int(1000, 9999)} age=${random.int(61, 400)}s`}
		: {level: 'info', line: `${head} [INFO] catalog.views: product ${random.int(1000, 9999)} served cache=${random.chance(0.8) ? 'hit' : 'miss'} in ${random.durationMs(9)}ms`};
};

export const catalogTrouble = (random: Random, timeMs: number): Written => {
	const head = pythonTime(timeMs);
	if (random.chance(0.5)) {
		return {level: 'error', line: `${head} [ERROR] catalog.images: thumbnail ${random.int(1000, 9999)}.webp not rendered: source image is truncated`};
	}

	return {
		level: 'error',
		line: [
			`${head} [ERROR] catalog.db: query failed after ${random.durationMs(2000)}ms`,
			'Traceback (most recent call last):',
			'  File "/app/catalog/db.py", line 88, in fetch_one',
			'    row = await conn.fetchrow(query, *args)',
			'  File "/usr/lib/python3.13/site-packages/asyncpg/connection.py", line 748, in fetchrow',
			'    data = await self._execute(query, args, 1, timeout)',
			'asyncpg.exceptions.QueryCanceledError: canceling statement due to statement timeout',
		].join('\n'),
	};
};

export const catalogChore = (random: Random, timeMs: number): Written => ({
	level: 'info',
	line: `${pythonTime(timeMs)} [INFO] catalog.feed: feed page ${random.int(1, 400)} of 400 exported, ${random.int(80, 100)} products`,
});
