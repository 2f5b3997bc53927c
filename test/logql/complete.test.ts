import assert from 'node:assert/strict';
import {test} from 'node:test';
import {completeAt, typedValue} from '../../source/logql/complete.js';
import {functionTokens} from '../../source/logql/tokens.js';

/** What is offered where `^` stands; at the end where it stands nowhere. */
function at(marked: string) {
	const cursor = marked.includes('^') ? marked.indexOf('^') : marked.length;
	return completeAt(marked.replace('^', ''), cursor);
}

const wordsAt = (marked: string): readonly string[] => at(marked)?.words ?? [];
const app = [{name: 'app', operator: '=', value: 'api'}];

test('a query begins with a selector or a function', () => {
	assert.deepEqual(wordsAt('').slice(0, 3), ['{', 'rate(', 'count_over_time(']);
	assert.deepEqual(wordsAt('ra'), ['rate(', 'rate_counter(']);
	assert.deepEqual(wordsAt('RA'), ['rate(', 'rate_counter(']);
	assert.deepEqual(wordsAt('sum(rate({app="api"}[5m])) / su'), ['sum(', 'sum_over_time(']);
	assert.deepEqual(wordsAt('topk(5, sum by (pod) (cou'), ['count_over_time(', 'count(']);
	assert.deepEqual(wordsAt('rate('), ['{', '(']);
});

