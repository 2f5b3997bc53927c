import process from 'node:process';
import type {Config} from '../../config/config.js';
import {findProxy} from '../../config/proxy.js';
import {askForModel} from '../../investigate/claude/answer/ask-for-model.js';
import {createRedactor} from '../../investigate/redaction/redact.js';
import {judgeClaude, judgeNoKey} from './judgements/claude.js';
import type {Check} from './types.js';

export type ClaudeToCheck = Pick<Config, 'anthropicApiKey' | 'anthropicAuthToken' | 'anthropicBaseUrl' | 'model' | 'redactPatterns'> & {
	readonly sources: Pick<Config['sources'], 'anthropicApiKey' | 'anthropicAuthToken'>;
};

type Environment = Readonly<Record<string, string | undefined>>;

const defaultAddress = 'https://api.anthropic.com';

/** Asks for the page of the model, which costs nothing and needs the key. */
export function claudeCheck(config: ClaudeToCheck, env: Environment, now: () => number): Check {
	const {anthropicApiKey, anthropicAuthToken, anthropicBaseUrl = defaultAddress, model, sources} = config;
	const check = {id: 'claude', title: 'Claude', ifSlow: 'Check the way out of this network: a firewall that drops packets, or a proxy that is required (HTTPS_PROXY with NODE_USE_ENV_PROXY=1).'};
	if (!anthropicApiKey && !anthropicAuthToken) {
		return {...check, run: judgeNoKey};
	}

	const {host, pathname} = new URL(anthropicBaseUrl);
	return {
		...check,
		async run(signal) {
			const answer = await askForModel({
				model,
				apiKey: anthropicApiKey?.reveal(),
				authToken: anthropicAuthToken?.reveal(),
				baseUrl: anthropicBaseUrl,
				redactor: createRedactor(config.redactPatterns),
				now,
			}, signal);
			return judgeClaude({
				model,
				address: `${host}${pathname.replace(/\/$/, '')}`,
				isDefaultAddress: anthropicBaseUrl === defaultAddress,
				keySource: anthropicApiKey ? sources.anthropicApiKey : sources.anthropicAuthToken,
				unusedProxy: unusedProxy(anthropicBaseUrl, env),
			}, answer);
		},
	};
}

/** The variable that names a proxy for this address, where Node's fetch was not told to use it, or is too old to be told. */
function unusedProxy(url: string, env: Environment): string | undefined {
	const isTold = env.NODE_USE_ENV_PROXY === '1' || /--use-env-proxy\b/.test(env.NODE_OPTIONS ?? '');
	return isTold && canUseProxy() ? undefined : findProxy(url, env)?.source.replace(/ \(.*$/, '');
}

function canUseProxy(): boolean {
	const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
	return major >= 24 || (major === 22 && minor >= 21);
}
