import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readQuery} from '../../../source/sandbox/loki/endpoints/read-query.js';

const refusalOf = (query: string): string => {
	try {
		readQuery(query);
		return 'accepted';
	} catch (error) {
		return (error as Error).message;
	}
};

/** Queries of good syntax that Loki refuses for an expression in them, with its own words. */
const refused: ReadonlyArray<readonly [query: string, message: string]> = [
	[
		String.raw`label_replace(rate({ foo = "bar" }[5m]),"foo","$1","bar","^^^^x43\\q")`,
		'parse error : invalid regex in label_replace: error parsing regexp: invalid escape sequence: `' + String.raw`\q` + '`',
	],
	['{app=~"("}', 'parse error : error parsing regexp: missing closing ): `(`'],
	['{app="x"} | json | pod!~"["', 'parse error : error parsing regexp: missing closing ]: `[`'],
	['{app="x"} | drop pod=~"("', 'parse error : error parsing regexp: missing closing ): `(`'],
	['sum_over_time({app="x"} | unwrap took | pod=~"(" [1m])', 'parse error : error parsing regexp: missing closing ): `(`'],
	['vector(1) + sum(rate({app=~"("}[1m]))', 'parse error : error parsing regexp: missing closing ): `(`'],
];

for (const [query, message] of refused) {
	test(`refuses ${JSON.stringify(query)} in Loki's words`, () => {
		assert.equal(refusalOf(query), message);
	});
}

const withoutMatcher = ['{}', '{app=""}', '{app=~".*"}', '{app!="x"}', '{app!~"x.*"}', 'rate({app=~".*"}[1m])'];

for (const query of withoutMatcher) {
	test(`refuses ${query}, which every stream fits`, () => {
		assert.match(refusalOf(query), /^parse error : queries require at least one regexp or equality matcher/);
	});
}
