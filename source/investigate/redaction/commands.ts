import {findByPatterns} from './pattern-rules.js';
import {plainWords} from './plain-words.js';
import {
	isMeasure,
	isNameLike,
	isPath,
	isStandIn,
} from './shape.js';

const isValue = (secret: string): boolean => !isStandIn(secret) && !plainWords.has(secret.toLowerCase()) && !secret.startsWith('-');
const isPassword = (secret: string): boolean => isValue(secret) && !isPath(secret);
const isOpaque = (secret: string): boolean => isPassword(secret) && !isMeasure(secret) && !isNameLike(secret);

/** What stands between the name of a program and its option: no other command, and not without end. */
const to = String.raw`(?:[^\n\r|;&]{0,160}?[\s"'])?`;
/** A value, in quotes or without. */
const value = String.raw`\\?(?:"([^"\n\\]{1,200})\\?"|'([^'\n\\]{1,200})\\?'|([^\s"'\\|;&]{1,200}))`;
const command = (programs: string, option: string, of = value): RegExp => new RegExp(String.raw`(?<![\w./-])(?:\S{0,40}\/)?(?:${programs})\s${to}${option}${of}`, 'dg');

/** Secrets on command lines: options that are known to take one, of programs that are known. */
export const findInCommands = findByPatterns([
	{
		kind: 'PASSWORD',
		needs: ['pass', 'PASS', 'secret', 'token', 'key', 'pwd', 'credential'],
		pattern: new RegExp(String.raw`(?<![\w-])--?(?:[a-z]{1,20}[-_]){0,3}(?:password|passwd|passphrase|pass|pwd|secret|token|api-?key|secret-?key|access-?key|auth-?key|storage-?key|account-?key|client-?secret|credential|community)\d?[\t ]{1,3}(?!-)${value}`, 'dgi'),
		isSecret: (secret, text, start) => isPassword(secret) && (/pass/i.test(text.slice(Math.max(0, start - 24), start)) || !isNameLike(secret)) && !(isMeasure(secret) && secret.length < 6),
	},
	{
		// The password of `user:password`; the user stands before it.
		kind: 'PASSWORD',
		needs: ['curl', 'wget', 'http ', 'https '],
		pattern: /(?<![\w\-./])(?:\S{0,40}\/)?(?:curl|wget|https?|xh)\s(?:[^\n\r;|]{0,300}?\s)?(?:-[A-Za-z]{0,10}[Uau]|--user|--proxy-user|--auth)[ =]?\\?["']?[^\s"'/:\\]{0,80}:((?:[^\s"'\\]|\\(?!["'nrt])){1,128})/dg,
		isSecret: secret => isValue(secret) && !secret.startsWith('//'),
	},
	{
		kind: 'PASSWORD',
		needs: ['login', 'registry', 'podman', 'helm'],
		pattern: command('docker|podman|nerdctl|buildah|skopeo|crane|oras|helm|az|oc|cf|ibmcloud|rancher|argocd|doctl|heroku|npm|vsce|conan|jf|jfrog|consul|boundary', String.raw`(?:login|logon|add)\s(?:[^\n\r|;&]{0,120}?\s)?(?:-p|--password|--passwd|--secret|--apikey)[ =]?`),
		isSecret: isPassword,
	},
	{
		kind: 'PASSWORD',
		needs: ['mysql', 'mariadb', 'sshpass', 'mongo', 'redis', 'valkey', 'mycli', 'pgcli', 'clickhouse'],
		pattern: command('mysql|mysqldump|mysqladmin|mysqlimport|mariadb|mariadb-dump|mariadb-admin|sshpass|mongo|mongosh|mongodump|mongorestore|mycli', '-p ?(?![ =-])'),
		isSecret: isPassword,
	},
	{
		kind: 'PASSWORD',
		needs: ['redis-cli', 'valkey-cli', 'keydb-cli'],
		pattern: command('redis-cli|valkey-cli|keydb-cli|redis-benchmark', String.raw`(?:-a|--pass|[aA][uU][tT][hH](?:\s\w{1,30}(?=\s\S))?)[ =]`),
		isSecret: isValue,
	},
	{
		// Redis itself: `AUTH x`, `AUTH user x`, as commands are logged, with or without quotes.
		kind: 'PASSWORD',
		needs: ['AUTH', '"auth"', '"hello"', 'HELLO'],
		pattern: /(?<![\w\-./])["']?(?:AUTH|auth(?="))["']?\s{1,2}(?:["']?[\w\-.]{1,40}["']?\s(?=["']?\S))?(?:"([^\n"]{3,200})"|'([^\n']{3,200})'|([^\s"'),:;]{4,200}))/dg,
		isSecret: (secret, text, start) => isOpaque(secret) && (/\d|\W/.test(secret) || text[start - 1] === '"') && !/^[A-Z]{2,}$/.test(secret),
	},
	{
		kind: 'PASSWORD',
		needs: ['requirepass', 'masterauth', 'sentinel auth-pass', 'auth-pass'],
		pattern: /\b(?:requirepass|masterauth|auth-pass\s{1,2}[\w\-.]{1,60})["']?\s{1,3}\\?["']?([^\s"'\\]{3,200})/dgi,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['ldap', 'ipmitool', 'sqlcmd', 'bcp', 'snmp', 'smbclient', 'xfreerdp', 'rdesktop', 'net use', 'isql', 'impala', 'beeline', 'rpcclient', 'winexe', 'cifs'],
		pattern: command('ldapsearch|ldapadd|ldapmodify|ldapdelete|ldapwhoami|ipmitool|sqlcmd|bcp|isql|osql|rdesktop|beeline|impala-shell|snmpwalk|snmpget|snmpbulkwalk|xfreerdp|wfreerdp', '(?:-w|-P|-p|-c|-A|-X|/p:)[ =]?(?![ =-])'),
		isSecret: isOpaquePassword,
	},
	{
		kind: 'PASSWORD',
		needs: ['%'],
		pattern: /(?<![\w\-./])(?:smbclient|rpcclient|smbmap|winexe|net)\s(?:[^\n\r&;|]{0,160}?\s)?-U\s?["']?[\w\-.@\\]{1,64}%([^\s"']{1,128})/dg,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['-pass', 'pass:'],
		pattern: /(?<![\w-])-?(?:pass(?:in|out)?|-pass(?:in|out))[ =]["']?pass:([^\s"']{1,128})/dg,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['pass'],
		pattern: /(?<![\w-])-(?:storepass|keypass|srcstorepass|deststorepass|destkeypass|srckeypass|new)\s{1,2}["']?([^\s"']{3,128})/dg,
		isSecret: isPassword,
	},
	{
		kind: 'PASSWORD',
		needs: ['sqlplus', 'expdp', 'impdp', 'rman', 'sqlldr'],
		pattern: /(?<![\w\-./])(?:sqlplus|expdp|impdp|exp|imp|sqlldr|rman)\s(?:[^\n\r&;|]{0,100}?\s)?["']?[\w#$]{1,40}\/"?([^\s"'/@]{3,64})"?(?=@)/dgi,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['rabbitmqctl', 'htpasswd', 'add_user', 'change_password'],
		pattern: /\b(?:rabbitmqctl\s(?:[^\n\r&;|]{0,60}?\s)?(?:add_user|change_password|authenticate_user)\s{1,2}["']?[\w\-.@]{1,60}["']?|htpasswd\s(?:-[A-Za-z]{1,8}\s{1,2}){0,4}(?<=-[A-Za-z]{0,8}b[A-Za-z]{0,8}\s{1,2})(?:\S{1,120}\s{1,2})?[\w\-.@]{1,60})\s{1,2}["']?([^\s"']{3,128})/dg,
		isSecret: isPassword,
	},
	{
		kind: 'PASSWORD',
		needs: ['--password-stdin', 'sudo -S', 'passwd --stdin', 'chpasswd', '--with-token', 'su -c'],
		pattern: /\b(?:echo|printf)\s(?:-n\s|-e\s|["']?%s(?:\\n)?["']?\s)?(?:"([^\n"|]{1,128})"|'([^\n'|]{1,128})'|([^\s"'|]{1,128}))\s{0,2}\|\s{0,2}(?:sudo\s)?[^\n|]{0,80}(?:--password-stdin|sudo -S|-S |passwd --stdin|chpasswd|--with-token)/dg,
		isSecret: isValue,
	},
	{
		kind: 'SECRET',
		needs: ['vault', 'bao', 'aws_s', 'keyring', 'configure set'],
		pattern: /(?<![\w\-./])(?:(?:vault|bao)\s(?:operator\sunseal|login|unwrap)(?:\s-[\w\-=]{1,40}){0,4}|aws\sconfigure\sset\s(?:[\w\-.]{1,40}\.)?aws_(?:secret_access_key|session_token|access_key_id))\s{1,2}["']?([^\s"'\-=][^\s"'=]{7,300}={0,2})/dg,
		isSecret: isOpaque,
	},
	{
		kind: 'SECRET',
		needs: ['from-literal'],
		pattern: /--from-literal[ =]["']?[\w\-.]{1,80}=([^\s"']{1,512})/dg,
		isSecret: isPassword,
	},
	{
		kind: 'SECRET',
		needs: ['secret', 'SecretString', 'secret-string', 'variable set', 'put-parameter', 'config:set', '--value', '--secret-string'],
		pattern: /(?<![\w\-./])(?:(?:gh|glab)\s(?:secret|variable)\sset\s[\w\-.]{1,80}\s(?:[^\n\r&;|]{0,80}?\s)?(?:--body|-b|--value|-v)|az\skeyvault\ssecret\sset\s[^\n\r&;|]{0,160}?--value|aws\ssecretsmanager\s[\w-]{1,40}\s[^\n\r&;|]{0,200}?--secret-string|aws\sssm\sput-parameter\s[^\n\r&;|]{0,200}?--value|wrangler\ssecret\sput\s[\w\-.]{1,80}\s--value)[ =]["']?([^\s"']{3,512})/dg,
		isSecret: isPassword,
	},
	{
		kind: 'PASSWORD',
		needs: ['net use', 'NET USE', 'net user', 'NET USER'],
		pattern: /\bnet\s(?:use\s(?:\S{1,120}\s){1,2}(?:\/user:\S{1,80}\s)?|user\s[\w$\-.]{1,60}\s)([^\s"'*/]{4,128})/dgi,
		isSecret: isPassword,
	},
	{
		kind: 'PASSWORD',
		needs: ['usermod', 'useradd', 'mksmbpasswd', 'ConvertTo-SecureString', 'machine '],
		pattern: /(?:\bConvertTo-SecureString\s(?:-String\s)?["']([^\n"']{1,200})["']|\b(?:useradd|usermod)\s(?:[^\n\r&;|]{0,100}?\s)?(?:-p|--password)\s["']?([^\s"']{3,200})|\bmachine\s\S{1,120}\slogin\s\S{1,120}\spassword\s(\S{1,200}))/dg,
		isSecret: isValue,
	},
]);

function isOpaquePassword(secret: string, text: string, start: number): boolean {
	return isPassword(secret) && !(isMeasure(secret) && /[Pcp][ =]?$/.test(text.slice(Math.max(0, start - 2), start)) && secret.length < 6);
}
