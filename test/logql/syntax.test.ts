import assert from 'node:assert/strict';
import {test} from 'node:test';
import {formatQuery} from '../../source/logql/format-query.js';
import {parse} from '../../source/logql/parse/parse.js';

const refusalOf = (query: string): string => {
	try {
		parse(query);
		return 'accepted';
	} catch (error) {
		return (error as Error).message;
	}
};

/** Queries that Loki refuses, with its own words; most are from Loki's own tests. */
const refused: ReadonlyArray<readonly [query: string, message: string]> = [
	['', 'parse error : syntax error: unexpected $end'],
	['  ', 'parse error at line 1, col 3: syntax error: unexpected $end'],
	['{foo="bar}', 'parse error at line 1, col 6: literal not terminated'],
	['{foo="bar"', 'parse error at line 1, col 11: syntax error: unexpected $end, expecting } or ,'],
	['{foo="bar" baz="x"}', 'parse error at line 1, col 12: syntax error: unexpected IDENTIFIER, expecting } or ,'],
	['{foo="bar",}', 'parse error at line 1, col 12: syntax error: unexpected }, expecting IDENTIFIER'],
	['{foo}', 'parse error at line 1, col 5: syntax error: unexpected }, expecting = or =~ or !~ or !='],
	['{foo=}', 'parse error at line 1, col 6: syntax error: unexpected }, expecting STRING'],
	['{foo="bar"} |~', 'parse error at line 1, col 15: syntax error: unexpected $end, expecting STRING or ip'],
	['{foo="bar"} "foo"', 'parse error at line 1, col 13: syntax error: unexpected STRING'],
	['{foo="bar"} foo', 'parse error at line 1, col 13: syntax error: unexpected IDENTIFIER'],
	['{foo="bar"} | | json', 'parse error at line 1, col 15: syntax error: unexpected |'],
	['{foo="bar"} | regexp', 'parse error at line 1, col 21: syntax error: unexpected $end, expecting STRING'],
	['{foo="bar"} | label_format x', 'parse error at line 1, col 29: syntax error: unexpected $end, expecting ='],
	['{foo="bar"} |= |= "x"', 'parse error at line 0, col 16: syntax error: unexpected |=, expecting STRING or ip'],
	['{ foo = "bar" }|logfmt|addr>=ip("1.2.3.4")', 'parse error at line 1, col 30: syntax error: unexpected ip'],
	['{ foo = "bar" }|logfmt|addr<ip("1.2.3.4")', 'parse error at line 1, col 29: syntax error: unexpected ip'],
	['unk({ foo = "bar" }[5m])', 'parse error at line 1, col 1: syntax error: unexpected IDENTIFIER'],
	['min({ foo = "bar" }[5m])', 'parse error at line 0, col 20: syntax error: unexpected RANGE'],
	['rate({ foo = "bar" }[5minutes])', 'parse error at line 0, col 21: unknown unit "minutes" in duration "5minutes"'],
	['rate({ foo = "bar" }[5)', 'parse error at line 0, col 21: missing closing \']\' in duration'],
	['rate({ foo = "bar" }[])', 'parse error at line 0, col 21: empty duration string'],
	['rate({ foo = "bar" }[5])', 'parse error at line 0, col 21: not a valid duration string: "5"'],
	['rate({ foo = "bar" })', 'parse error at line 1, col 21: syntax error: unexpected )'],
	['rate({foo="bar"}[1m]', 'parse error at line 1, col 21: syntax error: unexpected $end, expecting )'],
	['rate()', 'parse error at line 1, col 6: syntax error: unexpected ), expecting NUMBER or { or ('],
	['stddev({ foo = "bar" })', 'parse error at line 1, col 23: syntax error: unexpected )'],
	['bottomk(he,count_over_time({ foo = "bar" }[5h]))', 'parse error at line 1, col 9: syntax error: unexpected IDENTIFIER'],
	['sum by (app (rate({foo="bar"}[1m]))', 'parse error at line 1, col 13: syntax error: unexpected (, expecting , or )'],
	['sum(rate({foo="bar"}[1m])) by app', 'parse error at line 1, col 31: syntax error: unexpected IDENTIFIER, expecting ('],
	['sum_over_time({a="b"} | unwrap x)', 'parse error at line 1, col 33: syntax error: unexpected ), expecting RANGE or |'],
	['label_replace(rate({ foo = "bar" }[5m]),"")', 'parse error at line 1, col 43: syntax error: unexpected ), expecting ,'],
	['{\n  app="x"\n} | | json', 'parse error at line 3, col 5: syntax error: unexpected |'],
	['absent_over_time({ foo = "bar" }[5h]) by (foo)', 'parse error : grouping not allowed for absent_over_time aggregation'],
	['approx_topk(2, count_over_time({ foo = "bar" }[5h])) by (foo)', 'parse error : grouping not allowed for approx_topk aggregation'],
	['sum(3 ,count_over_time({ foo = "bar" }[5h]))', 'parse error : unsupported parameter for operation sum(3,'],
	['topk(count_over_time({ foo = "bar" }[5h]))', 'parse error : parameter required for operation topk'],
	['topk(0, count_over_time({ foo = "bar" }[5h]))', 'parse error : invalid parameter (must be greater than 0) topk(0'],
	['bottomk(1.2,count_over_time({ foo = "bar" }[5h]))', 'parse error : invalid parameter bottomk(1.2,'],
	['sum_over_time({app="foo"} |= "bar" [5m])', 'parse error : invalid aggregation sum_over_time without unwrap'],
	['count_over_time({app="foo"} | json | unwrap foo [5m])', 'parse error : invalid aggregation count_over_time with unwrap'],
	['quantile_over_time({app="foo"} | unwrap foo [5m])', 'parse error : parameter required for operation quantile_over_time'],
	['{foo="bar"} + 1', 'parse error : unexpected type for left leg of binary operation (+): *syntax.MatchersExpr'],
	['1 and vector(1)', 'parse error : unexpected literal for left leg of logical/set binary operation (and): 1.000000'],
];

