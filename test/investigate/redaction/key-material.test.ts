import assert from 'node:assert/strict';
import {Buffer} from 'node:buffer';
import {generateKeyPairSync, randomBytes} from 'node:crypto';
import {test} from 'node:test';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';

const rsa = generateKeyPairSync('rsa', {modulusLength: 2048});
const curve = generateKeyPairSync('ec', {namedCurve: 'P-256'});
const wrap = (text: string, width: number): readonly string[] => text.match(new RegExp(`.{1,${width}}`, 'g')) ?? [];
const linesOf = (pem: string | Uint8Array): readonly string[] => String(pem).trim().split('\n');
const mark = (edge: 'BEGIN' | 'END', what: string): string => `-----${edge} ${what} KEY-----`;

const pkcs8 = linesOf(rsa.privateKey.export({type: 'pkcs8', format: 'pem'}));
const pkcs1 = linesOf(rsa.privateKey.export({type: 'pkcs1', format: 'pem'}));
const sec1 = linesOf(curve.privateKey.export({type: 'sec1', format: 'pem'}));
const openssh = [mark('BEGIN', 'OPENSSH PRIVATE'), ...wrap(Buffer.concat([Buffer.from('openssh-key-v1\0\0\0\0\u{4}none\0\0\0\u{4}none'), randomBytes(1400)]).toString('base64'), 70), mark('END', 'OPENSSH PRIVATE')];
const putty = ['PuTTY-User-Key-File-3: ssh-rsa', 'Encryption: none', 'Comment: deploy', 'Private-Lines: 14', ...wrap(randomBytes(640).toString('base64'), 64), `Private-MAC: ${randomBytes(32).toString('hex')}`];
const ofPem = wrap(Buffer.from(pkcs8.join('\n')).toString('base64'), 76);

const forms: Readonly<Record<string, (line: string, index: number) => string>> = {
	bare: line => line,
	'of a container': (line, index) => `2026-11-23T02:58:1${index % 10}.123456789Z stdout F ${line}`,
	'with a service': (line, index) => `02:58:${10 + (index % 50)} INFO [main] c.e.Tls - ${line}`,
	JSON: line => JSON.stringify({level: 'info', msg: line, logger: 'tls'}),
};

/** Parts of a key's own lines that must not be seen. */
const secretsOf = (key: readonly string[]): readonly string[] => key.filter(line => /^[\w+/]{16,}={0,2}$/.test(line));

const assertHidden = (shown: readonly string[], key: readonly string[]): void => {
	const text = shown.join('\n');
	for (const secret of secretsOf(key)) {
		assert.ok(!text.includes(secret.slice(0, 20)), `${secret} in\n${text}`);
	}
};

for (const [name, key] of Object.entries({
	pkcs8, pkcs1, sec1, openssh, putty, 'a PEM in Base64': ofPem,
})) {
	test(`a private key whose lines are entries of their own is hidden: ${name}`, async t => {
		for (const [form, write] of Object.entries(forms)) {
			await t.test(form, () => {
				const lines = ['starting', ...key, 'started'].map((line, index) => write(line, index));
				const {redactLines} = createRedactor();
				const shown = redactLines(lines);
				assertHidden(shown, key);
				assert.equal(shown[0], lines[0]);
				assert.equal(shown.at(-1), lines.at(-1));
			});
		}
	});

	test(`so it is where only a part of it is in sight: ${name}`, () => {
		assert.ok(secretsOf(key).length > 2);
		for (const [from, to] of [[1, key.length], [0, -1], [1, -1], [Math.floor(key.length / 2), key.length], [0, Math.floor(key.length / 2)]] as const) {
			for (const write of Object.values(forms)) {
				const part = key.slice(from, to);
				assertHidden(createRedactor().redactLines(part.map((line, index) => write(line, index))), part.filter(line => line.length >= 64));
			}
		}
	});

	test(`and with other lines between its own: ${name}`, () => {
		const other = (index: number): string => `GET /v1/orders/${index} 200 in ${index} ms trace_id=4bf92f3577b34da6a3ce929d0e0e4736`;
		const lines = key.flatMap((line, index) => [line, other(index)]);
		const shown = createRedactor().redactLines(lines);
		assertHidden(shown, key.filter(line => line.length >= 40));
		assert.deepEqual(shown.filter((_, index) => index % 2 === 1), lines.filter((_, index) => index % 2 === 1));
	});
}

