import {findByPatterns} from './pattern-rules.js';
import {plainWords} from './plain-words.js';
import {
	isMeasure,
	isNameLike,
	isPath,
	isStandIn,
} from './shape.js';
import type {Found, Rule} from './spans.js';

const isValue = (secret: string): boolean => !isStandIn(secret) && !plainWords.has(secret.toLowerCase()) && !secret.startsWith('-');
const isPassword = (secret: string): boolean => isValue(secret) && !isPath(secret);
const isOpaque = (secret: string): boolean => isPassword(secret) && !isMeasure(secret) && !isNameLike(secret);
/** `-p 8080` is a port. */
const isNoPort = (secret: string): boolean => isPassword(secret) && !(isMeasure(secret) && secret.length < 6);

/** An option that takes a secret, of programs that are known. The groups of the pattern are the secret. */
type Command = {
	readonly programs: string;
	readonly option: string;
	readonly isSecret: (secret: string) => boolean;
};

/** A value, in quotes or without. */
const value = String.raw`\\?(?:"([^\n"\\]{1,200})\\?"|'([^\n'\\]{1,200})\\?'|([^\s"&';\\|]{1,200}))`;

const commands: readonly Command[] = [
	{
		// The user stands before the password.
		programs: 'curl wget http https xh httpie aria2c',
		option: String.raw`\s(?:-[A-Za-z]{0,10}[uUa]|--user|--proxy-user|--auth)[ =]?\\?["']?[^\s"':\\/]{0,80}:(?!\/\/)((?:[^\s"'\\]|\\(?!["'nrt])){1,128})`,
		isSecret: isValue,
	},
	{
		programs: 'docker podman nerdctl buildah skopeo crane oras helm az oc cf ibmcloud rancher argocd doctl heroku npm vsce conan jf jfrog boundary acr registry',
		option: String.raw`\s(?:login|logon|add)\s(?:[^\n\r|;&]{0,120}?\s)?(?:-p|--password|--passwd|--secret|--apikey)[ =]?(?![ =-])${value}`,
		isSecret: isPassword,
	},
	{
		programs: 'mysql mysqldump mysqladmin mysqlimport mysqlsh mariadb mariadb-dump mariadb-admin sshpass mongo mongosh mongodump mongorestore mongoexport mycli',
		option: String.raw`\s-p ?(?![ =-])${value}`,
		isSecret: isNoPort,
	},
	{
		programs: 'redis-cli valkey-cli keydb-cli redis-benchmark',
		option: String.raw`\s(?:-a|--pass|[aA][uU][tT][hH](?:\s\w{1,30}(?=\s[^\s-]))?)[ =]${value}`,
		isSecret: isValue,
	},
	{
		programs: 'ldapsearch ldapadd ldapmodify ldapdelete ldapwhoami ldappasswd ipmitool sqlcmd bcp isql osql rdesktop beeline impala-shell snmpwalk snmpget snmpbulkwalk xfreerdp wfreerdp',
		option: String.raw`\s(?:-w|-P|-p|-c|-A|-X|\/p:)[ =]?(?![ =-])${value}`,
		isSecret: isNoPort,
	},
	{
		programs: 'smbclient rpcclient smbmap winexe net',
		option: String.raw`\s-U\s?["']?[\w\\.@-]{1,64}%([^\s"']{1,128})`,
		isSecret: isValue,
	},
	{
		programs: 'net',
		option: String.raw`\s(?:use\s(?:\S{1,120}\s){1,2}(?:\/user:\S{1,80}\s)?|user\s[\w.$-]{1,60}\s)([^\s/*"']{4,128})`,
		isSecret: isPassword,
	},
	{
		programs: 'sqlplus expdp impdp exp imp sqlldr rman',
		option: String.raw`\s["']?[\w$#]{1,40}\/"?([^\s"'@/]{3,64})"?(?=@)`,
		isSecret: isValue,
	},
	{
		programs: 'rabbitmqctl',
		option: String.raw`\s(?:add_user|change_password|authenticate_user)\s{1,2}["']?[\w.@-]{1,60}["']?\s{1,2}["']?([^\s"']{3,128})`,
		isSecret: isPassword,
	},
	{
		programs: 'htpasswd',
		option: String.raw`\s-[A-Za-z]{0,8}b[A-Za-z]{0,8}\s{1,2}(?:\S{1,120}\s{1,2})?[\w.@-]{1,60}\s{1,2}["']?([^\s"']{3,128})`,
		isSecret: isPassword,
	},
	{
		programs: 'vault bao',
		option: String.raw`\s(?:operator\sunseal|login|unwrap)(?:\s-[\w=-]{1,40}){0,4}\s{1,2}["']?([^\s"'=-][^\s"'=]{7,300}={0,2})`,
		isSecret: isOpaque,
	},
	{
		programs: 'aws',
		option: String.raw`\sconfigure\sset\s(?:[\w.-]{1,40}\.)?aws_(?:secret_access_key|session_token|access_key_id)\s{1,2}["']?([^\s"']{8,2000})`,
		isSecret: isValue,
	},
	{
		programs: 'gh glab az aws wrangler gcloud',
		option: String.raw`\s(?:secret|variable|keyvault|secretsmanager|ssm|secrets)\s(?:[^\n\r|;&]{0,160}?\s)?(?:--body|-b|--value|--secret-string)[ =]${value}`,
		isSecret: isPassword,
	},
	{
		programs: 'useradd usermod',
		option: String.raw`\s(?:-p|--password)\s["']?([^\s"']{3,200})`,
		isSecret: isValue,
	},
	{
		programs: 'ConvertTo-SecureString',
		option: String.raw`\s(?:-String\s)?["']([^"'\n]{1,200})["']`,
		isSecret: isValue,
	},
];

