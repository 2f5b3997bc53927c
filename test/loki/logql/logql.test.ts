import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LokiQueryError} from '../../../source/loki/http/errors/index.js';
import {
	allErrorsQuery,
	andSelector,
	anyOf,
	countsQuery,
	errorStage,
	escapeRegex,
	isErrorLevel,
	linesQuery,
	matcher,
	noService,
	parseSelector,
	queryKind,
	restrictQuery,
	serviceSelector,
} from '../../../source/loki/logql/logql.js';
import {readMatchers, writeMatchers} from '../../../source/loki/logql/selector-matchers.js';
import {sanitize} from '../../../source/terminal/sanitize.js';
import type {Capabilities} from '../../../source/loki/types.js';

const capabilities: Capabilities = {
	version: '3.7.6',
	serviceLabel: 'service_name',
	errorSource: 'detected_level',
	hasPatterns: true,
	hasVolume: true,
};

test('matchers are built from label, operator and value', () => {
	assert.equal(matcher('app', '!=', 'a"b'), String.raw`app!="a\"b"`);
	assert.equal(anyOf('app', ['api']), 'app="api"');
	assert.equal(anyOf('app', ['a.b', 'c|d', '']), String.raw`app=~"a\\.b|c\\|d|"`);
	assert.equal(escapeRegex(String.raw`a.b*c(d)[e]{f}^$|\+?`), String.raw`a\.b\*c\(d\)\[e\]\{f\}\^\$\|\\\+\?`);
});

test('a stream selector is taken as it is, without space, parentheses and comments around it', () => {
	const cases: ReadonlyArray<readonly [string, string]> = [
		['{app="api"}', '{app="api"}'],
		['  {app="api", namespace!~"dev|test"}\n', '{app="api", namespace!~"dev|test"}'],
		['({app="api"})', '{app="api"}'],
		['{app="api"} # the one that matters', '{app="api"}'],
		['{app=`a}b,c"d`, x="}, y=\\"z"}', '{app=`a}b,c"d`, x="}, y=\\"z"}'],
	];
	assert.deepEqual(cases.map(([text]) => parseSelector(text)), cases.map(([, selector]) => selector));
});

const refused: ReadonlyArray<readonly [text: string, line: number, column: number, why: RegExp]> = [
	['', 1, 1, /empty/],
	[' '.repeat(3), 1, 4, /empty/],
	['{}', 1, 2, /at least one label matcher/],
	['{app="api"', 1, 11, /ends too early/],
	['{app=api}', 1, 6, /"api" was not expected/],
	['{app=\'api\'}', 1, 6, /double quotes/],
	['{app="api",\n ns=x}', 2, 5, /"x" was not expected/],
	['{app="api"} |= "timeout"', 1, 13, /remove what follows/],
	['sum(rate({app="api"}[1m]))', 1, 1, /not a metric query/],
	['app', 1, 1, /"app" was not expected/],
	['{app="api"} {ns="x"}', 1, 13, /was not expected/],
];

for (const [text, line, column, why] of refused) {
	test(`what is no stream selector is refused with its place and a reason: ${JSON.stringify(text)}`, () => {
		const error = errorOf(() => parseSelector(text));
		assert.ok(error instanceof LokiQueryError);
		assert.deepEqual([error.line, error.column], [line, column]);
		assert.match(error.why, why);
		assert.match(error.message, new RegExp(`line ${line}, column ${column}`));
	});
}

test('a hostile selector is shown harmless and short in its error', () => {
	const error = errorOf(() => parseSelector(`{app="\u{1B}]0;x\u{7}${'a'.repeat(5000)}`));
	assert.ok(error instanceof LokiQueryError);
	assert.equal(sanitize(error.message), error.message);
	assert.ok(error.message.length < 500);
});

test('matchers are added inside a selector, even with braces and commas in its strings', () => {
	assert.equal(andSelector('{app="}, x"}', 'ns="p"', 'level="error"'), '{app="}, x", ns="p", level="error"}');
	assert.equal(andSelector('{app=`}`, ns="p"}', 'ns="p"'), '{app=`}`, ns="p"}');
	assert.equal(andSelector('{app="api"}'), '{app="api"}');
	assert.throws(() => andSelector('{app=}', 'ns="p"'), LokiQueryError);
});

test('matchers are added to every selector of a query', () => {
	assert.equal(
		restrictQuery('sum(rate({app="a"} |= "{x}" [1m])) / sum(rate({app="b", ns="p"}[1m]))', 'ns="p"'),
		'sum(rate({app="a", ns="p"} |= "{x}" [1m])) / sum(rate({app="b", ns="p"}[1m]))',
	);
});

/** What Loki takes, though the grammar's own tokens are otherwise. */
const lokisOwn: ReadonlyArray<readonly [query: string, restricted: string]> = [
	['SUM(RATE({app="a"}[5m] OFFSET 1h)) BY (app)', 'SUM(RATE({app="a", ns="p"}[5m] OFFSET 1h)) BY (app)'],
	['{app="a"} // {x="y"}\n|= "x" /* {x="y"} */', '{app="a", ns="p"} // {x="y"}\n|= "x" /* {x="y"} */'],
	['{app="a" /* } */} | json | b="1" c="2"', '{app="a" /* } */, ns="p"} | json | b="1" c="2"'],
	['{größe="🔥"} | bytes > 1KiB', '{größe="🔥", ns="p"} | bytes > 1KiB'],
	['sum_over_time({app="a"} | unwrap took | __error__="" [5m] offset 5m)', 'sum_over_time({app="a", ns="p"} | unwrap took | __error__="" [5m] offset 5m)'],
];

