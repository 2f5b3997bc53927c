import assert from 'node:assert/strict';
import {
	chmod,
	mkdir,
	mkdtemp,
	readFile,
	rm,
	stat,
	writeFile,
} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';
import {after, test} from 'node:test';
import {inspect} from 'node:util';
import {ConfigError} from '../../source/config/config-error.js';
import {describeConfig} from '../../source/config/describe.js';
import {loadConfig, type LoadOptions} from '../../source/config/load.js';
import {lokiSettings} from '../../source/config/loki-settings.js';
import {openProfiles} from '../../source/config/profiles.js';
import {settingInfo, settingNames, type SettingName} from '../../source/config/settings.js';

const root = await mkdtemp(path.join(tmpdir(), 'loki-sentinel-config-'));
after(async () => {
	await rm(root, {recursive: true, force: true});
});

let count = 0;

/** A working directory and a settings directory of its own for each test. */
async function createPlace({dotenv, settings}: {readonly dotenv?: string; readonly settings?: unknown} = {}): Promise<{readonly cwd: string; readonly config: string}> {
	const place = path.join(root, String(count++));
	const config = path.join(place, 'config', 'loki-sentinel');
	await mkdir(config, {recursive: true});
	await (dotenv !== undefined && writeFile(path.join(place, '.env'), dotenv));
	await (settings !== undefined && writeFile(path.join(config, 'settings.json'), typeof settings === 'string' ? settings : JSON.stringify(settings), {mode: 0o600}));
	return {cwd: place, config};
}

async function load(options: Partial<LoadOptions> = {}, files: Parameters<typeof createPlace>[0] = {}) {
	const {cwd} = await createPlace(files);
	return loadConfig({...options, cwd, env: {XDG_CONFIG_HOME: path.join(cwd, 'config'), XDG_STATE_HOME: '/state', ...options.env}});
}

/** The ConfigError that loading ends with. */
async function failure(options: Partial<LoadOptions>, files: Parameters<typeof createPlace>[0] = {}): Promise<ConfigError> {
	const outcome = await load(options, files).catch((error: unknown) => error);
	if (outcome instanceof ConfigError) {
		return outcome;
	}

	throw new TypeError(`no ConfigError: ${inspect(outcome)}`);
}

test('limits of a question are read by their names, in their own units', async () => {
	const config = await load({flags: {aiBudget: 'calls=6, dollars=0.10,result-kib=64'}});
	assert.deepEqual(config.aiBudget, {calls: 6, dollars: 0.1, resultBytes: 65_536});
	const wrong = await failure({env: {LOKI_SENTINEL_AI_BUDGET: 'calls=6,patience=9'}});
	assert.match(wrong.message, /^LOKI_SENTINEL_AI_BUDGET .*expected limits of one question/);
	for (const value of ['calls', 'calls=-1', 'dollars=1e5', 'constructor=1']) {
		const {message} = await failure({flags: {aiBudget: value}});
		assert.match(message, /^--ai-budget: /);
	}
});

test('without any setting the defaults hold', async () => {
	const config = await load();
	assert.equal(config.lokiUrl, undefined);
	assert.equal(config.pollSeconds, 20);
	assert.equal(config.baselineHours, 24);
	assert.equal(config.detector, 'default');
	assert.equal(config.sensitivity, 'normal');
	assert.equal(config.model, 'claude-sonnet-5-5');
	assert.equal(config.stateDir, '/state/loki-sentinel');
	assert.equal(config.color, 'auto');
	assert.equal(config.sources.pollSeconds, 'default');
	assert.equal(config.sources.lokiUrl, 'not set');
	assert.equal(lokiSettings(config), undefined);
});

