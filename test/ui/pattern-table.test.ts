import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {detailLines} from '../../source/commands/demo/text-report.js';
import type {Anomaly} from '../../source/detect/types.js';
import type {EvidencePattern} from '../../source/facts/evidence.js';
import type {UiState} from '../../source/ui/screens/registry.js';
import {closeApps, showApp} from '../helpers/show-app.js';
import {
	anomaly,
	evidenceOf,
	minutesOf,
	stateAfter,
} from '../helpers/states.js';
import {verdictOf} from '../helpers/verdicts.js';

afterEach(closeApps);

const pattern = (fields: Partial<EvidencePattern>): EvidencePattern => ({
	id: 'p1', template: 'token refresh failed', level: 'error', sampledLines: 90, share: 1, isNew: false, baselineShare: 1, history: [1, 2, 3], ...fields,
});
const storm = anomaly({service: 'auth', kind: 'pattern-storm', pattern: {id: 'p1', template: 'token refresh failed'}});
const verdict = verdictOf({service: 'auth'});

const auth = (anomalies: readonly Anomaly[], patterns: readonly EvidencePattern[]): UiState => stateAfter(
	{type: 'minutes-read', minutes: minutesOf({auth: [200, 1]})},
	{type: 'detected', anomalies, expectations: new Map()},
	{
		type: 'detail-changed', service: 'auth', detail: {
			status: 'ready', evidence: evidenceOf('auth', patterns), verdict, trouble: undefined,
		},
	},
);

/** The badges of the table as text. */
const badges = (...parts: Parameters<typeof auth>): readonly string[] => detailLines(auth(...parts), 'auth').slice(1, 1 + parts[1].length).map(row => row.slice(1, 8).trim());

test('one error line that is all errors of a calm service is no storm', () => {
	assert.deepEqual(badges([], [pattern({sampledLines: 1})]), ['error']);
	assert.deepEqual(badges([anomaly({service: 'auth'})], [pattern({sampledLines: 90})]), ['error']);
});

test('a storm stands at the pattern that an open storm of the service names, by id or by template, and nowhere else', () => {
	const patterns = [pattern({share: 0.4, level: 'warn'}), pattern({id: 'other', template: 'another one'})];
	assert.deepEqual(badges([storm], patterns), ['STORM', 'error']);
	assert.deepEqual(badges([storm], [pattern({id: 'an id of now'}), pattern({template: 'token refresh <*>'})]), ['STORM', 'STORM']);
	assert.deepEqual(badges([{...storm, state: 'resolved'}], patterns), ['warn', 'error']);
	assert.deepEqual(badges([{...storm, service: 'checkout'}], patterns), ['warn', 'error']);
	assert.deepEqual(badges([{...storm, kind: 'new-pattern'}], patterns), ['warn', 'error']);
});

test('the screen of the service shows the same badge', async () => {
	const {see, press} = showApp(auth([storm], [pattern({}), pattern({id: 'other', template: 'another one'})]));
	await see('auth');
	press('\r');
	assert.match(await see('another one'), /STORM +token refresh failed.*error +another one/s);
});
