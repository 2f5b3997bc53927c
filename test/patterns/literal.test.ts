import assert from 'node:assert/strict';
import {test} from 'node:test';
import {literalsIn, literalsOf} from '../../source/patterns/literal.js';

const cases: ReadonlyArray<readonly [template: string, line: string]> = [
	['token refresh failed, retrying err="context deadline exceeded" attempt=<*>', 'level=warn msg="token refresh failed, retrying" attempt=7 err="context deadline exceeded"'],
	['o.h.engine.jdbc.spi.SqlExceptionHelper: HikariPool-<*> - Connection is not available, request timed out after <*>ms', '2026-11-23 16:46:41.665 ERROR 1 --- [ scheduling-1] o.h.engine.jdbc.spi.SqlExceptionHelper   : HikariPool-1 - Connection is not available, request timed out after 3004ms'],
	['charge attempt failed error.kind=ServiceUnavailable error.message="upstream returned <*> after <*> s"', '{"level":"error","msg":"charge attempt failed","error":{"kind":"ServiceUnavailable","message":"upstream returned 503 after 3 s"}}'],
	['job <*> done in <*>s', 'job 17 done in 44s'],
];

for (const [template, line] of cases) {
	test(`what is looked for of "${template}" stands in its line`, () => {
		const literals = literalsOf(template);
		assert.ok(literals.length > 0);
		assert.deepEqual(literals.filter(literal => !line.includes(literal)), []);
	});
}

test('a template without a fixed part gives nothing to look for', () => {
	assert.deepEqual(literalsOf('<*> <*> ok <*>'), []);
});

const written: ReadonlyArray<readonly [what: string, template: string, examples: readonly string[], literals: readonly string[]]> = [
	['parts of the template that stand in the lines', 'charge attempt failed: upstream returned <*>', ['level=error msg="charge attempt failed" err="upstream returned 503"', 'level=error msg="charge attempt failed" err="upstream returned 502"'], ['upstream returned', 'charge attempt']],
	['parts of the lines where the template says it in other words', 'cannot reach <service>: host is gone', ['{"m":"LEDGER UNREACHABLE","host":"a-1"}', '{"m":"LEDGER UNREACHABLE","host":"a-2"}'], ['LEDGER UNREACHABLE']],
	['only what stands in every line', 'no stock of <*> left in <*>', ['no stock of shoes left in hall 2', 'no stock of hats left in hall 3'], ['no stock of', 'left in']],
	['parts of one line of a stack trace', 'pool ran dry (session not opened)', ['session not opened\n\tat a.B(B.java:1)\nCaused by: pool ran dry'], ['Caused by: pool ran dry']],
	['nothing where lines have nothing in common', 'a <*>', ['up 1', 'on 2'], []],
];

for (const [what, template, examples, literals] of written) {
	test(`looked for in lines: ${what}`, () => {
		assert.deepEqual(literalsIn(template, examples), literals);
	});
}

test('what other lines hold as well is not looked for', () => {
	const refused = ['"POST /orders HTTP/1.1" 502 157', '"POST /orders HTTP/1.1" 503 12'];
	assert.deepEqual(literalsIn('POST <*> 5xx', refused, ['"POST /orders HTTP/1.1" 201 9']), []);
	assert.deepEqual(literalsIn('order <*> failed: no stock', ['order 7 failed: no stock'], ['order 8 failed: no card']), ['order', 'no stock'].toSorted((a, b) => b.length - a.length));
});