for (const [query, message] of refused) {
	test(`refuses ${JSON.stringify(query)} in Loki's words`, () => {
		assert.equal(refusalOf(query), message);
	});
}

/** Queries and how Loki prints them: what is read is what is printed. */
const printed: ReadonlyArray<readonly [query: string, formatted: string]> = [
	['{app="auth"}|="x"|json', '{app="auth"} |= "x" | json'],
	['{ app = `auth` } |~ `a|b` != "c" or "d"', '{app="auth"} |~ "a|b" != "c" != "d"'],
	['{app="a"} |= "x" or "y" or "z"', '{app="a"} |= "x" or "y" or "z"'],
	['{app="a"} |= ip("10.0.0.0/8")', '{app="a"} |= ip("10.0.0.0/8")'],
	['{app="a"} | logfmt --strict --keep-empty a="b", c', '{app="a"} | logfmt --strict --keep-empty a="b",c="c"'],
	['{app="a"} | json | took>1.5s or size >= 2KB and n!=3', '{app="a"} | json | ( took>1.5s or ( size>=2.0kB , n!=3 ) )'],
	// From Loki's tests: nothing, a comma and "and" all join, and what stands behind a comma is joined first.
	['{app="a"} | foo="bar" buzz!="blip", blop=~"boop" or fuzz==5', '{app="a"} | ( foo="bar" , ( buzz!="blip" , ( blop=~"boop" or fuzz==5 ) ) )'],
	['{app="a"} | a="1" and b="2" or c="3"', '{app="a"} | ( ( a="1" , b="2" ) or c="3" )'],
	['{app="a"} | (a="1" or b="2") and c="3"', '{app="a"} | ( ( a="1" or b="2" ) , c="3" )'],
	['{app="a"} | drop x, y="z" | keep q', '{app="a"} | drop x,y="z" | keep q'],
	['{app="a"} | label_format x=y,z="{{.q}}" | line_format `{{.x}}` | decolorize | unpack', '{app="a"} | label_format x=y,z="{{.q}}" | line_format "{{.x}}" | decolorize | unpack'],
	['SUM(RATE({app="a"}[5m] OFFSET 1h)) BY (app)', 'sum by (app)(rate({app="a"}[5m] offset 1h))'],
	['sum_over_time({app="a"} | json | unwrap bytes(size) | __error__="" [5m] offset 5m)', 'sum_over_time({app="a"} | json | unwrap bytes(size) | __error__=""[5m] offset 5m)'],
	['max_over_time({app="a"} | unwrap bar [5m] offset 5m) without (foo,bar)', 'max_over_time({app="a"} | unwrap bar[5m] offset 5m) without (foo,bar)'],
	['quantile_over_time(0.99, ({app="a"} | unwrap x)[1d12h])', 'quantile_over_time(0.99,{app="a"} | unwrap x[1d12h])'],
	['1 + 1 + 1', '3'],
	['1 + 2 * 3 ^ 2', '19'],
	['2 ^ 3 ^ 2', '512'],
	['1 + -2 / 1', '-1'],
	['(1 + 2) * 3', '9'],
	['1 == 1', '1'],
	['rate({a="b"}[1m]) + rate({a="b"}[1m]) / 2', '(rate({a="b"}[1m]) + (rate({a="b"}[1m]) / 2))'],
	['rate({a="b"}[1m]) > bool 1 or rate({a="b"}[1m]) < 2 and vector(1)', '((rate({a="b"}[1m]) > bool 1) or ((rate({a="b"}[1m]) < 2) and vector(1.000000)))'],
	['topk(3, rate({a="b"}[1m])) by (x) / on (x) group_left (y) rate({a="b"}[1m])', '(topk by (x)(3,rate({a="b"}[1m])) / on (x) group_left (y) rate({a="b"}[1m]))'],
	['{app="a"} # the app\n|= "x" # and x', '{app="a"} |= "x"'],
	['{ip="1", rate="2"} | json | count="3"', '{ip="1", rate="2"} | json | count="3"'],
];

