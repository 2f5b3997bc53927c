/**
One shape of secret. Where the pattern has groups, the first is kept and the second is the secret; else the whole match is.
Every repetition is bounded or is followed by nothing that could fail, so that a hostile line costs time in proportion to its length.
*/
export type TokenRule = {
	readonly kind: string;
	/** At least one of these is in every text that the pattern matches: a cheap way out. */
	readonly needs: readonly string[];
	readonly pattern: RegExp;
};

/** Secrets that are known by their own shape, wherever they stand. The special ones come first. */
export const tokenRules: readonly TokenRule[] = [
	{
		kind: 'PRIVATE_KEY',
		needs: ['PRIVATE KEY'],
		// A key that was cut off has no end mark; its body still goes.
		pattern: /-----BEGIN [ 0-9A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----(?:[\s+,./0-9:=A-Z\\a-z]|-(?!----)){0,20000}(?:-----END [ 0-9A-Z]{0,40}PRIVATE KEY(?: BLOCK)?-----)?/g,
	},
	{
		kind: 'WEBHOOK',
		needs: ['webhook'],
		pattern: /(https:\/\/(?:(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/webhooks|[\w-]{1,80}\.webhook\.office\.com\/webhookb2)\/)([\w\-/@]{8,400})/g,
	},
	{
		kind: 'SLACK_WEBHOOK',
		needs: ['hooks.slack'],
		pattern: /(https:\/\/hooks\.slack(?:-gov)?\.com\/(?:services|workflows|triggers)\/)([\w\-/]{8,300})/g,
	},
	{
		kind: 'PASSWORD',
		needs: ['://'],
		// Database passwords may hold a slash; a port with a path behind it is no password.
		pattern: /((?:postgres(?:ql)?|mysql|mariadb|redis|rediss|mongodb(?:\+srv)?|amqps?|clickhouse|mssql|sqlserver|nats)(?:\+[\da-z]{1,16})?:\/\/[^\s"'/:<>@]{0,100}:)(?!\d{1,5}(?:[\s/?]|$))([^\s"'<>@]{1,128}(?:@[^\s"'/<>@]{1,64}){0,2})(?=@)/gi,
	},
	{
		kind: 'PASSWORD',
		needs: ['://'],
		pattern: /((?<![\d+\-.a-z])[a-z][\d+\-.a-z]{1,20}:\/\/[^\s"'/:<>@]{0,100}:)([^\s"'/<>]{1,256})(?=@)/gi,
	},
	{
		kind: 'JWT',
		needs: ['eyJ'],
		pattern: /(?<![\w-])eyJ[\w-]{5,8192}\.[\w-]{5,16384}(?:\.[\w-]{0,8192}){0,3}/g,
	},
	{
		kind: 'AWS_SECRET',
		needs: ['AKIA', 'ASIA'],
		pattern: /((?:AKIA|ASIA)[\dA-Z]{16}[^\dA-Za-z]{1,12})([\d+/A-Za-z]{40})(?![\d+/=A-Za-z])/g,
	},
	{
		kind: 'AWS_KEY_ID',
		needs: ['AKIA', 'ASIA', 'AGPA', 'AIDA', 'AROA', 'AIPA', 'ANPA', 'ANVA'],
		pattern: /(?<![\dA-Za-z])(?:AKIA|ASIA|AGPA|AIDA|AROA|AIPA|ANPA|ANVA)[\dA-Z]{16}(?![\dA-Za-z])/g,
	},
	{
		kind: 'GITHUB_TOKEN',
		needs: ['ghp_', 'gho_', 'ghu_', 'ghs_', 'ghr_', 'github_pat_'],
		pattern: /(?<![\dA-Za-z])(?:gh[oprsu]_[\dA-Za-z]{20,255}|github_pat_\w{20,255})/g,
	},
	{
		kind: 'GITLAB_TOKEN',
		needs: ['glpat-', 'gldt-', 'glrt-', 'glptt-', 'glcbt-', 'glsoat-'],
		pattern: /(?<![\dA-Za-z])gl(?:pat|dt|rt|ptt|cbt|soat)-[\w\-.]{16,255}/g,
	},
	{
		kind: 'SLACK_TOKEN',
		needs: ['xox', 'xapp-'],
		pattern: /(?<![\dA-Za-z])(?:xox[abeoprs](?:\.xox[abp])?|xapp)-[\d\-A-Za-z]{10,255}/g,
	},
	{
		kind: 'STRIPE_KEY',
		needs: ['k_live_', 'k_test_', 'whsec_'],
		pattern: /(?<![\dA-Za-z])(?:[prs]k_(?:live|test)_[\dA-Za-z]{10,255}|whsec_[\d+/=A-Za-z]{16,255})/g,
	},
	{
		kind: 'ANTHROPIC_KEY',
		needs: ['sk-ant-'],
		pattern: /(?<![\dA-Za-z])sk-ant-[\w-]{16,255}/g,
	},
	{
		kind: 'OPENAI_KEY',
		needs: ['sk-'],
		// A digit must be in it: `sk-some-long-service-name` is a name.
		pattern: /(?<![\w-])sk-(?=[-A-Z_a-z]{0,200}\d)[\w-]{20,255}/g,
	},
	{
		kind: 'GOOGLE_KEY',
		needs: ['AIza', 'ya29.', 'GOCSPX-'],
		pattern: /(?<![\dA-Za-z])(?:AIza[\w-]{35}|ya29\.[\w-]{20,2048}|GOCSPX-[\w-]{20,64})/g,
	},
	{
		kind: 'NPM_TOKEN',
		needs: ['npm_'],
		pattern: /(?<![\dA-Za-z])npm_[\dA-Za-z]{30,255}/g,
	},
	{
		kind: 'VENDOR_TOKEN',
		needs: ['pypi-AgE', 'hf_', 'SG.', 'dop_v1_', 'hvs.', 'hvb.', 'glsa_', 'glc_', 'shpat_', 'lin_api_', 'dckr_pat_', 'dapi', 'sntrys_', 'PMAK-', 'tskey-', ':AA', 'SK'],
		pattern: /(?<![\dA-Za-z])(?:pypi-AgE[\w-]{40,512}|hf_[\dA-Za-z]{30,64}|SG\.[\w-]{16,64}\.[\w-]{16,64}|dop_v1_[\da-f]{32,128}|hv[bs]\.[\w-]{20,512}|glsa_\w{30,64}|glc_[\w+/=]{32,512}|shpat_[\da-f]{32}|lin_api_[\dA-Za-z]{32,64}|dckr_pat_[\w-]{20,64}|dapi[\da-f]{32}|sntrys_[\w+\-/=]{32,512}|PMAK-[\w-]{32,128}|tskey-[\w-]{16,128}|\d{8,10}:AA[\w-]{33}|SK[\da-f]{32}(?![\w-]))/g,
	},
	{
		kind: 'TOKEN',
		needs: ['earer', 'EARER'],
		pattern: /((?<![\dA-Za-z])(?:[Bb]earer|BEARER)(?:\s|%20){1,3})((?=[+\-./A-Z_a-z~]{0,200}\d)[\w+\-./~]{8,8192}={0,2}|[+/A-Z_a-z]{20,8192})/g,
	},
	{
		kind: 'PASSWORD',
		needs: ['asic ', 'ASIC '],
		// Base64 of `user:password`: both cases or a padding, else it is a word.
		pattern: /((?<![\dA-Za-z])(?:[Bb]asic|BASIC) {1,3})((?=[+/A-Za-z]{0,200}[\d=])(?=[\d+/a-z]{0,200}[A-Z])[\d+/A-Za-z]{7,2048}={0,2})/g,
	},
	{
		kind: 'TOKEN',
		needs: ['://'],
		pattern: /(https?:\/\/)([\w-]{20,255})(?=@)/g,
	},
	{
		kind: 'PASSWORD',
		needs: ['redis-cli', 'mysql', 'sshpass', 'mongo'],
		pattern: /(\b(?:redis-cli|mysql|mysqldump|mysqladmin|sshpass|mongosh?)\b[^\n\r|]{0,200}?\s-[ap] ?)([^\s-]\S{2,127})/g,
	},
	{
		kind: 'SECRET',
		needs: ['</'],
		pattern: /(<(?:\w{1,20}:)?(?:password|passwd|passphrase|secret|token|api_?key|access_?key|authorization|session_?id|credentials?)>)([^<>]{1,512})(?=<\/)/gi,
	},
	{
		kind: 'PASSWORD',
		needs: ['curl '],
		pattern: /(\bcurl [^\n\r|]{0,200}?(?:-u|--user)[ =]["']?[^\s"':]{1,64}:)([^\s"']{1,128})/g,
	},
];
