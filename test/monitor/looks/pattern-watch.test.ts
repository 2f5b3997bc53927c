import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {createLokiClient} from '../../../source/loki/client.js';
import type {Scope} from '../../../source/loki/types.js';
import {createPatternWatch} from '../../../source/monitor/looks/pattern-watch.js';
import {hideEntries, type HideLines} from '../../../source/monitor/looks/senses/hide-entries.js';
import {createEventReader} from '../../../source/monitor/looks/senses/sense-events.js';
import {knownPatterns} from '../../../source/patterns/known-patterns.js';
import {createMiner} from '../../../source/patterns/mining/miner.js';
import {createKnownNames} from '../../../source/patterns/read/known-names.js';
import {createSeenSet} from '../../../source/patterns/seen-set.js';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';

const minuteMs = 60_000;
const nowMs = Date.UTC(2026, 2, 2, 3);
const {signal} = new AbortController();
const names = createKnownNames(['ledger', 'till']);
const closers: Array<() => Promise<void>> = [];

afterEach(async () => {
	await Promise.all(closers.splice(0).map(async close => close()));
});

/** Takes out what stands behind `card`, as numbered placeholders. */
const hide: HideLines = lines => lines.map((line, index) => line.replace(/card \d+/, () => `card <CARD_${index + 1}>`));

test('a look says of a new error what the senses say of it, so that both know it as one', async () => {
	const loki = await startSandboxLoki({now: () => nowMs + 1000, version: '3.7.6'});
	closers.push(loki.close);
	const push = (line: string, timeMs: number): void => {
		loki.push([{labels: {namespace: 'shop', app: 'till'}, timeNs: BigInt(timeMs) * 1_000_000n, line}]);
	};

	for (let minute = 120; minute > 0; minute--) {
		push('level=info msg="till is open"', nowMs - (minute * minuteMs));
	}

	for (let index = 0; index < 6; index++) {
		push(`level=error msg="booking ${index} of card 4${index}11 at ledger was lost" trace_id=ab${index}cd`, nowMs - minuteMs + (index * 1000));
		push(['java.lang.IllegalStateException: no drawer', '\tat com.shop.Till.open(Till.java:17)', `Caused by: java.io.IOException: drawer ${index} is stuck`, '\tat com.shop.Drawer.pull(Drawer.java:9)'].join('\n'), nowMs - minuteMs + (index * 1000) + 500);
	}

	const client = createLokiClient({url: loki.url});
	const scope: Scope = {
		selector: '{namespace="shop"}', capabilities: {
			version: '3.7.6', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: false, hasVolume: false,
		},
	};
	const watch = createPatternWatch({
		client, scope, names: () => names, hide, known: knownPatterns(createSeenSet()),
	});
	const {patterns} = await watch.look({
		service: 'till', nowMs, onsetMs: nowMs - minuteMs, countLines: () => 0, signal,
	});
	const said = patterns.filter(({isError, isNew}) => isError && isNew).flatMap(pattern => pattern.said ?? []);
	const {entries} = await client.queryLogs({query: '{app="till"}', range: {startMs: nowMs - (2 * minuteMs), endMs: nowMs}, limit: 100});
	const sensed = createEventReader(createMiner({maxPatterns: 100}), 'app').read(await hideEntries(entries, hide, signal), names);
	const expected = new Set(sensed.flatMap(({error}) => error ? [error.said] : []));
	assert.equal(expected.size, 2);
	assert.deepEqual(new Set(said), expected);
});