for (const [query, formatted] of printed) {
	test(`reads ${JSON.stringify(query)} as Loki does`, () => {
		assert.equal(formatQuery(parse(query)), formatted);
	});
}

test('lays a long query out on several lines', () => {
	const query = 'sum by (namespace, app) (count_over_time({namespace="production", app=~"checkout|payment|api-gateway"} |= "error" | logfmt | level="error" [5m]))';
	assert.equal(formatQuery(parse(query)), [
		'sum by (namespace, app)(',
		'  count_over_time(',
		'    {namespace="production", app=~"checkout|payment|api-gateway"} |= "error" | logfmt | level="error" [5m]',
		'  )',
		')',
	].join('\n'));
});

const hostile = [
	'('.repeat(1500),
	'('.repeat(5000),
	Array.from({length: 790}, () => '1').join('+'),
	`${'('.repeat(3000)}1${')'.repeat(3000)}`,
	`{a="${'x'.repeat(140_000)}"}`,
	`{a="b"} ${'|= "x" '.repeat(3000)}`,
	`{a="b"} | ${'a="b" or '.repeat(3000)} a="b"`,
	Array.from({length: 3000}, () => 'vector(1)').join(' + '),
	'\u{0}\u{1}{',
	'{a="b"} | json | \u{1F4A9}',
	'{a=~"(a+)+$"}',
	'}{][)(',
	'"',
	'`',
];

for (const query of hostile) {
	test(`survives a query that begins ${JSON.stringify(query.slice(0, 20))} and has ${query.length} characters`, () => {
		const outcome = refusalOf(query);
		assert.ok(outcome === 'accepted' || outcome.startsWith('parse error'), outcome);
	});
}