test('the command line wins over the environment, that over .env, that over the profile', async () => {
	const files = {
		dotenv: 'LOKI_SENTINEL_POLL_SECONDS=30\nLOKI_SENTINEL_MODEL=from-dotenv\n',
		settings: {
			profiles: {
				work: {
					pollSeconds: 40, model: 'from-profile', sensitivity: 'low', baselineHours: 48,
				},
			},
		},
	};
	const env = {LOKI_SENTINEL_POLL_SECONDS: '10', LOKI_SENTINEL_PROFILE: 'work'};
	const flags = {pollSeconds: '5', somethingElse: true};
	const all = await load({flags, env}, files);
	assert.deepEqual([all.pollSeconds, all.sources.pollSeconds], [5, '--poll-seconds']);
	assert.deepEqual([all.model, all.sources.model], ['from-dotenv', 'LOKI_SENTINEL_MODEL (.env)']);
	assert.deepEqual([all.sensitivity, all.sources.sensitivity], ['low', 'sensitivity (profile work)']);
	assert.deepEqual([all.baselineHours, all.profile], [48, 'work']);
	const withoutFlags = await load({env}, files);
	assert.deepEqual([withoutFlags.pollSeconds, withoutFlags.sources.pollSeconds], [10, 'LOKI_SENTINEL_POLL_SECONDS (environment)']);
	const withoutEnvironment = await load({profile: 'work'}, files);
	assert.deepEqual([withoutEnvironment.pollSeconds, withoutEnvironment.sources.pollSeconds], [30, 'LOKI_SENTINEL_POLL_SECONDS (.env)']);
});

const names: ReadonlyArray<readonly [env: string, setting: SettingName, value: string, expected?: unknown]> = [
	['LOKI_URL', 'lokiUrl', 'http://loki:3100'],
	['LOKI_ADDR', 'lokiUrl', 'http://loki:3100'],
	['LOKI_ORG_ID', 'tenant', 'team-a|team-b'],
	['LOKI_USERNAME', 'username', 'me'],
	['LOKI_BEARER_TOKEN_FILE', 'bearerTokenFile', '/token'],
	['LOKI_CA_CERT_PATH', 'caCertPath', '/ca.pem'],
	['LOKI_TLS_SKIP_VERIFY', 'isTlsSkipped', 'true', true],
	['LOKI_HTTP_PROXY_URL', 'proxyUrl', 'http://proxy:3128'],
	['TARGET_NAMESPACE', 'namespace', 'production'],
	['TARGET_SERVICES', 'services', 'api, payment,', ['api', 'payment']],
	['ANTHROPIC_BASE_URL', 'anthropicBaseUrl', 'http://localhost:11434'],
	['LOKI_SENTINEL_TIME_ZONE', 'timeZone', 'Europe/Berlin'],
	['LOKI_SENTINEL_THEME', 'theme', 'light'],
	['LOKI_SENTINEL_LOCK', 'lock', '15m', 900_000],
	['LOKI_SENTINEL_SLACK_ALLOWED_HOSTS', 'slackAllowedHosts', 'a.example, b.example:8065', ['a.example', 'b.example:8065']],
];

for (const [env, setting, value, expected = value] of names) {
	test(`${env} sets ${setting}`, async () => {
		const config = await load({env: {[env]: value}});
		assert.deepEqual(config[setting], expected);
		assert.equal(config.sources[setting], `${env} (environment)`);
	});
}

test('this program\'s own name wins over the others, and an empty variable counts as none', async () => {
	const config = await load({env: {LOKI_SENTINEL_LOKI_URL: 'http://own', LOKI_URL: 'http://other', LOKI_ADDR: 'http://third'}});
	assert.equal(config.lokiUrl, 'http://own');
	const other = await load({env: {LOKI_SENTINEL_LOKI_URL: '', LOKI_URL: ' ', LOKI_ADDR: 'http://third'}});
	assert.equal(other.lokiUrl, 'http://third');
});

