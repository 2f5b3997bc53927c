import assert from 'node:assert/strict';
import {test} from 'node:test';
import {readLogQuery} from '../../../source/sandbox/loki/endpoints/read-query.js';
import {compilePipeline} from '../../../source/sandbox/loki/pipeline/compile.js';
import {LineState} from '../../../source/sandbox/loki/pipeline/line-state.js';

/** The line and its labels behind a pipeline, or `gone`. The stream has app and pod, the line a trace_id. */
const run = (pipeline: string, line: string): 'gone' | {line: string; labels: Record<string, string>} => {
	const {test: passes, steps} = compilePipeline(readLogQuery(`{app="shop"} ${pipeline}`).stages);
	const state = new LineState();
	state.reset(line, new Map([['app', 'shop'], ['pod', 'p-0']]));
	state.addMetadata('trace_id', 'abc');
	state.timeMs = Date.parse('2026-11-23T10:00:00.123Z');
	if (!passes(line) || steps.some(step => !step(state))) {
		return 'gone';
	}

	const labels = Object.fromEntries(state.labels().labels.filter(([name]) => !['app', 'pod', 'trace_id'].includes(name)));
	return {line: state.line, labels};
};

const json = JSON.stringify({
	level: 'error', status: 503, ok: false, took: 1.5, none: null, tags: ['a', 'b'], req: {method: 'GET', 'x-id': '7', deep: {n: 1}}, app: 'other', trace_id: 'zzz', '9lives': 'cat',
});
const logfmt = String.raw`level=warn msg="order \"7\" placed" took=254ms size=2KB empty= flag user.id=5`;

const labelled: ReadonlyArray<readonly [pipeline: string, line: string, labels: Record<string, string>]> = [
	['| json', json, {
		level: 'error', status: '503', ok: 'false', took: '1.5', req_method: 'GET', req_x_id: '7', req_deep_n: '1', app_extracted: 'other', trace_id_extracted: 'zzz', _9lives: 'cat',
	}],
	['| json status, method="req.method", tag="tags[1]", id=`req["x-id"]`, all="req.deep", gone="nope"', json, {
		status: '503', method: 'GET', tag: 'b', id: '7', all: '{"n":1}', gone: '',
	}],
	['| json', '{"a":"x', {__error__: 'JSONParserErr', __error_details__: 'Value is string, but can\'t find closing \'"\' symbol'}],
	['| json', 'plain', {__error__: 'JSONParserErr', __error_details__: 'Value looks like object, but can\'t find closing \'}\' symbol'}],
	['| json', '{"a":"first","a":"second"}', {a: 'first'}],
	['| json', String.raw`{"a":"t\u00e9st\n\"q\""}`, {a: 'tést\n"q"'}],
	['| json', '{"n":12345678901234567890, "f":1.0}', {n: '12345678901234567890', f: '1.0'}],
	['| json | __error__=""', 'plain {', {}],
	['| logfmt', logfmt, {
		level: 'warn', msg: 'order "7" placed', took: '254ms', size: '2KB', user_id: '5',
	}],
	['| logfmt --keep-empty', 'a= b=1 c', {a: '', b: '1', c: ''}],
	['| logfmt lvl="level", missing="nope", took', logfmt, {lvl: 'warn', missing: '', took: '254ms'}],
	['| logfmt', 'a=1 "bad" b=2', {a: '1', b: '2'}],
	['| logfmt --strict', 'a=1 "bad" b=2', {a: '1', __error__: 'LogfmtParserErr', __error_details__: 'logfmt syntax error at pos 5 : unexpected \'"\''}],
	['| json | logfmt', 'level=info', {level: 'info', __error__: 'JSONParserErr', __error_details__: 'Value looks like object, but can\'t find closing \'}\' symbol'}],
	['| regexp `(?P<method>\\w+) (?P<path>\\S+)(?P<query>\\?.*)?`', 'GET /v1/x done', {method: 'GET', path: '/v1/x', query: ''}],
	['| regexp `(?P<n>\\d+)`', 'none here', {}],
	['| pattern `<ip> - - [<_>] "<method> <path>" <status>`', '10.0.0.1 - - [now] "GET /x" 200 77', {
		ip: '10.0.0.1', method: 'GET', path: '/x', status: '200 77',
	}],
	['| pattern `<app> is <state>`', 'db is up', {app_extracted: 'db', state: 'up'}],
	['| unpack', '{"_entry":"the line","host":"h-1","app":"x"}', {host: 'h-1', app_extracted: 'x'}],
	['| unpack', '{"host":"h-1"}', {}],
	['| label_format shop=app, up=`{{.app | ToUpper}}-{{.pod}}`', 'x', {shop: 'shop', up: '-p-0'}],
	['| label_format a=`1` | label_format a=`{{.a}}2`, b=`{{.a}}3`', 'x', {a: '12', b: '13'}],
	['| json | drop level, status="503", ok="true" | keep ok, level, took', json, {ok: 'false', took: '1.5'}],
	['| json | drop __error__, __error_details__', 'plain', {}],
	['| json | status > "x"', '{"status":1}', {}],
];

