import assert from 'node:assert/strict';
import {test} from 'node:test';
import {namespacesOf, withNamespaces} from '../../../source/loki/logql/namespaces.js';

test('the namespaces of a selector are replaced, its other matchers stay', () => {
	const cases: ReadonlyArray<readonly [selector: string, names: readonly string[], wanted: string]> = [
		['{namespace="production"}', ['staging'], '{namespace="staging"}'],
		['{cluster="eu", namespace=~"a|b"}', ['a.b', 'c'], String.raw`{namespace=~"a\\.b|c", cluster="eu"}`],
		['{cluster="eu", namespace!="kube-system"}', ['a'], '{namespace="a", cluster="eu"}'],
		['{service_name=~".+", app!="loki-sentinel"}', ['a'], '{namespace="a"}'],
		['{namespace="production"}', [], '{namespace=~".+"}'],
		['{namespace="production", cluster="eu"}', [], '{cluster="eu"}'],
		['{namespace="production", app!="x"}', [], '{namespace=~".+", app!="x"}'],
		['{namespace="production", app=~".*"}', [], '{namespace=~".+", app=~".*"}'],
		['{namespace="a"}', ['quote"}'], String.raw`{namespace="quote\"}"}`],
	];
	for (const [selector, names, wanted] of cases) {
		assert.equal(withNamespaces(selector, 'namespace', names), wanted);
	}
});

test('the namespaces that a selector names are read, and only where it names them', () => {
	const of = (selector: string): readonly string[] => namespacesOf(selector, 'namespace');
	assert.deepEqual(of('{namespace="a.b"}'), ['a.b']);
	assert.deepEqual(of(withNamespaces('{namespace="x"}', 'namespace', ['a.b', 'c-d'])), ['a.b', 'c-d']);
	for (const selector of ['{app="a"}', '{namespace=~"a.+|b"}', '{namespace!="a"}', '{namespace=~"a|b", namespace!="b"}', '{namespace=~".+"}']) {
		assert.deepEqual(of(selector), [], selector);
	}
});
