import assert from 'node:assert/strict';
import {test} from 'node:test';
import {maskLine, seedOf} from '../../source/patterns/scan/mask-line.js';
import {createMiner} from '../../source/patterns/mining/miner.js';
import {scanToHash} from '../../source/patterns/scan/scan.js';
import {drawLines, readFamilies, type Family} from './draw-lines.js';

const linesPerFamily = 400;
/** Most values of most variables were met by then: what is called new later should be new. */
const settled = 200;

type Result = {readonly patternsOf: ReadonlyArray<ReadonlySet<string>>; readonly templates: readonly string[]; readonly lateNews: readonly string[]};

function mine(family: Family, seed: number): Result {
	const miner = createMiner();
	const drawn = drawLines(family, linesPerFamily, seed);
	const mined = drawn.map(({line}, index) => miner.add(line, index));
	const patternsOf = family.messages.map((_, message) => new Set(drawn.flatMap((line, index) => line.message === message ? [miner.resolve(mined[index]!.patternId)] : [])));
	return {
		patternsOf,
		templates: miner.patterns().map(({template}) => template),
		lateNews: drawn.flatMap(({line}, index) => index >= settled && mined[index]!.isNew ? [line] : []),
	};
}

for (const family of readFamilies()) {
	test(`${family.name}: one pattern for each message`, () => {
		for (const seed of [7, 11]) {
			const {patternsOf, templates, lateNews} = mine(family, seed);
			for (const [message, patterns] of patternsOf.entries()) {
				assert.equal(patterns.size, 1, `${family.messages[message]![1]} is split:\n${templates.join('\n')}`);
			}

			assert.equal(new Set(patternsOf.flatMap(patterns => [...patterns])).size, family.messages.length, `messages are merged:\n${templates.join('\n')}`);
			assert.ok(lateNews.length <= 2, `called new late:\n${lateNews.join('\n')}`);
		}
	});
}

/** What an engineer should read in the list of patterns. */
const readable: ReadonlyArray<readonly [family: string, template: string]> = [
	['postgres', 'relation "<*>" does not exist at character <*>'],
	['kafka', '[GroupCoordinator <*>]: Stabilized group <*> generation <*> (__consumer_offsets-<*>) with <*> members (kafka.coordinator.group.GroupCoordinator)'],
	['spring boot', 'com.zaxxer.hikari.pool.HikariPool: HikariPool-<*> - Connection is not available, request timed out after <*>ms.'],
	['nginx access', 'GET /api/orders/<*> 5xx'],
	['nginx error', 'upstream timed out (<*>: Connection timed out) while reading response header from upstream'],
	['go zap (JSON)', 'request handled GET /api/orders/<*> status=5xx'],
	['zerolog (JSON)', 'http: upstream call failed error="context deadline exceeded"'],
	['rails', 'Completed 5xx Internal Server Error in <*>ms (ActiveRecord: <*>ms | Allocations: <*>)'],
	['systemd and friends (syslog)', 'systemd: <*>: Scheduled restart job, restart counter is at <*>.'],
	['elasticsearch', 'Cluster health status changed from [GREEN] to [RED] (reason: [<*> left]).'],
	['plain text', 'order <*> failed after <*>ms'],
	['events (JSON without a message)', 'event_type=order_cancelled reason=customer service=<*>'],
];

test('templates read like the lines that they come from', () => {
	const byName = new Map(readFamilies().map(family => [family.name, family]));
	for (const [name, template] of readable) {
		const {templates} = mine(byName.get(name)!, 7);
		assert.ok(templates.includes(template), `${name}:\n${templates.join('\n')}`);
	}
});

test('lines with one masked form have one level and one key: the short way never leads elsewhere than the long one', () => {
	const known = new Map<number, {readonly line: string; readonly identity: string}>();
	for (const family of readFamilies()) {
		for (const {line} of drawLines(family, linesPerFamily, 13)) {
			const {level, key} = maskLine(line, '', undefined);
			const hash = scanToHash(line, seedOf(line, 0));
			const first = known.get(hash) ?? {line, identity: `${level} ${key}`};
			known.set(hash, first);
			assert.equal(`${level} ${key}`, first.identity, `${line}\n${first.line}`);
		}
	}
});