for (const [pipeline, line, labels] of labelled.slice(0, -1)) {
	test(`${pipeline} on ${line.slice(0, 40)}`, () => {
		const result = run(pipeline, line);
		if (pipeline.endsWith('__error__=""')) {
			assert.equal(result, 'gone');
			return;
		}

		assert.deepEqual(result === 'gone' ? result : result.labels, labels);
	});
}

const filtered: ReadonlyArray<readonly [pipeline: string, line: string, isKept: boolean]> = [
	['|= "a" != "b"', 'xay', true],
	['|= "a" != "b"', 'xaby', false],
	['|= "x" or "y"', 'has y', true],
	['!= "x" or "y"', 'has y', false],
	['!= "x" or "y"', 'has z', true],
	['|~ "(?i)TIME.?OUT" or "refused"', 'a timeout', true],
	['!~ `^\\d`', '7 dwarfs', false],
	['|> "<_> failed: <_>"', 'it failed: why', true],
	['|> "<_> failed: <_>"', 'it failed: ', false],
	['|> "start <_>"', 'a start x', false],
	['!> "<_> ok"', 'all ok', false],
	['|= ip("10.0.0.0/8")', 'from 10.2.133.113:8443', true],
	['|= ip("10.0.0.0/8")', 'from 11.2.133.113:8443', false],
	['|= ip("192.168.0.1-192.168.0.9")', 'at 192.168.0.5, really', true],
	['|= ip("2001:db8::/32")', 'v6 2001:db8::42 here', true],
	['| logfmt | took > 200ms', logfmt, true],
	['| logfmt | took > 1s', logfmt, false],
	['| logfmt | size >= 2KB and size < 1.5KiB', logfmt, false],
	['| logfmt | size == 2KB, level =~ "warn|error"', logfmt, true],
	['| json | status >= 500 or ok = "true"', json, true],
	['| json | status < 500 or ok = "true"', json, false],
	['| json | took != 1.5', json, false],
	['| json | missing > 1', json, false],
	['| json | missing != "x"', json, true],
	['| json | status = 503 | req_method="GET"', json, true],
	// With an error on the line, only filters on strings take it away.
	['| json | status > 400', 'plain', true],
	['| json | level = "error"', 'plain', false],
	['| json | __error__ = "JSONParserErr"', 'plain', true],
	['| trace_id != ""', 'x', true],
	['| trace_id = ip("1.2.3.4")', 'x', false],
];

for (const [pipeline, line, isKept] of filtered) {
	test(`${pipeline} ${isKept ? 'keeps' : 'drops'} ${line.slice(0, 40)}`, () => {
		assert.equal(run(pipeline, line) !== 'gone', isKept);
	});
}

test('marks a label that is no number with an error', () => {
	assert.deepEqual(run('| json | level > 5', json), {
		line: json,
		labels: {
			...(run('| json', json) as {labels: Record<string, string>}).labels,
			__error__: 'LabelFilterErr',
			__error_details__: 'strconv.ParseFloat: parsing "error": invalid syntax',
		},
	});
});

test('takes the packed line out', () => {
	assert.deepEqual(run('| unpack |= "the"', '{"_entry":"the line"}'), {line: 'the line', labels: {}});
});

test('takes colours out', () => {
	assert.deepEqual(run('| decolorize', '\u{1B}[32mjob\u{1B}[0m done'), {line: 'job done', labels: {}});
});

/** Stages that Loki refuses, with its reason. */
const refused: ReadonlyArray<readonly [pipeline: string, message: string]> = [
	['|~ "("', 'parse error : stage \'|~ "("\' : error parsing regexp: missing closing ): `(`'],
	['| regexp "x"', 'parse error : stage \'| regexp "x"\' : at least one named capture must be supplied'],
	['| pattern "<_>"', 'parse error : stage \'| pattern "<_>"\' : at least one capture is required: invalid expression'],
	['| line_format "{{.x | nope}}"', 'parse error : stage \'| line_format "{{.x | nope}}"\' : invalid line template: template: line:1: function "nope" not defined'],
	['| label_format a="1",a="2"', 'parse error : stage \'| label_format a="1",a="2"\' : multiple label name \'a\' not allowed in a single format operation'],
	['|~ ip("1.2.3.4")', 'parse error : stage \'|~ ip("1.2.3.4")\' : ip: invalid operation'],
	['|= ip("nope")', 'parse error : stage \'|= ip("nope")\' : ip: invalid pattern: "nope"'],
];

for (const [pipeline, message] of refused) {
	test(`refuses ${pipeline}`, () => {
		assert.throws(() => run(pipeline, 'x'), {message});
	});
}