test('.env does not reach the environment of this process', async () => {
	const config = await load({}, {dotenv: 'LOKI_URL="http://from-dotenv:3100"\nexport ANTHROPIC_API_KEY=key-from-dotenv\nOTHER_OF_DOTENV=1'});
	assert.equal(config.lokiUrl, 'http://from-dotenv:3100');
	assert.equal(config.anthropicApiKey?.reveal(), 'key-from-dotenv');
	assert.equal(process.env.OTHER_OF_DOTENV, undefined);
	assert.notEqual(process.env.ANTHROPIC_API_KEY, 'key-from-dotenv');
});

const wrong: ReadonlyArray<readonly [options: Partial<LoadOptions>, message: string]> = [
	[{flags: {pollSeconds: '4'}}, '--poll-seconds: "4" is invalid, expected an integer from 5 to 300.'],
	[{env: {LOKI_SENTINEL_THEME: 'solarized'}}, 'LOKI_SENTINEL_THEME (environment): "solarized" is invalid, expected auto, dark, light or 16.'],
	[{flags: {lock: '30s'}}, '--lock: "30s" is invalid, expected a time from 1m to 24h, such as 15m.'],
	[{flags: {lock: '25h'}}, '--lock: "25h" is invalid, expected a time from 1m to 24h, such as 15m.'],
	[{env: {LOKI_SENTINEL_POLL_SECONDS: '1e2'}}, 'LOKI_SENTINEL_POLL_SECONDS (environment): "1e2" is invalid, expected an integer from 5 to 300.'],
	[{env: {LOKI_SENTINEL_BASELINE_HOURS: '1.5'}}, 'LOKI_SENTINEL_BASELINE_HOURS (environment): "1.5" is invalid, expected an integer from 1 to 168.'],
	[{env: {LOKI_URL: 'localhost:3100'}}, 'LOKI_URL (environment): "localhost:3100" is invalid, expected a URL that begins with http:// or https://, for example http://localhost:3100.'],
	[{env: {LOKI_URL: 'ftp://me:hunter2@loki'}}, 'LOKI_URL (environment): "ftp://****@loki" is invalid, expected a URL that begins with http:// or https://, for example http://localhost:3100.'],
	[{flags: {lokiUrl: ''}}, '--loki-url: "" is invalid, expected a URL that begins with http:// or https://, for example http://localhost:3100.'],
	[{flags: {detector: 'best'}}, '--detector: "best" is invalid, expected default or simple.'],
	[{flags: {timeZone: 'Mars/Base'}}, '--time-zone: "Mars/Base" is invalid, expected the IANA name of a time zone, for example Europe/Berlin.'],
	[{flags: {selector: 'app="x"'}}, String.raw`--selector: "app=\"x\"" is invalid, expected a stream selector in braces, for example {namespace="production"}.`],
	[{flags: {serviceLabel: 'a-b'}}, '--service-label: "a-b" is invalid, expected the name of a label: letters, digits and underscores.'],
	[{flags: {services: ' , '}}, '--services: " , " is invalid, expected names separated by commas.'],
	[{flags: {header: ['X-Key secret-value']}}, '--header: its value is invalid, expected name=value pairs separated by commas; a name has letters, digits and hyphens.'],
	[{env: {LOKI_TLS_SKIP_VERIFY: 'maybe'}}, 'LOKI_TLS_SKIP_VERIFY (environment): "maybe" is invalid, expected true or false.'],
	[{env: {LOKI_SENTINEL_REDACT_PATTERNS: '('}}, 'LOKI_SENTINEL_REDACT_PATTERNS (environment): "(" is invalid, expected regular expressions, one a line.'],
	[{env: {LOKI_CLIENT_CERT_PATH: '/a.pem'}}, 'LOKI_CLIENT_CERT_PATH (environment): "/a.pem" is invalid: the certificate and its key go together (LOKI_CLIENT_CERT_PATH and LOKI_CLIENT_KEY_PATH).'],
	[{env: {SLACK_WEBHOOK_URL: 'hooks.slack.com/services/T/B/secret'}}, 'SLACK_WEBHOOK_URL (environment): its value is invalid, expected the URL of an incoming webhook, https://hooks.slack.com/services/....'],
	[{env: {SLACK_WEBHOOK_URL: 'https://evil.example/services/T/B/secret'}, checkWebhookUrl: () => 'its host is not allowed'}, 'SLACK_WEBHOOK_URL (environment): its value is invalid: its host is not allowed.'],
	[{flags: {model: '\u{1B}[31m'.repeat(2000)}}, `--model: ${JSON.stringify('')} is invalid, expected the name of a model, for example claude-sonnet-5-5.`],
];

