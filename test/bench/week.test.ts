import assert from 'node:assert/strict';
import {test} from 'node:test';
import {growthOf} from '../../bench/soak/week/growth.js';
import {
	firstMs,
	incidentAt,
	isFaulty,
	lieOf,
	startOf,
} from '../../bench/soak/week/play.js';
import {createTruths, type Verdict} from '../../bench/soak/week/truths.js';
import {parts, playWeek, type PartName} from '../../bench/soak/week/week.js';

const minuteMs = 60_000;
const play = {services: 20, seed: 3};

/** An hour of what `npm run soak -- week` plays for long. */
for (const part of Object.keys(parts) as PartName[]) {
	test(`an hour of ${part} against a Loki that fails every few minutes leaves nothing behind and says nothing that is not so`, {timeout: 100_000}, async () => {
		const rows: string[] = [];
		const {verdict, samples, lies} = await playWeek({
			part, play, hours: 1, everyHours: 1, print(row) {
				rows.push(row);
			},
		});
		assert.ok(lies > 10, `${lies} lies`);
		const said: Verdict = verdict;
		assert.deepEqual([said.falses, said.losts, said.doubles], [[], [], []]);
		const [, gauges] = samples.at(-1)!;
		assert.equal(gauges.warnings, 0, rows.join('\n'));
		for (const [name, most] of [['timers', 5], ['handles', 8], ['listeners', 60]] as const) {
			assert.ok(gauges[name] <= most, `${name}\n${rows.join('\n')}`);
		}
	});
}

test('what grows by little for long is no more flat than what grows at once', () => {
	const hours = Array.from({length: 48}, (_, hour) => hour);
	const noise = (hour: number): number => ((hour * 7919) % 13) / 2;
	const flat = {most: 5, share: 0.05};
	assert.equal(growthOf(hours.map(hour => [hour, 100 + noise(hour)] as const), flat).isFlat, true);
	const slow = growthOf(hours.map(hour => [hour, 100 + noise(hour) + (hour / 4)] as const), flat);
	assert.equal(slow.isFlat, false);
	assert.ok(Math.abs(slow.perHour - 0.25) < 0.05, `${slow.perHour}`);
	assert.equal(growthOf(hours.map(hour => [hour, hour < 24 ? 3 : 9] as const), {most: 2, share: 0}).isFlat, false);
});

test('the play is the same for all who ask, and Loki fails every few minutes', () => {
	assert.equal(firstMs - startOf(0), 10_000);
	assert.equal(lieOf(17, 4, play), lieOf(17, 4, play));
	const faulty = Array.from({length: 1000}, (_, minute) => isFaulty(minute, play)).filter(Boolean).length;
	assert.ok(Math.abs(faulty - 300) < 100, `${faulty} of 1000`);
});

test('what was not said, what is not so and what was said twice is found', () => {
	const [first, second] = [incidentAt(0, play), incidentAt(1, play)];
	const truths = createTruths(play);
	const atMs = startOf(first.startMinute) + (5 * minuteMs);
	truths.say({
		service: first.service, what: 'errors', atMs, key: 'a', isRepeat: false,
	});
	truths.say({
		service: first.service, what: 'errors', atMs: atMs + minuteMs, key: 'a', isRepeat: true,
	});
	const afterFirst = startOf(first.endMinute) + (61 * minuteMs);
	assert.deepEqual(truths.judge(afterFirst, {endsAreSaid: false}), {
		incidents: 1, said: 1, falses: [], losts: [], doubles: [],
	});
	assert.match(truths.judge(afterFirst, {endsAreSaid: true}).losts.join('\n'), /service-0: resolved$/);

	truths.say({
		service: 'service-7', what: 'errors', atMs, key: 'b', isRepeat: false,
	});
	truths.say({
		service: first.service, what: 'errors', atMs: atMs + (2 * minuteMs), key: 'a', isRepeat: false,
	});
	const {falses, losts, doubles} = truths.judge(startOf(second.endMinute) + (61 * minuteMs), {endsAreSaid: false});
	assert.match(falses.join('\n'), /service-7: errors$/);
	assert.match(losts.join('\n'), new RegExp(`${second.service}: ${second.kind}$`));
	assert.match(doubles.join('\n'), /service-0: errors$/);
});
