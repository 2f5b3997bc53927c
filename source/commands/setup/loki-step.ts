import {lokiSettings} from '../../config/loki-settings.js';
import {parseEndpoint} from '../../loki/http/endpoint.js';
import {connectionChecks} from '../doctor/loki-checks.js';
import type {CheckResult} from '../doctor/types.js';
import {choose, type Choice} from './ask.js';
import {askSecretSetting, askSetting} from './ask-setting.js';
import {afterFailure, tryOut} from './try-out.js';
import type {Draft, SetupContext, Step} from './types.js';

type Auth = 'none' | 'basic' | 'token' | 'token-file' | 'headers';

const auths: ReadonlyArray<Choice<Auth>> = [
	{value: 'none', label: 'No credentials'},
	{value: 'basic', label: 'User and password'},
	{value: 'token', label: 'Bearer token'},
	{value: 'token-file', label: 'Bearer token from a file', hint: 'read again for each request, for tokens that rotate'},
	{value: 'headers', label: 'Headers of your own'},
];

/** Everything that says who asks; one way leaves no trace of another. */
const noAuth = {
	username: undefined, password: undefined, bearerToken: undefined, bearerTokenFile: undefined, headers: undefined,
};

/** Loki's address, credentials and tenant, tried until they work or the user goes on. */
export const lokiStep: Step = async (before, context) => {
	let draft = before;
	for (;;) {
		draft = await askLoki(draft, context);
		const loki = lokiSettings(context.resolve(draft).settings);
		const results = loki ? await tryOut(connectionChecks({loki, now: context.now})) : [];
		const next = await afterFailure(results, 'Loki');
		if (next !== 'again') {
			return next === 'skip' ? before : draft;
		}

		draft = isForeignCertificate(results) ? await askAuthority(draft) : draft;
	}
};

async function askLoki(before: Draft, context: SetupContext): Promise<Draft> {
	const draft = withoutSecretsInUrl(before);
	const asked = await askSetting('lokiUrl', {
		message: 'Where does Loki answer?', placeholder: 'http://localhost:3100', initial: textOf(draft.lokiUrl), check: secretInUrl,
	});
	const credentials = await askCredentials(draft, context);
	const tenant = await askSetting('tenant', {
		message: 'Tenant, sent as X-Scope-OrgID (empty for none)', initial: textOf(draft.tenant), isOptional: true,
	});
	return {
		...draft, lokiUrl: parseEndpoint(asked).baseUrl, ...credentials, tenant: tenant === '' ? undefined : tenant,
	};
}

/** What stands before an @ is a secret: it is not shown again, and has its own place. */
function withoutSecretsInUrl(draft: Draft): Draft {
	const url = textOf(draft.lokiUrl);
	const {baseUrl, username, password} = url === undefined ? {} : parseEndpoint(url);
	return username === undefined
		? draft
		: {
			...draft, ...noAuth, lokiUrl: baseUrl, username: draft.username ?? username, password: draft.password ?? password,
		};
}

const secretInUrl = (url: string): string | undefined => parseEndpoint(url).username === undefined ? undefined : 'Leave user and password out of it: they are asked for next, and hidden.';

async function askCredentials(draft: Draft, context: SetupContext): Promise<Draft> {
	const auth = await choose('How does it know who asks?', auths, authOf(draft));
	// What was typed in before a failure is offered like what is stored.
	const known = {stored: draft, env: context.env};
	switch (auth) {
		case 'none': {
			return noAuth;
		}

		case 'basic': {
			const username = await askSetting('username', {message: 'User', initial: textOf(draft.username)});
			return {...noAuth, username, password: await askSecretSetting({name: 'password', message: 'Password'}, known)};
		}

		case 'token': {
			return {...noAuth, bearerToken: await askSecretSetting({name: 'bearerToken', message: 'Bearer token'}, known)};
		}

		case 'token-file': {
			return {...noAuth, bearerTokenFile: await askSetting('bearerTokenFile', {message: 'Path of the token\'s file', initial: textOf(draft.bearerTokenFile)})};
		}

		case 'headers': {
			return {...noAuth, headers: await askSecretSetting({name: 'headers', message: 'Headers as name=value, separated by commas'}, known)};
		}
	}
}

const isForeignCertificate = (results: readonly CheckResult[]): boolean => results.some(({id, state, nextStep}) => id === 'loki' && state === 'fail' && nextStep?.includes('LOKI_CA_CERT_PATH'));

async function askAuthority(draft: Draft): Promise<Draft> {
	const file = await askSetting('caCertPath', {message: 'File of the certificate authority that signed Loki\'s certificate (empty for none)', initial: textOf(draft.caCertPath), isOptional: true});
	return {...draft, caCertPath: file === '' ? undefined : file};
}

function authOf({username, bearerToken, bearerTokenFile, headers}: Draft): Auth {
	if (username !== undefined) {
		return 'basic';
	}

	if (bearerToken !== undefined) {
		return 'token';
	}

	if (bearerTokenFile !== undefined) {
		return 'token-file';
	}

	return headers === undefined ? 'none' : 'headers';
}

const textOf = (value: unknown): string | undefined => typeof value === 'string' ? value : undefined;
