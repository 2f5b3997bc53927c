import {test} from 'node:test';
import assert from 'node:assert/strict';
import {signatures} from '../../../../source/investigate/verdict/signatures/index.js';
import {firstSignature, fittingSignatures} from '../../../../source/investigate/verdict/signatures/telling-text.js';

const namesOf = (line: string): readonly string[] => {
	const fitting = fittingSignatures(line);
	const weight = Math.max(0, ...fitting.map(signature => signature.weight));
	return fitting.filter(signature => signature.weight === weight).map(({name}) => name);
};

test('there are at least sixty signatures, each with lines of three programs that fit and two that do not', () => {
	assert.equal(signatures.length >= 60, true, `${signatures.length}`);
	const thin = signatures.filter(({fits, misfits}) => Object.keys(fits).length < 3 || misfits.length < 2);
	assert.deepEqual(thin.map(({name}) => name), []);
});

test('of a line that must fit a signature nothing says more, or as much', async t => {
	for (const {name, fits} of signatures) {
		for (const [program, line] of Object.entries(fits)) {
			await t.test(`${name}: ${program}`, () => {
				assert.deepEqual(namesOf(line), [name], line);
			});
		}
	}
});

test('a line that only sounds like a signature does not fit it', async t => {
	for (const {name, misfits} of signatures) {
		for (const line of misfits) {
			await t.test(`${name}: ${line}`, () => {
				assert.equal(fittingSignatures(line).some(signature => signature.name === name), false);
			});
		}
	}
});

test('what stands behind the last colon outweighs the words before it, and a wrapper says nothing', async t => {
	const lines: ReadonlyArray<readonly [line: string, name: string | undefined]> = [
		['java.lang.IllegalStateException: No instances available for pricing-svc', 'no instance of a called service'],
		['java.lang.RuntimeException: java.lang.IllegalStateException: ledger is closed', undefined],
		['Request processing failed; nested exception is java.lang.IllegalStateException: Could not get a resource from the pool', 'connection pool exhausted'],
		['Sign-in failed: cannot connect to memcached at 10.0.0.7:11211', 'cache not reachable'],
		['Authentication failed: dial tcp 10.0.0.7:5432: connect: no route to host', 'host not reachable (network)'],
		['Retrying payment export: duplicate key value violates unique constraint "exports_pkey"', 'unique constraint violated'],
		['could not refresh price: redis: connection refused', 'cache not reachable'],
		['Unhandled rejection: getaddrinfo EAI_AGAIN stock', 'names do not resolve (DNS)'],
		['java.lang.NullPointerException: Cannot invoke "Card.last4()" because "card" is null', 'null pointer or missing field'],
	];
	for (const [line, name] of lines) {
		await t.test(line, () => {
			assert.equal(firstSignature(line)?.name, name);
		});
	}
});

test('each signature says what would speak against it, in words that go on with "wrong if"', () => {
	assert.deepEqual(signatures.filter(({doubt}) => doubt === '' || /^[A-Z]|[!.]$/.test(doubt)).map(({name}) => name), []);
});
