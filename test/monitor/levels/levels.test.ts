import assert from 'node:assert/strict';
import {
	after,
	before,
	describe,
	test,
} from 'node:test';
import {openFleet} from './fleet.js';
import {calmPrograms, failingPrograms} from './programs.js';

for (const version of ['2.9.17', '3.7.6'] as const) {
	describe(`on a Loki ${version}`, () => {
		let fleet: Awaited<ReturnType<typeof openFleet>>;
		let calm: Awaited<ReturnType<typeof fleet.check>>;
		let failing: Awaited<ReturnType<typeof fleet.check>>;
		let later: Awaited<ReturnType<typeof fleet.check>>;

		before(async () => {
			fleet = await openFleet([...failingPrograms, ...calmPrograms], version);
			await fleet.check();
			fleet.pass(1);
			calm = await fleet.check();
			fleet.fail(...[...failingPrograms, ...calmPrograms].map(({service}) => service));
			fleet.pass(8);
			failing = await fleet.check();
			fleet.pass(1);
			later = await fleet.check();
		});

		after(async () => {
			await fleet.close();
		});

		test('a calm fleet is calm', () => {
			assert.deepEqual(calm.read.anomalies.map(({service, kind}) => `${service} ${kind}`), []);
		});

		test('a warm check of a calm fleet asks at most three questions', () => {
			assert.ok(calm.requests <= 3, calm.queries.join('\n'));
		});

		const kindsOf = (service: string): readonly string[] => failing.read.anomalies.filter(anomaly => anomaly.service === service).map(({kind}) => kind);
		const countsOf = (service: string): readonly number[] => later.read.anomalies.filter(anomaly => anomaly.service === service && anomaly.kind === 'error-spike').map(({observedPerMinute}) => observedPerMinute);

		for (const {service, failing: lines} of failingPrograms) {
			test(`${service} is seen when it fails with ${lines[0]!.slice(0, 60)}`, () => {
				assert.ok(kindsOf(service).length > 0, 'at the first look');
				assert.ok(countsOf(service).some(count => count > 8), 'by its count, a minute later at the latest');
			});
		}

		for (const {service, failing: lines} of calmPrograms) {
			test(`${service} is not accused of ${lines[0]!.slice(0, 60)}`, () => {
				assert.deepEqual(kindsOf(service).filter(kind => kind === 'error-spike' || kind === 'new-pattern'), []);
			});
		}
	});
}
