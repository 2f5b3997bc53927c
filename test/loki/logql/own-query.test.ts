import assert from 'node:assert/strict';
import {test} from 'node:test';
import {
	countable,
	isBeyond,
	keepsLines,
	selectorIn,
	serviceOf,
	withoutComments,
} from '../../../source/loki/logql/own-query.js';

test('comments go, what looks like one in a string stays, and all is on one line', () => {
	assert.equal(withoutComments('{app="a"} # all of it\n  | json // fields\n| line_format "# {{.msg}}"'), '{app="a"} | json | line_format "# {{.msg}}"');
	assert.equal(withoutComments('{app="a"}|="x"'), '{app="a"}|="x"');
	assert.equal(withoutComments('{app="a"} |= "open'), '{app="a"} |= "open');
	assert.equal(withoutComments(' # nothing'), '');
});

test('the service of a query is the one that all of its selectors name', () => {
	assert.equal(serviceOf('{namespace="production", app="a"} |= "x"', 'app'), 'a');
	assert.equal(serviceOf('sum(rate({app="a"} |= "x" [5m])) / sum(rate({app="a"}[5m]))', 'app'), 'a');
	for (const text of ['{app=~"a|b"}', '{job="a"}', 'sum(rate({app="a"}[5m])) / sum(rate({app="b"}[5m]))', 'sum(rate({app="a"}[5m])) / sum(rate({job="b"}[5m]))', 'vector(1)']) {
		assert.equal(serviceOf(text, 'app'), undefined, text);
	}
});

const beyond: ReadonlyArray<readonly [query: string, selector: string, expected: boolean]> = [
	['{namespace="production"}', '{namespace="production"}', false],
	['{namespace="production", app="a"} | json', '{namespace="production"}', false],
	['{namespace="staging"}', '{namespace="production"}', true],
	['{app="a"}', '{namespace="production"}', true],
	['{namespace=~"production"}', '{namespace="production"}', true],
	['{namespace="eu"}', '{namespace=~"eu|us"}', false],
	['{namespace="asia"}', '{namespace=~"eu|us"}', true],
	['{namespace=~"eu|us"}', '{namespace=~"eu|us"}', false],
	['{namespace="eu-1"}', '{namespace=~"eu.*"}', true],
	['{namespace="production"}', '{namespace!="test"}', false],
	['{namespace="test"}', '{namespace!="test"}', true],
	['{namespace="production"}', '{namespace!~"test|dev"}', false],
	['{namespace="dev"}', '{namespace!~"test|dev"}', true],
	['{namespace="production"}', '{namespace="production", cluster="eu"}', true],
	['sum(rate({namespace="production"}[5m])) / sum(rate({app="a"}[5m]))', '{namespace="production"}', true],
	['1 + 1', '{namespace="production"}', false],
];

for (const [query, selector, expected] of beyond) {
	test(`${query} ${expected ? 'may read more than' : 'stays within'} ${selector}`, () => {
		assert.equal(isBeyond(query, selector), expected);
	});
}

test('lines are as they were written unless a stage writes them anew', () => {
	assert.ok(keepsLines('{app="a"} |= "x" | json | status=500'));
	for (const stage of ['line_format "x"', 'label_format level=severity', 'unpack', 'decolorize', 'drop level', 'keep pod']) {
		assert.ok(!keepsLines(`{app="a"} | ${stage}`), stage);
	}

	assert.ok(!keepsLines('rate({app="a"}[1m])'));
});

test('a count drops what a parser says of lines that it cannot read', () => {
	assert.equal(countable('{app="a"} |= "x"'), '{app="a"} |= "x"');
	assert.equal(countable('{app="a"} | json'), '{app="a"} | json | drop __error__, __error_details__');
	assert.equal(countable('{app="a"} | json | drop __error__, __error_details__'), '{app="a"} | json | drop __error__, __error_details__');
	assert.equal(countable('{app='), '{app=');
});

test('the streams of a query are those of its first selector', () => {
	assert.equal(selectorIn('{app="a"} | json'), '{app="a"}');
	assert.equal(selectorIn('sum(rate({app="a", b="c"} [5m]))'), '{app="a", b="c"}');
});