for (const [options, message] of wrong) {
	test(`a bad value is explained: ${message.slice(0, 70)}`, async () => {
		const error = await failure(options);
		assert.equal(error.message, message);
	});
}

test('a bad value in .env or in a profile names its place', async () => {
	const inFile = await failure({}, {dotenv: 'LOKI_SENTINEL_SENSITIVITY=huge'});
	assert.equal(inFile.message, 'LOKI_SENTINEL_SENSITIVITY (.env): "huge" is invalid, expected low, normal or high.');
	const inProfile = await failure({}, {settings: {defaultProfile: 'a', profiles: {a: {pollSeconds: 1000}}}});
	assert.equal(inProfile.message, 'pollSeconds (profile a): "1000" is invalid, expected an integer from 5 to 300.');
	assert.equal(inProfile.setting, 'pollSeconds');
});

const secretEnvironment = {
	LOKI_URL: 'https://loki-user:hunter2@loki.example/prefix', LOKI_PASSWORD: 'hunter2', LOKI_BEARER_TOKEN: 'hunter2', LOKI_SENTINEL_HEADERS: 'X-Key=hunter2, X-Other: hunter2',
	ANTHROPIC_API_KEY: 'hunter2', ANTHROPIC_AUTH_TOKEN: 'hunter2', SLACK_WEBHOOK_URL: 'https://hooks.slack.com/services/T/B/hunter2', LOKI_HTTP_PROXY_URL: 'http://me:hunter2@proxy:3128',
};

test('no description, JSON or inspection of the settings shows a secret', async () => {
	const config = await load({env: secretEnvironment});
	const described = describeConfig(config);
	const {lokiUrl, proxyUrl, ...rest} = config;
	const everything = [JSON.stringify(described), JSON.stringify(rest), inspect(rest, {depth: 10, showHidden: true}), String(config.password)].join('\n');
	assert.doesNotMatch(everything, /hunter2/);
	assert.equal(described.length, settingNames.length);
	assert.deepEqual(described.find(({setting}) => setting === 'lokiUrl'), {setting: 'lokiUrl', value: 'https://****@loki.example/prefix', source: 'LOKI_URL (environment)'});
	assert.deepEqual(described.find(({setting}) => setting === 'slackWebhookUrl'), {setting: 'slackWebhookUrl', value: '****', source: 'SLACK_WEBHOOK_URL (environment)'});
	assert.equal(config.password?.reveal(), 'hunter2');
});

test('what Loki\'s client needs comes out in its own words', async () => {
	const config = await load({env: {...secretEnvironment, LOKI_TLS_SKIP_VERIFY: '1'}});
	assert.deepEqual(lokiSettings(config), {
		url: 'https://loki-user:hunter2@loki.example/prefix',
		isTlsVerified: false,
		password: 'hunter2',
		bearerToken: 'hunter2',
		headers: {'X-Key': 'hunter2', 'X-Other': 'hunter2'},
		proxyUrl: 'http://me:hunter2@proxy:3128',
	});
});

test('a header may be given several times, with commas in its value', async () => {
	const config = await load({flags: {header: ['X-A=1,2', 'X-B: c=d']}});
	assert.deepEqual(config.headers?.map(([name, value]) => [name, value.reveal()]), [['X-A', '1,2'], ['X-B', 'c=d']]);
});

