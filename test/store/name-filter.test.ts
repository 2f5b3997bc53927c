import assert from 'node:assert/strict';
import {test} from 'node:test';
import {filterNames, filterTrouble} from '../../source/store/selectors/name-filter.js';

const names = ['payment-gateway-eu-1', 'payment-gateway-us-1', 'payment-worker', 'cart', 'catalog-restarter', 'auth'];

const cases: ReadonlyArray<readonly [filter: string, found: readonly string[]]> = [
	['', names],
	['PAY work', ['payment-worker']],
	['cart', ['cart']],
	['pgweu1', ['payment-gateway-eu-1']],
	['pgw1 !us', ['payment-gateway-eu-1']],
	['/pay.*gate/', ['payment-gateway-eu-1', 'payment-gateway-us-1']],
	['/^C/', ['cart', 'catalog-restarter']],
	['/pay.*gate', ['payment-gateway-eu-1', 'payment-gateway-us-1']],
	[String.raw`!/-\d$/ pay`, ['payment-worker']],
	['!pay !ca', ['auth']],
	['!', names],
	['/', names],
	['zzz', []],
];

for (const [filter, found] of cases) {
	test(`the filter ${JSON.stringify(filter)} finds ${found.length} of ${names.length}`, () => {
		assert.deepEqual(filterNames(names, filter), found);
	});
}

test('a regular expression that is broken, or could take for ever, is not run and says so', () => {
	const long = 'a'.repeat(200);
	for (const filter of ['/(/', '/(a+)+$/', '/(a|aa)*$/', String.raw`/(a)\1/`, '/a*a*a*a*a*b/']) {
		assert.deepEqual(filterNames([long, 'b'], filter), [], filter);
		assert.notEqual(filterTrouble(filter), undefined, filter);
	}

	assert.equal(filterTrouble('/pay.*gate/ !cart'), undefined);
});
