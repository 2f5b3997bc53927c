import assert from 'node:assert/strict';
import {test} from 'node:test';
import {headerRow} from '../../source/ui/layout/header.js';
import {rowWidth} from '../../source/ui/layout/row.js';
import {serviceTitle} from '../../source/ui/layout/service-title.js';
import {analysisTitle} from '../../source/ui/screens/analysis/title.js';
import {incidentListHead} from '../../source/ui/screens/incidents/table.js';
import type {StyledRow} from '../../source/ui/components/line.js';
import {anomaly, stateAfter} from '../helpers/states.js';

const textOf = (row: StyledRow): string => row.map(([text]) => text).join('');
const fleet = stateAfter({type: 'detected', anomalies: [anomaly({service: 'payment'})], expectations: new Map()});

test('every screen with times has a clock that names their zone, however narrow and however long the names', () => {
	const state = {...fleet, connection: {...fleet.connection, host: 'loki-gateway.observability.svc.cluster.local:3100', tenant: 'a-team-with-a-long-name'}};
	for (const columns of [60, 80, 120, 200]) {
		for (const row of [headerRow(state, columns), serviceTitle(state, 'payment', columns), analysisTitle(state, undefined, 'a-service-with-a-long-name', columns), incidentListHead(state, 3, columns)]) {
			assert.match(textOf(row), / 03:12 UTC $/);
			assert.equal(rowWidth(row), columns, textOf(row));
		}
	}
});

test('at 120 columns the clock takes the place of nothing that the first line says', () => {
	const state = {
		...fleet,
		isDemo: true,
		connection: {...fleet.connection, host: '127.0.0.1:35397', lastAnswerMs: fleet.nowMs},
		backfill: {...fleet.backfill, doneHours: 24, wantedHours: 24},
		cost: {...fleet.cost, lastPollRequests: 1, lastPollBytes: 140_000},
	};
	assert.equal(textOf(headerRow(state, 120)), ' loki-sentinel demo  127.0.0.1:35397  {namespace="production"}     0 s ago  baseline 24/24 h  1 query 137 KB  03:12 UTC ');
});

test('the clock is that of the set zone, and the times beside it are as well', () => {
	const title = textOf(serviceTitle({...fleet, timeZone: 'Asia/Tokyo'}, 'payment', 120));
	assert.match(title, /since 11:58 .* 12:12 GMT\+9 $/);
});