type Option = {readonly pattern: RegExp; readonly isSecret: (secret: string) => boolean};

const options = new Map<string, readonly Option[]>();
for (const {programs, option, isSecret} of commands) {
	const known = {pattern: new RegExp(option, 'dg'), isSecret};
	for (const program of programs.split(' ')) {
		options.set(program, [...options.get(program) ?? [], known]);
	}
}

const programPattern = new RegExp(String.raw`(?<![\w.-])(?:${[...options.keys()].toSorted((a, b) => b.length - a.length).join('|')})(?=\s)`, 'g');
const maxCommandLength = 400;

/** Options of known programs. A command ends where the next one begins, so that each part of the text is looked at once. */
const findOptions: Rule = (text, found: Found) => {
	const starts = Array.from(text.matchAll(programPattern), match => ({from: match.index + match[0].length, program: match[0], index: match.index}));
	for (const [position, {from, program}] of starts.entries()) {
		const end = Math.min(starts[position + 1]?.index ?? text.length, from + maxCommandLength);
		const command = text.slice(from, end);
		for (const {pattern, isSecret} of options.get(program)!) {
			for (const match of command.matchAll(pattern)) {
				for (const group of match.indices!.slice(1)) {
					const [start, stop] = group ?? [0, 0];
					if (start < stop && isSecret(command.slice(start, stop))) {
						found('PASSWORD', from + start, from + stop);
					}
				}
			}
		}
	}
};

/** Options and words that take a secret, whatever the program. */
const findFlags = findByPatterns([
	{
		kind: 'PASSWORD',
		needs: ['pass', 'PASS', 'secret', 'token', 'key', 'pwd', 'credential'],
		pattern: new RegExp(String.raw`(?<![\w-])--?(?:[a-z]{1,20}[-_]){0,3}(?:password|passwd|passphrase|pass|pwd|secret|token|api-?key|secret-?key|access-?key|auth-?key|storage-?key|account-?key|client-?secret|credential|community)\d?[\t ]{1,3}(?!-)${value}`, 'dgi'),
		isSecret: (secret, text, start) => isNoPort(secret) && (/pass/i.test(text.slice(Math.max(0, start - 24), start)) || !isNameLike(secret)),
	},
	{
		// Redis itself: `AUTH x`, `AUTH user x`, as commands are logged, with or without quotes.
		kind: 'PASSWORD',
		needs: ['AUTH', '"auth"', '"hello"', 'HELLO'],
		pattern: /(?<![\w\-./])["']?(?:AUTH|auth(?="))["']?\s{1,2}(?:["']?[\w\-.]{1,40}["']?\s(?=["']?\S))?(?:"([^\n"]{3,200})"|'([^\n']{3,200})'|([^\s"'),:;]{4,200}))/dg,
		isSecret: (secret, text, start) => isPassword(secret) && !isMeasure(secret) && (/\d|\W/.test(secret) ? !isNameLike(secret) : text[start - 1] === '"' || (text.startsWith('AUTH ') && text.length === start + secret.length)) && !/^[A-Z]{2,}$/.test(secret),
	},
	{
		kind: 'PASSWORD',
		needs: ['requirepass', 'masterauth', 'auth-pass'],
		pattern: /\b(?:requirepass|masterauth|auth-pass\s{1,2}[\w\-.]{1,60})["']?\s{1,3}\\?["']?([^\s"'\\]{3,200})/dgi,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['pass:'],
		pattern: /(?<![\w-])-?(?:pass(?:in|out)?|-pass(?:in|out))[ =]["']?pass:([^\s"']{1,128})/dg,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['pass'],
		pattern: /(?<![\w-])-(?:storepass|keypass|srcstorepass|deststorepass|destkeypass|srckeypass)\s{1,2}["']?([^\s"']{3,128})/dg,
		isSecret: isPassword,
	},
	{
		kind: 'SECRET',
		needs: ['from-literal'],
		pattern: /--from-literal[ =]["']?[\w\-.]{1,80}=([^\s"']{1,512})/dg,
		isSecret: isPassword,
	},
	{
		// Told to a program through a pipe; the program says what it is.
		kind: 'PASSWORD',
		needs: ['--password-stdin', 'sudo -S', 'passwd --stdin', 'chpasswd', '--with-token'],
		pattern: /\b(?:echo|printf)\s(?:-n\s|-e\s|["']?%s(?:\\n)?["']?\s)?(?:"([^\n"|]{1,128})"|'([^\n'|]{1,128})'|([^\s"'|]{1,128}))\s{0,2}\|\s{0,2}(?:sudo\s)?[^\n|]{0,80}?(?:--password-stdin|sudo -S|-S |passwd --stdin|chpasswd|--with-token)/dg,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['machine '],
		pattern: /\bmachine\s\S{1,120}\slogin\s\S{1,120}\spassword\s(\S{1,200})/dg,
		isSecret: isValue,
	},
]);

/** Secrets on command lines. */
export const findInCommands: Rule = (text, found) => {
	findOptions(text, found);
	findFlags(text, found);
};
