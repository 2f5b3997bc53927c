import {Buffer} from 'node:buffer';
import {createRandom, type Random} from '../../../source/sandbox/traffic/random.js';

/** A secret of no one, made when it is needed: none stands in a file. */
export type Secret = {
	readonly kind: string;
	/** The part that must not leave. */
	readonly value: string;
	/** How a program says it, whole. */
	readonly text: string;
	/** The name of a field that it could be in. */
	readonly field: string;
};

const join = (...parts: readonly string[]): string => parts.join('');
const from = (random: Random, alphabet: string, length: number): string => Array.from({length}, () => alphabet[random.int(0, alphabet.length - 1)]!).join('');
const lower = 'abcdefghijklmnopqrstuvwxyz';
const digits = '0123456789';
const upperDigits = `${lower.toUpperCase()}${digits}`;
const mixed = `${lower}${upperDigits}`;
const base64 = `${mixed}+/`;
const words = ['otter', 'maple', 'copper', 'violet', 'harbour', 'thunder'] as const;
/** With a digit and both cases in it, as real ones have. */
const token = (random: Random, length: number): string => `a${random.int(0, 9)}Z${from(random, mixed, length - 3)}`;
const password = (random: Random): string => `${random.pick(words)}${random.pick(['!', '#', '_', '-'])}${random.int(100, 9999)}${random.pick(words)}`;

/** The check digit of ISO/IEC 7812-1, annex B, put behind the other digits. */
const card = (random: Random): string => {
	const body = `4${from(random, digits, 14)}`;
	const sum = [...body].reduce((total, digit, index) => {
		const value = Number(digit) * (index % 2 === 0 ? 2 : 1);
		return total + (value > 9 ? value - 9 : value);
	}, 0);
	return `${body}${(10 - (sum % 10)) % 10}`;
};

/** The check digits of ISO 7064, mod 97-10. */
const iban = (random: Random): string => {
	const account = from(random, digits, 18);
	const check = 98n - (BigInt(`${account}131400`) % 97n);
	return `DE${String(check).padStart(2, '0')}${account}`;
};

type Kind = readonly [kind: string, count: number, make: (random: Random, index: number) => Omit<Secret, 'kind'>];

const plain = (value: string, field: string, text = `${field}=${value}`): Omit<Secret, 'kind'> => ({value, field, text});

const pem = (random: Random, label: string): Omit<Secret, 'kind'> => {
	const body = from(random, base64, 64);
	return {value: body, field: 'tls_key', text: join('loaded -----BEGIN ', label, String.raw`-----\n`, body, String.raw`\n`, from(random, base64, 40), String.raw`==\n-----END `, label, '-----')};
};

const base64Json = (random: Random): string => Buffer.from(JSON.stringify({sub: from(random, digits, 10), n: from(random, lower, 8)})).toString('base64url');

const kinds: readonly Kind[] = [
	['aws-key-id', 2, random => plain(join('AKIA', from(random, upperDigits, 16)), 'aws_access_key_id')],
	['aws-secret', 2, random => plain(token(random, 40), 'aws_secret_access_key')],
	['gcp-service-account', 2, random => {
		const body = from(random, base64, 64);
		return {value: body, field: 'credentials_json', text: join('{"type": "service_account", "private_key": "-----BEGIN PRIVATE', String.raw` KEY-----\n`, body, String.raw`\n-----END PRIVATE`, String.raw` KEY-----\n"}`)};
	}],
	['azure-connection-string', 3, random => {
		const key = `${token(random, 86)}==`;
		return plain(key, 'azure_storage', `DefaultEndpointsProtocol=https;AccountName=shop;AccountKey=${key};EndpointSuffix=core.windows.net`);
	}],
	['github-token', 3, (random, index) => plain(index === 2 ? join('github', '_pat_', token(random, 60)) : join(index === 0 ? 'ghp' : 'ghs', '_', token(random, 36)), 'git_token')],
	['gitlab-token', 2, random => plain(join('glpat', '-', token(random, 20)), 'ci_token')],
	['slack-token', 3, (random, index) => index === 2
		? plain(`T${from(random, upperDigits, 8)}/B${from(random, upperDigits, 8)}/${token(random, 24)}`, 'hook', '')
		: plain(join(index === 0 ? 'xoxb' : 'xoxp', '-', from(random, digits, 12), '-', token(random, 24)), 'slack')],
	['stripe-key', 2, (random, index) => plain(join(index === 0 ? 'sk' : 'rk', '_live_', token(random, 24)), 'stripe')],
	['npm-token', 2, random => plain(join('npm', '_', token(random, 36)), 'registry_auth')],
	['jwt', 3, random => plain(join('eyJ', 'hbGciOiJIUzI1NiJ9.', base64Json(random), '.', token(random, 43)), 'assertion')],
	['bearer', 2, random => {
		const value = token(random, 32);
		return {value, field: 'authorization', text: `authorization: Bearer ${value}`};
	}],
	['basic-auth-url', 3, random => {
		const value = password(random);
		return {value, field: 'endpoint', text: `https://scrape:${value}@metrics.example.com/write`};
	}],
	['private-key', 2, (random, index) => pem(random, join(index === 0 ? 'RSA ' : 'EC ', 'PRIVATE', ' KEY'))],
	['database-url', 4, (random, index) => {
		const value = password(random).replace('#', '_');
		return {value, field: 'dsn', text: `${['postgres', 'mysql', 'mongodb+srv', 'redis'][index]}://shop:${value}@db.example.com:5432/shop`};
	}],
	['password', 4, (random, index) => {
		const value = password(random);
		return {value, field: 'db_password', text: [`password=${value}`, `{"password":"${value}"}`, `Login failed with password ${value}`, `--password ${value}`][index]!};
	}],
	['session-cookie', 3, (random, index) => {
		const value = token(random, 26);
		return {value, field: 'session_id', text: [`Cookie: session=${value}; theme=dark`, `set-cookie: sid=${value}; HttpOnly`, `sessionid=${value}`][index]!};
	}],
	['e-mail', 3, random => plain(`${random.pick(words)}.${random.pick(words)}${random.int(1, 99)}@mail.example.com`, 'customer', '')],
	['card', 2, random => plain(card(random), 'pan', '')],
	['iban', 2, random => plain(iban(random), 'payout_account', '')],
	['phone', 1, random => plain(`+49 151 ${from(random, digits, 8)}`, 'contact', '')],
];

/** Fifty secrets of twenty kinds; the same seed makes the same ones. */
export const makeSecrets = (seed: number): readonly Secret[] => {
	const random = createRandom(seed);
	return kinds.flatMap(([kind, count, make]) => Array.from({length: count}, (_, index): Secret => {
		const secret = make(random, index);
		const spoken = kind === 'slack-token' && index === 2 ? join('https://hooks.slack', '.com/services/', secret.value) : secret.value;
		return {...secret, kind, text: secret.text === '' ? `for ${spoken}` : secret.text};
	}));
};