for (const [query, restricted] of lokisOwn) {
	test(`takes what Loki takes: ${JSON.stringify(query)}`, () => {
		assert.equal(restrictQuery(query, 'ns="p"'), restricted);
	});
}

const deep: readonly string[] = [
	`${'('.repeat(3000)}sum(rate({a="b"}[1m]))${')'.repeat(3000)}`,
	`sum(rate({a="b"}[1m])) ${'+ vector(1) '.repeat(6000)}`,
	`${'vector(1) + '.repeat(6000)} sum(rate({a="b"}[1m]))`,
	`${'vector(1) + '.repeat(300)} sum(rate({a="b"}[1m]))`,
	`{a="b"} | ${'x="y" or '.repeat(3000)} z="1"`,
];

for (const query of deep) {
	test(`no selector stays without the added matchers, however deep it stands: ${query.slice(0, 20)}… with ${query.length} characters`, () => {
		let restricted = '';
		const error = errorOf(() => {
			restricted = restrictQuery(query, 'ns="p"');
		});
		const isRefused = error instanceof LokiQueryError;
		assert.ok(isRefused || restricted === query.replace('{a="b"}', '{a="b", ns="p"}'), String(error));
	});
}

test('matchers are read to what they mean, and mean the same when they are written again', () => {
	const matchers = readMatchers('{a="\\x41\\t", b=~`x"\\d`, c!="ü"}');
	const parts = matchers.map(({name, operator, value}) => [name, operator, value]);
	assert.deepEqual(parts, [['a', '=', 'A\t'], ['b', '=~', String.raw`x"\d`], ['c', '!=', 'ü']]);
	assert.deepEqual(writeMatchers(matchers), [String.raw`a="A\t"`, String.raw`b=~"x\"\\d"`, 'c!="ü"']);
	assert.throws(() => readMatchers(String.raw`{a="\xff"}`), LokiQueryError);
});

test('what Loki refuses is refused with its reason', () => {
	const reasons: ReadonlyArray<readonly [query: string, why: string]> = [
		['{app}', '"}" was not expected here, only = or =~ or !~ or !='],
		['{app="api', 'literal not terminated'],
		['rate({app="a"}[5minutes])', 'unknown unit "minutes" in duration "5minutes"'],
		['count_over_time({app="a"} | unwrap x [5m])', 'invalid aggregation count_over_time with unwrap'],
		['rate({}[5m])', 'at least one label matcher is needed'],
	];
	for (const [query, why] of reasons) {
		const error = errorOf(() => queryKind(query));
		assert.ok(error instanceof LokiQueryError);
		assert.equal(error.why, why);
	}
});

test('log and metric queries are told apart', () => {
	const queries = ['{a="b"}', '{a="b"} |= "x" | json | status >= 500', 'rate({a="b"}[1m])', 'sum by (a) (count_over_time({a="b"} | json [5m])) > 3', '1 + sum(rate({a="b"}[1m]))', 'topk(3, sum by (a) (rate({a="b"}[1m])))'];
	assert.deepEqual(queries.map(query => queryKind(query)), ['log', 'log', 'metric', 'metric', 'metric', 'metric']);
	assert.throws(() => queryKind('{a="b"} | | json'), (error: unknown) => error instanceof LokiQueryError && error.column === 11);
});

test('one service is selected within what is watched; without a name, the streams that lack the label', () => {
	const scope = {selector: '{ns="p"}', capabilities};
	assert.equal(serviceSelector(scope, 'pay "x"'), String.raw`{ns="p", service_name="pay \"x\""}`);
	assert.equal(serviceSelector(scope, noService), '{ns="p", service_name=""}');
});

test('error lines are told by the best means that a Loki has', () => {
	for (const source of ['detected_level', 'level'] as const) {
		const stage = errorStage({errorSource: source});
		const [, words = ''] = /^\| (?:detected_level|level)=~"\(\?i\)([^"]+)"$/.exec(stage) ?? [];
		const matching = new RegExp(`^(?:${words})$`, 'i');
		assert.deepEqual(['error', 'ERROR', 'crit', 'err', 'emerg', 'eror', 'Fatal', 'ERROR+2'].filter(level => !matching.test(level)), []);
		assert.deepEqual(['warn', 'info', 'unknown', 'errors', ''].filter(level => matching.test(level)), []);
	}

	assert.equal(errorStage({errorSource: 'line'}), '|~ `(?i)\\b(error|exception|fatal|panic|critical)\\b`');
	const levels = ['error', 'ERROR', 'Fatal', 'critical', 'err', 'warn', 'info', 'unknown', undefined];
	assert.deepEqual(levels.filter(level => isErrorLevel(level)), ['error', 'ERROR', 'Fatal', 'critical', 'err']);
});

test('counting queries ask for what the level source allows, and every one of them parses', () => {
	const selector = '{ns="p"}';
	assert.equal(countsQuery({selector, capabilities}), 'sum by (service_name, detected_level) (count_over_time({ns="p"}[1m]))');
	assert.equal(countsQuery({selector, capabilities: {...capabilities, errorSource: 'level', serviceLabel: 'app'}}), 'sum by (app, level) (count_over_time({ns="p"}[1m]))');
	assert.equal(countsQuery({selector, capabilities: {...capabilities, errorSource: 'line'}}), 'sum by (service_name) (count_over_time({ns="p"}[1m]))');
	assert.equal(linesQuery({selector, capabilities}), 'sum by (service_name) (count_over_time({ns="p"}[1m]))');
	const sources = ['detected_level', 'level', 'line'] as const;
	assert.deepEqual(sources.map(errorSource => queryKind(allErrorsQuery({selector, capabilities: {...capabilities, errorSource}}))), ['metric', 'metric', 'metric']);
});

function errorOf(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		return error;
	}

	return undefined;
}
