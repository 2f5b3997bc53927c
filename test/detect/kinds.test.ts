import assert from 'node:assert/strict';
import {readFileSync} from 'node:fs';
import {test} from 'node:test';
import {
	anomalyKinds,
	kindByCode,
	kindOf,
	kinds,
} from '../../source/detect/kinds/registry.js';
import {byLead, leadOf} from '../../source/detect/lead.js';
import {anomalyWith} from '../helpers/traffic.js';

test('no two kinds share a code or a rank', () => {
	for (const name of ['code', 'rank'] as const) {
		assert.equal(new Set(anomalyKinds.map(kind => kinds[kind][name])).size, anomalyKinds.length, name);
	}
});

test('the codes in tokens that were sent stay as they are', () => {
	assert.deepEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map(code => kindByCode(code)), ['error-spike', 'volume-surge', 'silence', 'fleet-silence', 'pattern-storm', 'new-pattern', 'pattern-vanished', 'slow', 'ends-early', 'new-warning']);
	assert.equal(kindByCode(999), undefined);
});

test('a past anomaly of any kind is counted as one that counts alone can show', () => {
	for (const kind of anomalyKinds) {
		const {countedAs} = kindOf(kind);
		assert.equal(kindOf(countedAs).countedAs, countedAs, kind);
	}
});

test('the documented schema of a check knows every kind', () => {
	const schema = JSON.parse(readFileSync('docs/schema/check-v1.schema.json', 'utf8')) as {readonly $defs: {readonly anomaly: {readonly properties: {readonly kind: {readonly enum: readonly string[]}}}}};
	assert.deepEqual(schema.$defs.anomaly.properties.kind.enum.toSorted(), anomalyKinds.toSorted());
});

test('of a service\'s anomalies the open one leads, then the critical one, then its kind, then the earlier one', () => {
	const service = 'payment';
	const ordered = [
		anomalyWith({service, severity: 'critical', kind: 'silence'}),
		anomalyWith({service}),
		anomalyWith({service, onsetMs: 2e12}),
		anomalyWith({service, kind: 'pattern-storm'}),
		anomalyWith({service, kind: 'new-pattern'}),
		anomalyWith({service, kind: 'volume-surge'}),
		anomalyWith({service, severity: 'critical', countedUntilMs: 1}),
		anomalyWith({
			service, severity: 'critical', state: 'resolved', resolvedMs: 1,
		}),
	];
	assert.deepEqual(ordered.toReversed().toSorted((a, b) => byLead(a, b)), ordered);
	assert.equal(leadOf(ordered.toReversed()), ordered[0]);
	assert.equal(leadOf([]), undefined);
});
