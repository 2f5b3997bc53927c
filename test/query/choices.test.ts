import assert from 'node:assert/strict';
import {test} from 'node:test';
import {choicesAt, takeChoice} from '../../source/query/choices.js';
import type {Choices} from '../../source/store/query.js';

const names: Readonly<Record<string, readonly string[]>> = {
	labels: ['namespace', 'node', 'pod', 'service_name'],
	values: ['checkout', 'payment', 'payment-api', 'shop.eu', 'say "hi"'],
	fields: ['order_id', 'status'],
};

const at = (text: string, cursor = text.length): Choices | undefined => choicesAt(text, cursor, ({type}) => ({names: names[type]!, note: ''}));

/** The text after `tab` was pressed so often. */
function tabbed(text: string, times = 1): string | undefined {
	let choices = at(text);
	let result: string | undefined;
	for (let index = 0; index < times && choices; index++) {
		const taken = takeChoice(choices);
		result = taken?.text;
		choices = taken?.choices;
	}

	return result;
}

const shown = (text: string) => at(text)?.items.map(item => item.shown);

test('one choice is taken at once', () => {
	assert.equal(tabbed('{po'), '{pod');
	assert.equal(tabbed('{service_name="che'), '{service_name="checkout"');
	assert.equal(tabbed('{pod="a"} | js'), '{pod="a"} | json');
	assert.equal(tabbed('rate({pod="a"}[3'), 'rate({pod="a"}[30s]');
	assert.equal(tabbed('quan'), 'quantile_over_time(');
});

test('of several, as much is taken as they begin with, then one after the other, round the end', () => {
	assert.equal(tabbed('{service_name="pay'), '{service_name="payment');
	assert.deepEqual([1, 2, 3].map(times => tabbed('{n', times)), ['{namespace', '{node', '{namespace']);
	assert.deepEqual([1, 2].map(times => tabbed('{service_name=~"payment', times)), ['{service_name=~"payment"', '{service_name=~"payment-api"']);
});

test('what stands in the middle of a name is found where nothing begins with it, in any case', () => {
	assert.deepEqual(shown('{service_name="API'), ['payment-api']);
	assert.equal(tabbed('{service_name="API'), '{service_name="payment-api"');
});

test('values are quoted as the query needs them, and escaped in an expression', () => {
	assert.equal(tabbed('{service_name="say'), String.raw`{service_name="say \"hi\""`);
	assert.equal(tabbed('{service_name=~"shop'), String.raw`{service_name=~"shop\\.eu"`);
	assert.equal(tabbed('{service_name=~"checkout|shop'), String.raw`{service_name=~"checkout|shop\\.eu"`);
	assert.equal(tabbed('{service_name="shop'), '{service_name="shop.eu"');
});

test('a choice is put where the cursor is, and what follows stays', () => {
	const choices = choicesAt('{po="a"} |= "x"', 3, () => ({names: ['pod'], note: ''}));
	const taken = takeChoice(choices!);
	assert.deepEqual([taken?.text, taken?.cursor], ['{pod="a"} |= "x"', 4]);
});

test('parsers come before fields until a letter is typed', () => {
	assert.deepEqual(shown('{pod="a"} | ')?.slice(0, 2), ['json', 'logfmt']);
	assert.equal(shown('{pod="a"} | ')?.at(-1), 'status');
	assert.deepEqual(shown('{pod="a"} | s'), ['status']);
	assert.deepEqual(shown('sum by ('), ['order_id', 'status', ')']);
});

test('names that are on their way say so, and nothing is taken', () => {
	const choices = choicesAt('{', 1, () => ({names: [], note: 'reading labels'}));
	assert.deepEqual([choices?.items, choices?.note], [[], 'reading labels']);
	assert.equal(takeChoice(choices!), undefined);
});

test('of very many names a part is listed, and all are counted', () => {
	const choices = choicesAt('{', 1, () => ({names: Array.from({length: 3000}, (_, index) => `label_${index}`), note: ''}));
	assert.deepEqual([choices?.items.length, choices?.total], [200, 3000]);
});
