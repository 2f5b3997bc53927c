import assert from 'node:assert/strict';
import {test} from 'node:test';
import {literalsOf} from '../../source/patterns/literal.js';

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
