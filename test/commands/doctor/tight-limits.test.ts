import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
import {startSandboxLoki} from '../../../source/sandbox/loki/server.js';
import {examine} from '../../helpers/examine.js';
import {afterThisTest, endTest} from '../../helpers/local-server.js';

afterEach(endTest);

const levels = ['debug', 'info', 'warn', 'error', 'fatal'] as const;
const hourMs = 3_600_000;

test('under tight limits doctor asks in parts, as the program does', async () => {
	const loki = await startSandboxLoki({limits: {maxQuerySeries: 3, maxQueryLengthMs: hourMs, maxEntriesLimitPerQuery: 50}});
	afterThisTest(loki.close);
	loki.push(Array.from({length: 3 * 360}, (_, index) => ({
		labels: {namespace: 'production', app: `service-${index % 7}`},
		timeNs: BigInt(Date.now() - 2000 - (index * 10_000)) * 1_000_000n,
		line: `level=${levels[index % levels.length]!} msg=charged id=${index}`,
	})));
	const {exitCode, document, check} = await examine({LOKI_URL: loki.url}, '--baseline-hours', '2');
	assert.deepEqual(document.checks.filter(({state, id}) => state !== 'pass' && !['claude', 'slack', 'terminal'].includes(id)), []);
	assert.match(check('levels').detail, /^Errors are read from detected_level; in the last 5 min: \d+ lines, 1\d of them errors \(more levels than the 3 series that Loki answers with\)\./);
	assert.match(check('limits').detail, /series 3, lines 50, time range 1 h/);
	assert.match(check('limits').detail, /The 7 services are asked for in parts\./);
	assert.match(check('history').detail, /^Logs go back the 2 h/);
	assert.equal(exitCode, 0);
});
