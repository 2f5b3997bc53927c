import assert from 'node:assert/strict';
import {test} from 'node:test';
import {newPaymentVersion} from '../../source/sandbox/traffic/fleet.js';
import {createTraffic} from '../../source/sandbox/traffic/index.js';
import type {Timeline} from '../../source/sandbox/traffic/timeline.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {
	between,
	isError,
	perMinute,
	serviceOf,
	timeOf,
} from './helpers/counts.js';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

type Story = {
	readonly timeline: Timeline;
	readonly nowMs: number;
	readonly of: (service: string) => readonly SandboxEntry[];
};

/** Three hours of history and two minutes live. */
const tell = (nowMs: number, seed: number): Story => {
	const traffic = createTraffic({nowMs, seed});
	const history = traffic.history();
	const entries: SandboxEntry[] = [];
	for (let batch = 0; batch < 36; batch++) {
		entries.push(...history.next().value ?? []);
	}

	entries.push(...traffic.tick(nowMs + (2 * minuteMs)));
	return {timeline: traffic.timeline, nowMs, of: service => entries.filter(entry => serviceOf(entry) === service)};
};

const firstTime = (entries: readonly SandboxEntry[], mark: string | RegExp): number => Math.min(...entries
	.filter(entry => (typeof mark === 'string' ? entry.line.includes(mark) : mark.test(entry.line)))
	.map(entry => timeOf(entry)));

const isNewVersion = (entry: SandboxEntry): boolean => entry.labels.version === newPaymentVersion;

// By day and at the quietest hour of the night.
const stories: ReadonlyArray<readonly [name: string, story: Story]> = [
	['by day', tell(Date.UTC(2026, 10, 23, 15, 30, 20), 7)],
	['by night', tell(Date.UTC(2026, 10, 24, 5, 2, 48), 11)],
];

for (const [name, {timeline, nowMs, of}] of stories) {
	const onsetMs = timeline.paymentOnsetMs;

	test(`payment's pool runs out nine to twelve minutes before the start, seconds after the new version is there (${name})`, () => {
		assert.ok(between((nowMs - onsetMs) / minuteMs, 9, 12));
		assert.equal(firstTime(of('payment'), 'Connection is not available'), onsetMs);
		const started = of('payment').filter(entry => entry.line.includes('Started PaymentApplication'));
		assert.equal(started.length, 2);
		assert.deepEqual(started.filter(entry => !isNewVersion(entry) || !between(timeOf(entry), onsetMs - minuteMs, onsetMs)), []);
	});

	test(`errors of payment rise more than tenfold over minutes and its ordinary lines get fewer (${name})`, () => {
		const payment = of('payment');
		const errors = payment.filter(entry => isError(entry));
		const usual = perMinute(errors, nowMs - (2.9 * hourMs), onsetMs - minuteMs);
		const first = perMinute(errors, onsetMs, onsetMs + minuteMs);
		const full = perMinute(errors, onsetMs + (3 * minuteMs), nowMs);
		assert.ok(full > 10 * usual, `${full} against ${usual}`);
		assert.ok(first < full, `${first} then ${full}`);

		const charges = payment.filter(entry => entry.line.includes('charged card ending'));
		const before = perMinute(charges, nowMs - hourMs, onsetMs - minuteMs);
		const after = perMinute(charges, onsetMs + (3 * minuteMs), nowMs);
		assert.ok(between(after / before, 0.3, 0.85), `${before} then ${after} charges a minute`);

		const share = perMinute(errors, nowMs - hourMs, nowMs) / perMinute(payment, nowMs - hourMs, nowMs);
		assert.ok(share > 0.05, `${share} of the last hour`);
	});

	test(`nearly all of these errors come from the new version, which has no line before (${name})`, () => {
		const payment = of('payment');
		assert.ok(firstTime(payment.filter(entry => isNewVersion(entry)), '') > onsetMs - minuteMs);
		const timeouts = payment.filter(entry => entry.line.includes('Connection is not available'));
		assert.ok(timeouts.filter(entry => isNewVersion(entry)).length > 0.95 * timeouts.length);
		const after = payment.filter(entry => timeOf(entry) > onsetMs + minuteMs && !isNewVersion(entry));
		assert.ok(after.length > 20, 'an old pod goes on');
		assert.equal(new Set(after.map(entry => entry.labels.pod)).size, 1);
	});

	test(`checkout follows 40 s later with a pattern of its own, the gateway 55 s later with 502 and 503 (${name})`, () => {
		assert.equal(firstTime(of('checkout'), 'ServiceUnavailable from payment:8443'), onsetMs + (40 * secondMs));
		assert.equal(firstTime(of('api-gateway'), /"status":50[23]/), onsetMs + (55 * secondMs));
		assert.ok(firstTime(of('api-gateway'), '"status":502') < nowMs);
		const rises = ['checkout', 'api-gateway'].map(service => {
			const errors = of(service).filter(entry => isError(entry));
			return {service, usual: perMinute(errors, nowMs - (2.9 * hourMs), onsetMs), full: perMinute(errors, onsetMs + (3 * minuteMs), nowMs)};
		});
		assert.deepEqual(rises.filter(({usual, full}) => full < 8 * usual || full < 1), []);
	});

	test(`a minute after the start one warning fills auth with hundreds of lines, none of them an error (${name})`, () => {
		const storm = of('auth').filter(entry => entry.line.includes('backoff=0s'));
		assert.ok(firstTime(storm, '') >= nowMs + (30 * secondMs));
		assert.deepEqual(storm.filter(entry => isError(entry)), []);
		assert.ok(perMinute(storm, nowMs, nowMs + minuteMs) > 250);
		const second = of('auth').filter(entry => timeOf(entry) >= nowMs + minuteMs);
		const share = second.filter(entry => entry.line.includes('msg="token refresh failed, retrying"')).length / second.length;
		assert.ok(second.length > 600, `${second.length} lines`);
		assert.ok(share > 0.9, `${share}`);
	});

	test(`the same warning was seen on ordinary days, rarely (${name})`, () => {
		const before = of('auth').filter(entry => timeOf(entry) < nowMs && entry.line.includes('token refresh failed'));
		assert.ok(between(before.length, 1, 30), `${before.length}`);
	});
}
