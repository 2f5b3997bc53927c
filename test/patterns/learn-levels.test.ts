import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	marksIn,
	needsFilter,
	newTally,
	takeLine,
} from '../../source/patterns/learn-levels.js';
import {detectLevel} from '../../source/sandbox/loki/levels.js';

/** What is learnt of twenty such lines, with Loki's own level on each, or with none. */
function learn(lines: readonly string[], given: 'loki' | 'none' | string = 'loki') {
	const tally = newTally();
	for (let index = 0; index < 20; index++) {
		const line = lines[index % lines.length]!;
		takeLine(tally, line, given === 'none' ? undefined : (given === 'loki' ? detectLevel(line, undefined, []) : given));
	}

	return {needs: needsFilter(tally), marks: marksIn(tally)};
}

const cases: ReadonlyArray<readonly [what: string, lines: readonly string[], given: string, needs: boolean, marks: readonly string[]]> = [
	['logfmt', ['level=info msg="charged"', 'level=error msg="refused"'], 'loki', false, []],
	['zap', ['{"level":"info","msg":"charged"}'], 'loki', false, []],
	['pino', ['{"level":30,"msg":"charged"}'], 'loki', true, ['tens']],
	['Monolog', ['{"level":200,"message":"charged"}'], 'loki', true, ['hundreds']],
	['OpenTelemetry', ['{"severityNumber":9,"body":"charged"}'], 'loki', true, ['telemetry']],
	['GELF', ['{"version":"1.1","short_message":"charged","level":6}'], 'loki', true, ['syslog']],
	['klog', ['I0301 12:00:00.000000 1 a.go:9] charged'], 'loki', true, []],
	['an access log', ['10.0.0.1 - - [01/Mar/2026:12:00:00 +0000] "GET /a HTTP/1.1" 200 7 "-" "-"'], 'loki', true, []],
	['no level at all', ['charged order 7', 'sent a mail'], 'loki', true, ['words']],
	['a shipper that says info', ['2026-03-01 12:00:00 ERROR [main] a.B - refused', '2026-03-01 12:00:00 INFO [main] a.B - charged'], 'info', true, []],
	['a shipper that is right', ['charged order 7', 'sent a mail'], 'info', false, []],
	['a guess from a word', ['{"level":30,"msg":"error budget is fine"}'], 'loki', true, ['tens']],
	['an old Loki', ['level=info msg="charged"'], 'none', true, []],
];

for (const [what, lines, given, needs, marks] of cases) {
	test(`how errors are marked is learnt from calm lines: ${what}`, () => {
		assert.deepEqual(learn(lines, given), {needs, marks});
	});
}

test('a stray line of another format changes nothing', () => {
	const tally = newTally();
	for (let index = 0; index < 300; index++) {
		takeLine(tally, index % 150 === 0 ? 'shop 7.1 is starting' : 'level=info msg="charged"', index % 150 === 0 ? 'unknown' : 'info');
	}

	assert.equal(needsFilter(tally), false);
});

test('a program that logs otherwise after a release is relearnt', () => {
	const tally = newTally();
	for (let index = 0; index < 2000; index++) {
		takeLine(tally, 'level=info msg="charged"', 'info');
	}

	for (let index = 0; index < 400; index++) {
		takeLine(tally, '{"level":30,"msg":"charged"}', 'unknown');
	}

	assert.deepEqual([needsFilter(tally), marksIn(tally)], [true, ['tens']]);
});