test('every function that Loki knows is offered, but the one that it has not switched on', () => {
	const offered = new Set([...wordsAt(''), ...wordsAt('{a="b"} |= '), ...wordsAt('rate({a="b"} | unwrap ')].map(word => word.replace(/\("?$/, '')));
	assert.deepEqual([...functionTokens.keys()].filter(name => !offered.has(name)), ['approx_topk']);
});

test('in a selector stand labels, then what compares them, then their values, then the next one', () => {
	assert.deepEqual(at('{'), {
		from: 1, to: 1, typed: '', words: [], names: {type: 'labels', matchers: []},
	});
	assert.deepEqual(at('{app="api", po'), {
		from: 12, to: 14, typed: 'po', words: [], names: {type: 'labels', matchers: app},
	});
	assert.deepEqual(wordsAt('{app '), ['=', '=~', '!=', '!~']);
	assert.deepEqual(wordsAt('{app!'), ['!=', '!~']);
	assert.deepEqual(at('{app="api", pod=~')?.names, {
		type: 'values', label: 'pod', operator: '=~', matchers: app,
	});
	assert.deepEqual(at('{app="api", pod="a'), {
		from: 16, to: 18, typed: '"a', words: [], names: {
			type: 'values', label: 'pod', operator: '=', matchers: app,
		},
	});
	assert.deepEqual(wordsAt('{app="api"'), [',', '}']);
	assert.equal(at('{app="api"')?.names, undefined);
});

test('a value in quotes that are closed already is replaced with them, and nothing behind it', () => {
	assert.deepEqual([at('{app="a^pi"}')?.from, at('{app="a^pi"}')?.to], [5, 10]);
	assert.deepEqual([at('{app="^"}')?.from, at('{app="^"}')?.to], [5, 7]);
	assert.deepEqual([at('{app=`a^`}')?.from, at('{app=`a^`}')?.to], [5, 8]);
	assert.equal(at('{app="a^, pod="b"}')?.to, 7, 'the quote further on opens another value');
	assert.equal(typedValue(String.raw`"a\"b`), 'a"b');
	assert.equal(typedValue('`a\\'), 'a\\');
	assert.equal(typedValue('"a\\'), 'a\\');
});

test('behind a selector stand filters and parsers, and only where numbers are made also unwrap and a range', () => {
	const stages = ['| json', '| logfmt', '| pattern "', '| regexp "', '| line_format "', '| label_format ', '| unpack', '| drop ', '| keep ', '| decolorize'];
	assert.deepEqual(wordsAt('{app="api"}'), ['|= "', '!= "', '|~ "', '!~ "', ...stages]);
	assert.deepEqual(wordsAt('{app="api"} |'), ['|= "', '|~ "', ...stages]);
	assert.deepEqual(wordsAt('{app="api"} !'), ['!= "', '!~ "']);
	assert.deepEqual(wordsAt('{app="api"} | j'), ['json']);
	assert.deepEqual(wordsAt('rate({app="api"} | un'), ['unpack', 'unwrap ']);
	assert.ok(wordsAt('rate({app="api"} ').includes('[5m]'));
	assert.ok(wordsAt('rate({app="api"} | json ').includes('| unwrap '));
	assert.deepEqual(wordsAt('{app="api"} |= '), ['ip("']);
});

test('fields stand where a stage names them, but not where it makes them', () => {
	for (const stage of ['', 'drop ', 'keep pod, ', 'label_format a=', 'status="5" or ', '(', 'json | st']) {
		assert.deepEqual(at(`{app="api"} | ${stage}`)?.names, {type: 'fields', matchers: app}, stage);
	}

	for (const grouping of ['sum by (', 'sum without (pod, ', 'avg by (na']) {
		assert.deepEqual(at(grouping)?.names, {type: 'fields', matchers: []}, grouping);
	}

	assert.deepEqual(at('rate({app="api"} | unwrap dur'), {
		from: 26, to: 29, typed: 'dur', words: ['duration(', 'duration_seconds('], names: {type: 'fields', matchers: app},
	});
	assert.equal(at('{app="api"} | json st')?.names, undefined);
	assert.equal(at('{app="api"} | json a="')?.names, undefined);
	assert.equal(at('{app="api"} |= "ti')?.names, undefined);
});

test('a condition of a stage asks for values of the streams that it reads', () => {
	assert.deepEqual(at('{app="api"} | level=')?.names, {
		type: 'values', label: 'level', operator: '=', matchers: app,
	});
	assert.deepEqual(wordsAt('{app="api"} | status '), ['=', '=~', '!=', '!~', '>', '>=', '<', '<=', '==']);
	assert.deepEqual(wordsAt('{app="api"} | a="x" o'), ['or ']);
});

test('a range is completed in its brackets, and what follows it behind them', () => {
	assert.deepEqual(wordsAt('rate({app="api"} [').slice(0, 3), ['[1m]', '[5m]', '[15m]']);
	assert.deepEqual([at('rate({app="api"}[1^])')?.words, at('rate({app="api"}[1^])')?.to], [['[1m]', '[15m]', '[1h]', '[1d]'], 19]);
	assert.deepEqual(wordsAt('rate({app="api"}[5m] o'), ['offset ']);
	assert.equal(wordsAt('rate({app="api"}[5m]').includes(')'), true);
	assert.deepEqual(wordsAt('rate({app="api"}[5m]) '), ['by (', 'without (', 'or ', 'and ', 'unless '].filter(word => wordsAt('rate({app="api"}[5m]) ').includes(word)));
});

test('a function without its parenthesis is a function all the same', () => {
	assert.deepEqual(wordsAt('sum '), ['by (', 'without (', '(']);
	assert.deepEqual(wordsAt('sum b'), ['by (']);
	assert.deepEqual(wordsAt('sum by (pod) '), ['(']);
});

test('nothing is offered in a comment, behind what is wrong, or for what is whole already', () => {
	assert.equal(at('# {'), undefined);
	assert.equal(at('{app="api"} // |'), undefined);
	assert.deepEqual(at('{app="api"} x y')?.words, []);
	assert.deepEqual(at('}} |')?.words, []);
	assert.deepEqual(wordsAt('{app="api"} | json'), []);
	assert.deepEqual(at('rate({app="api"}[x] ')?.words ?? [], []);
});

test('a query of any length and any text is answered without a wait', () => {
	const filters = (count: number): string => `{app="api"}${' |= "x"'.repeat(count)} `;
	assert.ok(wordsAt(filters(140)).includes('| json'));
	const startMs = performance.now();
	assert.equal(at(filters(550)), undefined);
	assert.ok(performance.now() - startMs < 100, `${performance.now() - startMs} ms`);
	for (const text of ['\u{0}', '{"', '{`', '[', ']', '{a="\\', '🙂', '{a="🙂', '((((((', '|||||', '{a=~"('.repeat(50)]) {
		for (let cursor = 0; cursor <= text.length; cursor++) {
			completeAt(text, cursor);
		}
	}
});