const scopes: ReadonlyArray<readonly [name: string, options: Partial<LoadOptions>, selector: string | undefined]> = [
	['nothing', {}, undefined],
	['a namespace', {env: {TARGET_NAMESPACE: 'prod"} or {a="b'}}, String.raw`{namespace="prod\"} or {a=\"b"}`],
	['several namespaces', {flags: {namespace: 'prod, pay.eu ,'}}, String.raw`{namespace=~"prod|pay\\.eu"}`],
	['a namespace and services, which are asked for by the label that Loki has', {env: {TARGET_NAMESPACE: 'prod', TARGET_SERVICES: 'api'}}, '{namespace="prod"}'],
	['services alone', {env: {TARGET_SERVICES: 'a.b,c|d'}}, undefined],
	['a selector on the command line and a namespace in the environment', {env: {TARGET_NAMESPACE: 'prod'}, flags: {selector: '{a="b"}'}}, '{a="b"}'],
	['a namespace on the command line and a selector in the environment', {env: {LOKI_SENTINEL_SELECTOR: '{a="b"}'}, flags: {namespace: 'prod'}}, '{namespace="prod"}'],
	['a selector and a namespace in one place', {env: {LOKI_SENTINEL_SELECTOR: '{a="b"}', TARGET_NAMESPACE: 'prod'}}, '{a="b"}'],
];

for (const [name, options, selector] of scopes) {
	test(`the selector of ${name}`, async () => {
		const config = await load(options);
		assert.equal(config.selector, selector);
	});
}

test('services count unless a selector from a stronger place says what is watched', async () => {
	const withNamespace = await load({env: {TARGET_NAMESPACE: 'prod', TARGET_SERVICES: 'api, web'}});
	const withSelector = await load({env: {TARGET_SERVICES: 'api, web'}, flags: {selector: '{a="b"}'}});
	assert.deepEqual([withNamespace.services, withSelector.services], [['api', 'web'], undefined]);
});

/** In a name of its own, since it is http on purpose. */
const host = 'loki.internal';
const proxies: ReadonlyArray<readonly [name: string, env: Readonly<Record<string, string>>, proxyUrl: string | undefined]> = [
	['https', {LOKI_URL: 'https://loki.example', HTTPS_PROXY: 'http://p:1', HTTP_PROXY: 'http://q:2'}, 'http://p:1'],
	['http in small letters, without a scheme', {LOKI_URL: `http://${host}`, http_proxy: 'q:2'}, 'http://q:2'],
	['all', {LOKI_URL: `http://${host}`, ALL_PROXY: 'http://r:3'}, 'http://r:3'],
	['an excluded host', {LOKI_URL: `http://${host}`, HTTP_PROXY: 'http://q:2', NO_PROXY: 'other, .internal'}, undefined],
	['an excluded port', {LOKI_URL: `http://${host}:3100`, HTTP_PROXY: 'http://q:2', NO_PROXY: 'loki.internal:3100'}, undefined],
	['another port excluded', {LOKI_URL: `http://${host}`, HTTP_PROXY: 'http://q:2', NO_PROXY: 'loki.internal:3100'}, 'http://q:2'],
	['everything excluded', {LOKI_URL: `http://${host}`, HTTP_PROXY: 'http://q:2', NO_PROXY: '*'}, undefined],
	['this machine', {LOKI_URL: 'http://127.0.0.1:3100', HTTP_PROXY: 'http://q:2'}, undefined],
	['SOCKS, which is not spoken', {LOKI_URL: `http://${host}`, ALL_PROXY: 'socks5://r:3'}, undefined],
	['a setting of its own', {LOKI_URL: `http://${host}`, HTTP_PROXY: 'http://q:2', LOKI_HTTP_PROXY_URL: 'http://own:4'}, 'http://own:4'],
];

for (const [name, env, proxyUrl] of proxies) {
	test(`the proxy of the environment: ${name}`, async () => {
		const config = await load({env});
		assert.equal(config.proxyUrl, proxyUrl);
	});
}

