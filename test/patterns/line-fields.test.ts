import assert from 'node:assert/strict';
import {test} from 'node:test';
import {lineFields} from '../../source/patterns/line-fields.js';

const told = (line: string, labels: Readonly<Record<string, string>> = {}) => lineFields({line, labels}).map(({
	name, value, from, label, expression,
}) => [from, name, value, label, expression].join('|'));

test('labels come first, then the fields of JSON by the paths that lead to them', () => {
	assert.deepEqual(told(String.raw`{"level":"error","order":{"id":12345678901234567890,"of the":"day"},"http.status":503,"ok":false,"none":null,"items":[{"sku":"a"},1],"last":"a \"b\"\u001b"}`, {pod: 'payment-x2', level: 'error'}), [
		'label|pod|payment-x2|pod|',
		'label|level|error|level|',
		'json|level|error|level_in_line|level',
		'json|order.id|12345678901234567890|order_id|order.id',
		'json|order.of the|day|order_of_the|order["of the"]',
		'json|http.status|503|http_status|["http.status"]',
		'json|ok|false|ok|ok',
		'json|last|a "b"\u{1B}|last|last',
	]);
});

test('pairs of logfmt are fields, wherever they stand in a line', () => {
	assert.deepEqual(told(String.raw`level=warn msg="a \"quoted\" text" ms=12 url=/a?b=c`), ['logfmt|level|warn|level|level', 'logfmt|msg|a "quoted" text|msg|msg', 'logfmt|ms|12|ms|ms']);
	assert.deepEqual(told('charge ch_1 answered 503, upstream=db-primary'), ['logfmt|upstream|db-primary|upstream|upstream']);
});

test('an id in the text is a field where nothing else names it', () => {
	assert.deepEqual(told('INFO [orders,6f2a7e4c8f06c7aa,9b1c7e4c8f06c7aa] charged'), ['text|trace|6f2a7e4c8f06c7aa||']);
	assert.deepEqual(told('charged', {trace_id: '6f2a7e4c8f06c7aa'}), ['label|trace_id|6f2a7e4c8f06c7aa|trace_id|']);
	assert.deepEqual(told('charged trace_id=6f2a7e4c8f06c7aa'), ['logfmt|trace_id|6f2a7e4c8f06c7aa|trace_id|trace_id']);
});

test('what cannot be asked for is no field', () => {
	assert.deepEqual(told('{"a":1', {'not a name': 'x'}), []);
	assert.deepEqual(told(`{"text":"${'x'.repeat(501)}","a":1}`), ['json|a|1|a|a']);
	assert.deepEqual(told('plain words, 1 + 1 = 2'), []);
	assert.equal(told(JSON.stringify(Object.fromEntries(Array.from({length: 300}, (_, index) => [`k${index}`, index])))).length, 100);
});
