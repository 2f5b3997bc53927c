import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createExploreUrl} from '../../../source/alerting/explore-url.js';
import {copyableQuery} from '../../../source/commands/watch/copyable-query.js';
import type {ShownQuery} from '../../../source/lines/shown-query.js';

const query = '{service_name="payment"} |= "pool"';
const exploreUrl = createExploreUrl({grafanaUrl: 'https://grafana.example/g', datasourceUid: 'uid'});

const copyable = (as: 'logql' | 'grafana', {unsaid = [], url = exploreUrl, isRead = true}: {readonly unsaid?: ShownQuery['unsaid']; readonly url?: typeof exploreUrl | undefined; readonly isRead?: boolean} = {}) => copyableQuery({
	as, source: {service: 'payment'}, leastLevel: undefined, search: undefined,
}, {
	exploreUrl: url,
	logViews: {
		query: () => isRead
			? {
				query, unsaid, startMs: 1000, endMs: 2001,
			}
			: undefined,
	},
});

test('what is copied is the query, and what it does not say is named', () => {
	assert.deepEqual(copyable('logql'), {text: query, what: 'the LogQL'});
	assert.deepEqual(copyable('logql', {unsaid: [{type: 'pattern-by-words'}, {type: 'level'}, {type: 'hidden-patterns', count: 2}, {type: 'trace-labels'}]}), {
		text: query, what: 'the LogQL (the pattern by its words, all levels, with 2 hidden patterns, without lines that have the id in a label only)',
	});
});

test('a link to Grafana has the query and the window', () => {
	const found = copyable('grafana');
	assert.ok('text' in found);
	assert.equal(found.what, 'the Grafana link');
	const url = new URL(found.text);
	assert.equal(url.origin + url.pathname, 'https://grafana.example/g/explore');
	const {loki} = JSON.parse(url.searchParams.get('panes') ?? '') as {readonly loki: {readonly queries: ReadonlyArray<{readonly expr: string}>; readonly range: unknown}};
	assert.equal(loki.queries[0]?.expr, query);
	assert.deepEqual(loki.range, {from: '1000', to: '2001'});
});

test('what is missing is said: a Grafana, or lines', () => {
	assert.deepEqual(copyableQuery({
		as: 'grafana', source: {service: 'payment'}, leastLevel: undefined, search: undefined,
	}, {exploreUrl: undefined, logViews: {query: () => undefined}}), {obstacle: 'no Grafana to link to: set LOKI_SENTINEL_GRAFANA_URL and restart'});
	assert.deepEqual(copyable('logql', {isRead: false}), {obstacle: 'these lines were not read yet'});
});
