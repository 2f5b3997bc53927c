/** What is known of one setting without loading what checks it. */
export type SettingInfo = {
	/** The option on the command line, as commander names it; secrets have none, since others can read a command line. */
	readonly flag?: string;
	/** Environment names, the first that is set counts: this program's own, then those that people have set already. */
	readonly env: readonly string[];
	readonly isSecret?: boolean;
	/** A URL that can hold `user:password@`, which is not shown. */
	readonly isUrl?: boolean;
	/** What is expected, as half a sentence. */
	readonly allowed: string;
};

const wholeNumber = (low: number, high: number): string => `expected an integer from ${low} to ${high}`;
const file = 'expected the path of a file';
const text = 'expected text that is not empty';
const list = 'expected names separated by commas';
const url = 'expected a URL that begins with http:// or https://';

/** Limits of the numbers, with their units in the settings' names. */
export const limits = {
	pollSeconds: [5, 300],
	baselineHours: [1, 168],
} as const;

/** Every setting: where it may come from and what it may be. Names of logcli and of Loki's own documentation are understood. */
export const settingInfos = {
	lokiUrl: {
		flag: 'lokiUrl', env: ['LOKI_SENTINEL_LOKI_URL', 'LOKI_URL', 'LOKI_ADDR'], isUrl: true, allowed: `${url}, for example http://localhost:3100`,
	},
	tenant: {flag: 'tenant', env: ['LOKI_SENTINEL_TENANT', 'LOKI_ORG_ID'], allowed: text},
	username: {env: ['LOKI_SENTINEL_USERNAME', 'LOKI_USERNAME'], allowed: text},
	password: {env: ['LOKI_SENTINEL_PASSWORD', 'LOKI_PASSWORD'], isSecret: true, allowed: text},
	bearerToken: {env: ['LOKI_SENTINEL_BEARER_TOKEN', 'LOKI_BEARER_TOKEN'], isSecret: true, allowed: text},
	bearerTokenFile: {env: ['LOKI_SENTINEL_BEARER_TOKEN_FILE', 'LOKI_BEARER_TOKEN_FILE'], allowed: file},
	headers: {
		flag: 'header', env: ['LOKI_SENTINEL_HEADERS'], isSecret: true, allowed: 'expected name=value pairs separated by commas; a name has letters, digits and hyphens',
	},
	caCertPath: {flag: 'caCert', env: ['LOKI_SENTINEL_CA_CERT_PATH', 'LOKI_CA_CERT_PATH'], allowed: file},
	clientCertPath: {env: ['LOKI_SENTINEL_CLIENT_CERT_PATH', 'LOKI_CLIENT_CERT_PATH'], allowed: file},
	clientKeyPath: {env: ['LOKI_SENTINEL_CLIENT_KEY_PATH', 'LOKI_CLIENT_KEY_PATH'], allowed: file},
	isTlsSkipped: {env: ['LOKI_SENTINEL_TLS_SKIP_VERIFY', 'LOKI_TLS_SKIP_VERIFY'], allowed: 'expected true or false'},
	proxyUrl: {env: ['LOKI_SENTINEL_PROXY_URL', 'LOKI_HTTP_PROXY_URL'], isUrl: true, allowed: `${url}, for example http://proxy:3128`},
	selector: {flag: 'selector', env: ['LOKI_SENTINEL_SELECTOR'], allowed: 'expected a stream selector in braces, for example {namespace="production"}'},
	namespace: {flag: 'namespace', env: ['LOKI_SENTINEL_NAMESPACE', 'TARGET_NAMESPACE'], allowed: text},
	services: {flag: 'services', env: ['LOKI_SENTINEL_SERVICES', 'TARGET_SERVICES'], allowed: list},
	serviceLabel: {flag: 'serviceLabel', env: ['LOKI_SENTINEL_SERVICE_LABEL'], allowed: 'expected the name of a label: letters, digits and underscores'},
	levelLabel: {flag: 'levelLabel', env: ['LOKI_SENTINEL_LEVEL_LABEL'], allowed: 'expected the name of a label: letters, digits and underscores'},
	errorFilters: {flag: 'errorFilter', env: ['LOKI_SENTINEL_ERROR_FILTERS'], allowed: 'expected a service or a selector with LogQL stages behind it, one a line, for example payment=|~ "FAILED"'},
	pollSeconds: {flag: 'pollSeconds', env: ['LOKI_SENTINEL_POLL_SECONDS'], allowed: wholeNumber(...limits.pollSeconds)},
	baselineHours: {flag: 'baselineHours', env: ['LOKI_SENTINEL_BASELINE_HOURS'], allowed: wholeNumber(...limits.baselineHours)},
	detector: {flag: 'detector', env: ['LOKI_SENTINEL_DETECTOR'], allowed: 'expected default or simple'},
	sensitivity: {flag: 'sensitivity', env: ['LOKI_SENTINEL_SENSITIVITY'], allowed: 'expected low, normal or high'},
	anthropicApiKey: {env: ['LOKI_SENTINEL_ANTHROPIC_API_KEY', 'ANTHROPIC_API_KEY'], isSecret: true, allowed: text},
	anthropicAuthToken: {env: ['LOKI_SENTINEL_ANTHROPIC_AUTH_TOKEN', 'ANTHROPIC_AUTH_TOKEN'], isSecret: true, allowed: text},
	anthropicBaseUrl: {env: ['LOKI_SENTINEL_ANTHROPIC_BASE_URL', 'ANTHROPIC_BASE_URL'], isUrl: true, allowed: url},
	model: {flag: 'model', env: ['LOKI_SENTINEL_MODEL', 'ANTHROPIC_MODEL'], allowed: 'expected the name of a model, for example claude-sonnet-5-5'},
	aiBudget: {flag: 'aiBudget', env: ['LOKI_SENTINEL_AI_BUDGET'], allowed: 'expected limits of one question, separated by commas, for example calls=6,seconds=45,dollars=0.10'},
	slackWebhookUrl: {env: ['LOKI_SENTINEL_SLACK_WEBHOOK_URL', 'SLACK_WEBHOOK_URL'], isSecret: true, allowed: 'expected the URL of an incoming webhook, https://hooks.slack.com/services/...'},
	slackAllowedHosts: {env: ['LOKI_SENTINEL_SLACK_ALLOWED_HOSTS'], allowed: 'expected hosts separated by commas'},
	grafanaUrl: {env: ['LOKI_SENTINEL_GRAFANA_URL'], isUrl: true, allowed: url},
	grafanaDatasourceUid: {env: ['LOKI_SENTINEL_GRAFANA_DATASOURCE_UID'], allowed: 'expected the uid of Grafana\'s Loki data source'},
	redactPatterns: {env: ['LOKI_SENTINEL_REDACT_PATTERNS'], allowed: 'expected regular expressions, one a line'},
	color: {env: ['LOKI_SENTINEL_COLOR'], allowed: 'expected auto, always or never'},
	theme: {flag: 'theme', env: ['LOKI_SENTINEL_THEME'], allowed: 'expected auto, dark, light or 16'},
	timeZone: {flag: 'timeZone', env: ['LOKI_SENTINEL_TIME_ZONE'], allowed: 'expected the IANA name of a time zone, for example Europe/Berlin'},
	lock: {flag: 'lock', env: ['LOKI_SENTINEL_LOCK'], allowed: 'expected a time from 1m to 24h, such as 15m'},
	records: {flag: 'records', env: ['LOKI_SENTINEL_RECORDS'], allowed: 'expected on or off'},
	journal: {flag: 'journal', env: ['LOKI_SENTINEL_JOURNAL'], allowed: 'expected none or loki'},
	stateDir: {flag: 'stateDir', env: ['LOKI_SENTINEL_STATE_DIR'], allowed: 'expected the path of a directory'},
} as const satisfies Readonly<Record<string, SettingInfo>>;

export type SettingName = keyof typeof settingInfos;

export const settingNames = Object.keys(settingInfos) as readonly SettingName[];

/** One setting's row, typed with its optional fields. */
export function settingInfo(name: SettingName): SettingInfo {
	return settingInfos[name];
}