test('one line of a key alone is hidden', () => {
	for (const line of [pkcs8[3]!, openssh[2]!, ofPem[4]!]) {
		assert.ok(!createRedactor().redact(`tls: ${line}`).includes(line.slice(0, 30)));
	}
});

test('a line of a key is hidden where its letters are no proof: as it begins, without a digit, and between the marks', () => {
	// The header of PKCS#8 is the same in all keys; what follows it may be of capitals for the most part.
	const beginning = 'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQDGVRDVZZCJFgei';
	const withoutDigit = 'aQzRtYuP'.repeat(8);
	const dull = 'ABCDEFGHabcdefgh'.repeat(4);
	for (const write of Object.values(forms)) {
		for (const alone of [beginning, withoutDigit]) {
			assert.ok(!createRedactor().redactLines([write(alone, 1)]).join('').includes(alone.slice(0, 20)), write(alone, 1));
		}

		const shown = createRedactor().redactLines([mark('BEGIN', 'PRIVATE'), beginning, dull, mark('END', 'PRIVATE')].map((line, index) => write(line, index))).join('\n');
		for (const line of [beginning, dull]) {
			assert.ok(!shown.includes(line.slice(0, 20)), shown);
		}
	}
});

test('what was known for a line of a key stays so where nothing around it tells', () => {
	const redactor = createRedactor();
	redactor.redactLines(pkcs8);
	const short = pkcs8.at(-2)!;
	assert.ok(!redactor.redact(`pattern: ${short}`).includes(short));
});

test('a key in one entry, also as it is written in configurations', () => {
	const key = pkcs8.join('\n');
	for (const text of [key, key.replaceAll('\n', String.raw`\n`), JSON.stringify({tls: key}), JSON.stringify({log: JSON.stringify({tls: key})}), `client-key-data: ${Buffer.from(key).toString('base64')}`, `tls.key: ${Buffer.from(pkcs1.join('\n')).toString('base64')}`, key.replaceAll('\n', '\n  | ')]) {
		const shown = createRedactor().redact(text);
		for (const line of [...secretsOf(pkcs8), Buffer.from(key).toString('base64').slice(100, 160)]) {
			assert.ok(!shown.includes(line), shown);
		}
	}
});

test('certificates, digests, ids and code stay', () => {
	const certificate = ['-----BEGIN CERTIFICATE-----', ...wrap(randomBytes(500).toString('base64'), 64), '-----END CERTIFICATE-----'];
	const lines = [
		...certificate,
		`sha256:${randomBytes(32).toString('hex')}`,
		`integrity sha384-${randomBytes(48).toString('base64')}`,
		`trace_id=${randomBytes(16).toString('hex')} span_id=${randomBytes(8).toString('hex')}`,
		'org.springframework.beans.factory.support.DefaultListableBeanFactory.preInstantiateSingletons',
		'/srv/releases/20260102/node_modules/SomePackage2/dist/lib/internal/streams/Readable4/index',
	];
	assert.deepEqual(createRedactor().redactLines(lines), lines);
});

test('lines after a key are not taken for it', () => {
	const after = ['Ready', 'OK', 'listening on 8443', 'Worker1 started', 'done'];
	const shown = createRedactor().redactLines([...pkcs8, ...after]);
	assert.deepEqual(shown.slice(-after.length), after);
});

test('a last line without a digit is hidden as well, before the mark of the end and without one', () => {
	for (const last of ['HplGrwutQslAcXvBkU', 'abcdefghijklmnopqr']) {
		const key = [...openssh.slice(0, -2), last, openssh.at(-1)!];
		for (const write of Object.values(forms)) {
			const shown = createRedactor().redactLines(['starting', ...key, 'started'].map((line, index) => write(line, index)));
			assert.ok(!shown.join('\n').includes(last), last);
		}
	}

	const cut = [...openssh.slice(1, -2), 'HplGrwutQslAcXvBkU', 'started again'];
	const shown = createRedactor().redactLines(cut);
	assert.ok(!shown.join('\n').includes('HplGrwutQslAcXvBkU'));
	assert.equal(shown.at(-1), 'started again');
});
