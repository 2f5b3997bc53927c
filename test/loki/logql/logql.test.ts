import assert from 'node:assert/strict';
import {test} from 'node:test';
import {LokiQueryError} from '../../../source/loki/http/errors/index.js';
import {
	andSelector,
	anyOf,
	countsQuery,
	errorStage,
	errorsQuery,
	escapeRegex,
	isErrorLevel,
	linesQuery,
	matcher,
	noService,
	parseSelector,
	queryKind,
	quote,
	restrictQuery,
	serviceSelector,
} from '../../../source/loki/logql/logql.js';
import {sanitize} from '../../../source/terminal/sanitize.js';
import type {Capabilities} from '../../../source/loki/types.js';

const capabilities: Capabilities = {
	version: '3.7.6',
	serviceLabel: 'service_name',
	errorSource: 'detected_level',
	hasPatterns: true,
	hasVolume: true,
};

test('a quoted value reads back as itself, whatever is in it', () => {
	const values = ['', 'api', 'say "hi"', String.raw`back\slash`, 'line\nbreak\ttab', '{a="b"}', '`tick`', '\0\u{1B}[31m', 'ünïcode ✓ 🔥', '\u{2028}'];
	assert.deepEqual(values.map(value => JSON.parse(quote(value)) as string), values);
	assert.equal(quote('say "hi"\\'), String.raw`"say \"hi\"\\"`);
});

test('half of a surrogate pair, which no Go string can hold, is replaced', () => {
	assert.equal(quote('a\u{D800}b'), '"a\u{FFFD}b"');
	assert.equal(quote('🔥'), '"🔥"');
});

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
	['{app="api"} |= "timeout"', 1, 13, /leave out what follows/],
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
	assert.equal(errorStage({errorSource: 'detected_level'}), '| detected_level=~"critical|fatal|error"');
	assert.equal(errorStage({errorSource: 'level'}), '| level=~"(?i)(critical|fatal|error|crit|err|alert|emerg|emergency|panic)"');
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
	assert.deepEqual(sources.map(errorSource => queryKind(errorsQuery({selector, capabilities: {...capabilities, errorSource}}))), ['metric', 'metric', 'metric']);
});

function errorOf(work: () => unknown): unknown {
	try {
		work();
	} catch (error) {
		return error;
	}

	return undefined;
}