test('NO_COLOR and FORCE_COLOR are understood, a setting of its own wins', async () => {
	const colors = await Promise.all([{NO_COLOR: '1', FORCE_COLOR: '1'}, {FORCE_COLOR: '1'}, {FORCE_COLOR: '0'}, {NO_COLOR: '1', LOKI_SENTINEL_COLOR: 'always'}].map(async env => load({env})));
	assert.deepEqual(colors.map(({color}) => color), ['never', 'always', 'never', 'always']);
});

test('profiles are stored for their owner only, and the first one is used by default', async () => {
	const {cwd, config} = await createPlace();
	await rm(config, {recursive: true});
	const profiles = await openProfiles(config);
	await profiles.save('work', {lokiUrl: 'http://work:3100', services: ['api', 'web']});
	// Whatever made them open to others, storing closes them.
	await Promise.all([chmod(config, 0o755), chmod(profiles.file, 0o644)]);
	await profiles.save('home', {lokiUrl: 'http://home:3100'});
	const {mode: fileMode} = await stat(profiles.file);
	const {mode: directoryMode} = await stat(config);
	assert.deepEqual([fileMode & 0o777, directoryMode & 0o777], [0o600, 0o700]);
	const env = {XDG_CONFIG_HOME: path.dirname(config)};
	const byDefault = await loadConfig({env, cwd});
	assert.deepEqual([byDefault.lokiUrl, byDefault.profile, byDefault.services], ['http://work:3100', 'work', ['api', 'web']]);
	const named = await loadConfig({env, cwd, profile: 'home'});
	assert.equal(named.lokiUrl, 'http://home:3100');

	const again = await openProfiles(config);
	await again.makeDefault('home');
	await again.remove('work');
	assert.deepEqual([again.names(), again.defaultName(), again.read('work'), again.read('toString')], [['home'], 'home', undefined, undefined]);
	assert.deepEqual(JSON.parse(await readFile(profiles.file, 'utf8')), {defaultProfile: 'home', profiles: {home: {lokiUrl: 'http://home:3100'}}});
});

test('a profile that is not stored is named with those that are', async () => {
	const error = await failure({profile: 'wrk'}, {settings: {profiles: {work: {}, home: {}}}});
	assert.equal(error.message, '--profile names the profile "wrk", which does not exist: there are work, home.');
	const byFlag = await failure({flags: {profile: 'wrk'}}, {settings: {profiles: {work: {}}}});
	assert.equal(byFlag.message, '--profile names the profile "wrk", which does not exist: there are work.');
	const none = await failure({env: {LOKI_SENTINEL_PROFILE: 'work'}});
	assert.match(none.message, /^LOKI_SENTINEL_PROFILE names the profile "work", which does not exist: none is stored in .*settings\.json\.$/);
});

test('a settings file that is broken is named, and left as it is', async () => {
	for (const settings of ['{"profiles":', {profiles: []}, {profiles: {a: 1}}]) {
		const error = await failure({}, {settings});
		assert.match(error.message, /^The stored settings in .*settings\.json cannot be read: fix the file, or move it away/);
		assert.match(await readFile(error.source, 'utf8'), /profiles/);
	}
});

test('a settings file that others can read is reported', async () => {
	const {cwd, config} = await createPlace({settings: {profiles: {}}});
	await chmod(path.join(config, 'settings.json'), 0o644);
	const loaded = await loadConfig({env: {XDG_CONFIG_HOME: path.dirname(config)}, cwd});
	assert.match(loaded.notes.join(''), /settings\.json can be read by others and may hold keys: run chmod 600 on it\.$/);
});

test('secrets are never options of the command line, but for headers', () => {
	assert.deepEqual(settingNames.filter(name => settingInfo(name).isSecret && settingInfo(name).flag !== undefined), ['headers']);
});
