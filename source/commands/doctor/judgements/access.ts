import type {LokiSettings} from '../../../loki/types.js';
import type {Judgement} from '../types.js';

type Asker = Pick<LokiSettings, 'url' | 'tenant' | 'username' | 'bearerToken' | 'bearerTokenFile' | 'headers' | 'isTlsVerified'>;

/** Loki answered a question about its labels: as whom, and is that all right? */
export function judgeAccess(settings: Asker): Judgement {
	const {tenant, isTlsVerified, url} = settings;
	const detail = `Labels can be read ${credentialsOf(settings)}, ${tenant === undefined || tenant === '' ? 'no tenant set' : `tenant ${tenant}`}.`;
	if (isTlsVerified === false && url.startsWith('https:')) {
		return {
			state: 'warn',
			detail: `${detail} TLS verification is off: anyone on the path can read the credentials and the logs.`,
			nextStep: 'Give the certificate authority with LOKI_CA_CERT_PATH instead of LOKI_TLS_SKIP_VERIFY.',
		};
	}

	return {state: 'pass', detail};
}

/** Never the secret itself, and no user name: it can be an account's number. */
function credentialsOf({url, username, bearerToken, bearerTokenFile, headers}: Asker): string {
	const ways = [
		...(username !== undefined || new URL(url).username !== '' ? ['user and password'] : []),
		...(bearerToken !== undefined || bearerTokenFile !== undefined ? ['a bearer token'] : []),
		...(headers === undefined ? [] : [`the headers ${Object.keys(headers).join(', ')}`]),
	];
	return ways.length === 0 ? 'without credentials' : `with ${ways.join(' and ')}`;
}
