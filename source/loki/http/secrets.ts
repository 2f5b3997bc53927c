import {Buffer} from 'node:buffer';

const minSecretLength = 4;
const placeholder = '[secret]';

/** Takes out of a text what was sent to identify the asker: a gateway may repeat it in its answer. */
export function withoutSecrets(text: string, headers: Readonly<Record<string, string>>): string {
	let result = text;
	for (const secret of secretsIn(headers)) {
		result = result.replaceAll(secret, () => placeholder);
	}

	return result;
}

function secretsIn(headers: Readonly<Record<string, string>>): readonly string[] {
	// The program and the tenant are names, and of use in the message.
	const values = Object.entries(headers).filter(([name]) => name !== 'x-scope-orgid' && name !== 'user-agent').map(([, value]) => value);
	const secrets = values.flatMap(value => {
		const credentials = value.replace(/^(?:Basic|Bearer) /, '');
		const pair = value.startsWith('Basic ') ? Buffer.from(credentials, 'base64').toString() : '';
		return [value, credentials, pair, pair.slice(pair.indexOf(':') + 1)];
	});
	return secrets.filter(secret => secret.length >= minSecretLength).toSorted((a, b) => b.length - a.length);
}
