import {join, type Maker} from './make.js';

/** What must not be seen, and a line that holds it. */
export type Planted = readonly [secret: string, line: string];
export type SecretKind = readonly [kind: string, make: (maker: Maker) => Planted];

const around = (maker: Maker, secret: string): Planted => [secret, maker.pick([
	(value: string) => `request failed with ${value}`,
	(value: string) => `{"level":"error","detail":"${value}"}`,
	(value: string) => `${maker.time()} WARN auth: rejected ${value}, retrying`,
	(value: string) => `config.value=${value}`,
])(secret)];

/** A vendor's token: its beginning in two parts. */
const vendor = (name: string, first: string, second: string, rest: (maker: Maker) => string): SecretKind => [`token: ${name}`, maker => around(maker, join(first, second, rest(maker)))];

const vendors: readonly SecretKind[] = [
	vendor('AWS key id', 'AK', 'IA', m => m.upperDigits(16)),
	vendor('AWS temporary key id', 'AS', 'IA', m => m.upperDigits(16)),
	vendor('GitHub', 'gh', 'p_', m => m.mixed(36)),
	vendor('GitHub app', 'gh', 's_', m => m.mixed(36)),
	vendor('GitHub fine-grained', 'github', '_pat_', m => `${m.mixed(22)}_${m.mixed(59)}`),
	vendor('GitLab', 'gl', 'pat-', m => m.url64(20)),
	vendor('GitLab runner', 'gl', 'rt-', m => m.url64(20)),
	vendor('Bitbucket', 'AT', 'BB', m => m.mixed(32)),
	vendor('Atlassian', 'ATA', 'TT3', m => `${m.url64(180)}=${m.upperDigits(8)}`),
	vendor('Slack bot', 'xo', 'xb-', m => `${m.digits(12)}-${m.digits(12)}-${m.mixed(24)}`),
	vendor('Slack app', 'xa', 'pp-', m => `1-${m.upperDigits(11)}-${m.digits(13)}-${m.hex(64)}`),
	vendor('Stripe', 'sk', '_live_', m => m.mixed(24)),
	vendor('Stripe webhook', 'wh', 'sec_', m => m.mixed(32)),
	vendor('Square', 'sq0', 'atp-', m => m.url64(22)),
	vendor('Shopify', 'shp', 'at_', m => m.hex(32)),
	vendor('Razorpay', 'rzp', '_live_', m => m.mixed(14)),
	vendor('Flutterwave', 'FLW', 'SECK_TEST-', m => `${m.hex(32)}-X`),
	vendor('Plaid', 'access', '-sandbox-', m => m.uuid()),
	vendor('EasyPost', 'EZ', 'AK', m => m.mixed(54)),
	vendor('Shippo', 'shippo', '_live_', m => m.hex(40)),
	vendor('Duffel', 'duffel', '_live_', m => m.url64(43)),
	vendor('Anthropic', 'sk', '-ant-api03-', m => m.url64(90)),
	vendor('OpenAI', 'sk', '-proj-', m => m.url64(60)),
	vendor('OpenRouter', 'sk', '-or-v1-', m => m.hex(64)),
	vendor('Hugging Face', 'h', 'f_', m => m.mixed(34)),
	vendor('Replicate', 'r', '8_', m => m.mixed(37)),
	vendor('Groq', 'g', 'sk_', m => m.mixed(52)),
	vendor('Perplexity', 'pp', 'lx-', m => m.mixed(48)),
	vendor('Pinecone', 'pc', 'sk_', m => `${m.mixed(6)}_${m.mixed(60)}`),
	vendor('LangSmith', 'lsv2', '_pt_', m => `${m.hex(32)}_${m.hex(10)}`),
	vendor('Google key', 'AI', 'za', m => m.url64(35)),
	vendor('Google OAuth', 'ya', '29.', m => m.url64(80)),
	vendor('Google refresh', '1/', '/0', m => m.url64(60)),
	vendor('Google client secret', 'GOC', 'SPX-', m => m.url64(28)),
	vendor('npm', 'np', 'm_', m => m.mixed(36)),
	vendor('PyPI', 'pypi', '-AgEIcHlwaS5vcmc', m => m.url64(80)),
	vendor('RubyGems', 'ruby', 'gems_', m => m.hex(48)),
	vendor('NuGet', 'oy', '2', m => m.lowerDigits(43)),
	vendor('crates.io', 'ci', 'o', m => m.mixed(32)),
	vendor('Docker Hub', 'dckr', '_pat_', m => m.url64(27)),
	vendor('JFrog', 'AK', 'Cp', m => m.mixed(69)),
	vendor('DigitalOcean', 'dop', '_v1_', m => m.hex(64)),
	vendor('Netlify', 'nf', 'p_', m => m.mixed(40)),
	vendor('Fly.io', 'fm', '2_', m => m.base64(120)),
	vendor('Pulumi', 'pu', 'l-', m => m.hex(40)),
	vendor('Databricks', 'da', 'pi', m => m.hex(32)),
	vendor('PlanetScale', 'pscale', '_tkn_', m => m.url64(43)),
	vendor('Supabase', 'sb', 'p_', m => m.hex(40)),
	vendor('Alibaba', 'LT', 'AI', m => m.mixed(20)),
	vendor('Vault', 'hv', 's.', m => m.mixed(24)),
	vendor('Vault batch', 'hv', 'b.', m => m.url64(140)),
	vendor('Doppler', 'dp', '.pt.', m => m.mixed(43)),
	vendor('age', 'AGE-SEC', 'RET-KEY-1', m => m.upperDigits(58)),
	vendor('Tailscale', 'ts', 'key-auth-', m => `${m.mixed(12)}-${m.mixed(32)}`),
	vendor('Grafana service account', 'gl', 'sa_', m => `${m.mixed(32)}_${m.hex(8)}`),
	vendor('Grafana Cloud', 'gl', 'c_', m => m.mixed(90)),
	vendor('Sentry', 'sn', 'tryu_', m => m.hex(64)),
	vendor('New Relic', 'NR', 'AK-', m => m.upperDigits(27)),
	vendor('Dynatrace', 'dt0', 'c01.', m => `${m.upperDigits(24)}.${m.upperDigits(64)}`),
	vendor('Honeycomb', 'hc', 'aik_', m => m.lowerDigits(58)),
	vendor('SonarQube', 'sq', 'u_', m => m.hex(40)),
	vendor('CircleCI', 'CCI', 'PAT_', m => `${m.mixed(22)}_${m.hex(40)}`),
	vendor('Buildkite', 'bk', 'ua_', m => m.hex(40)),
	vendor('Figma', 'fi', 'gd_', m => m.url64(40)),
	vendor('Notion', 'nt', 'n_', m => m.mixed(46)),
	vendor('Linear', 'lin', '_api_', m => m.mixed(40)),
	vendor('Postman', 'PM', 'AK-', m => `${m.hex(24)}-${m.hex(34)}`),
	vendor('HubSpot', 'pat', '-na1-', m => m.uuid()),
	vendor('Airtable', 'pa', 't', m => `${m.mixed(14)}.${m.hex(64)}`),
	vendor('Adafruit', 'ai', 'o_', m => m.mixed(28)),
	vendor('Contentful', 'CF', 'PAT-', m => m.url64(43)),
	vendor('ReadMe', 'rd', 'me_', m => m.lowerDigits(70)),
	vendor('SendGrid', 'S', 'G.', m => `${m.url64(22)}.${m.url64(43)}`),
	vendor('Mailgun', 'ke', 'y-', m => m.hex(32)),
	vendor('Mailchimp', '', '', m => `${m.hex(32)}-us${m.int(1, 21)}`),
	vendor('Brevo', 'xkey', 'sib-', m => `${m.hex(64)}-${m.mixed(16)}`),
	vendor('Resend', 're', '_', m => `${m.mixed(8)}_${m.mixed(24)}`),
	vendor('Twilio', 'S', 'K', m => m.hex(32)),
	vendor('Telegram', '', '', m => `${m.digits(10)}:AA${m.url64(33)}`),
	vendor('Discord', 'M', 'T', m => `${m.mixed(24)}.${m.mixed(6)}.${m.url64(38)}`),
	vendor('Entra ID', '', '', m => `${m.mixed(3)}8Q~${m.url64(34)}`),
	vendor('Terraform Cloud', '', '', m => `${m.mixed(14)}.atlasv1.${m.url64(67)}`),
	vendor('1Password', 'ops', '_eyJ', m => m.base64(300)),
	vendor('JWT', 'eyJ', 'hbGciOiJIUzI1NiJ9.', m => `${m.toBase64(JSON.stringify({sub: m.digits(8)})).replace(/=+$/, '')}.${m.url64(43)}`),
	vendor('bcrypt', '$2', 'b$12$', m => m.mixed(53)),
	vendor('Argon2', '$argon', '2id$v=19$m=65536,t=3,p=4$', m => `${m.mixed(22)}$${m.mixed(43)}`),
	vendor('sha512crypt', '$6', '$rounds=5000$', m => `${m.mixed(16)}$${m.mixed(86)}`),
	vendor('PASETO', 'v4', '.local.', m => m.url64(120)),
];

const keyed = (kind: string, forms: ReadonlyArray<(secret: string, maker: Maker) => string>, secret: (maker: Maker) => string = maker => maker.password()): SecretKind => [kind, maker => {
	const value = secret(maker);
	return [value, maker.pick(forms)(value, maker)];
}];

const token = (maker: Maker): string => maker.mixed(maker.int(20, 40));

const keys: readonly SecretKind[] = [
	keyed('password=', [v => `login password=${v} user=jane`, v => `DB_PASSWORD=${v}`, v => `spring.datasource.password=${v}`, v => `db_pw=${v} db_user=shop`, v => `rootPw: ${v}`, v => `PGPASSWORD=${v} psql -h db`, v => `MYSQL_PWD=${v} mysqldump`]),
	keyed('password in JSON', [v => JSON.stringify({user: 'jane', password: v}), v => JSON.stringify({msg: JSON.stringify({passwd: v, n: 1})}), v => JSON.stringify({db: {userPassword: v}})]),
	keyed('password with signs', [v => `password=${v} next=1`, v => `password="${v}" ok`, v => `Password=${v};Timeout=30`, v => JSON.stringify({password: v})], m => `${m.word()}${m.pick(['&', ';', '\'', '^', ')', '%'])}${m.int(10, 99)}${m.word()}`),
	keyed('password with spaces', [v => `Server=db;Password=${v};Timeout=30`, v => `"password":"${v}"`, v => `DB_PASSWORD=${v}`, v => `password: '${v}'`], m => `${m.word()} ${m.word()} ${m.int(10, 99)} ${m.word()}`),
	keyed('YAML password', [v => `password: ${v}`, v => `  db_password: "${v}"`, v => `redis:\n  password: ${v}\n  port: 6379`]),
	keyed('PHP and Ruby pairs', [v => `'password' => '${v}',`, v => `:password=>"${v}"`, v => `$config['db_pass'] = '${v}';`]),
	keyed('struct prints', [v => `Login{user=jane, password=${v}}`, v => `{User:jane Password:${v}}`, v => `Config(host='db', password='${v}')`]),
	keyed('secret=', [v => `client_secret=${v}`, v => `{"clientSecret":"${v}"}`, v => `consumer-secret: ${v}`, v => `APP_SECRET=${v}`], token),
	keyed('secret_id=', [v => `role_id=abc secret_id=${v}`, v => `{"secret_id":"${v}"}`], m => m.uuid()),
	keyed('api key', [v => `x-api-key: ${v}`, v => `{"apiKey":"${v}"}`, v => `APIKEY=${v}`, v => `apikey = ${v}`, v => `datadog.api_key: ${v}`], m => m.hex(32)),
	keyed('storage key', [v => `AZURE_STORAGE_KEY=${v}`, v => `storageKey: ${v}`, v => `AccountKey=${v};EndpointSuffix=core.windows.net`], m => `${m.mixed(86)}==`),
	keyed('AWS secret key', [v => `aws_secret_access_key = ${v}`, v => `{"SecretAccessKey":"${v}"}`], m => m.mixed(40)),
	keyed('encryption key', [v => `ENCRYPTION_KEY=${v}`, v => `signing_key: ${v}`, v => `secret_key_base: ${v}`], m => m.hex(64)),
	keyed('token=', [v => `access_token=${v}`, v => `{"refreshToken":"${v}"}`, v => `csrf_token: "${v}"`, v => `X-Vault-Token: ${v}`], token),
	keyed('authorization', [v => `Authorization: Bearer ${v}`, v => `{"authorization":"Bearer ${v}"}`, v => `authorization=Token ${v}`, v => `-H 'Authorization: ApiKey ${v}'`], token),
	keyed('basic', [v => `Authorization: Basic ${v}`, v => `{"Authorization":"Basic ${v}"}`], m => m.toBase64(`scrape:${m.password()}`)),
	keyed('cookie', [v => `Cookie: theme=dark; sid=${v}`, v => `set-cookie: session=${v}; Path=/`, v => JSON.stringify({headers: {Cookie: `sid=${v}`}})], m => m.hex(32)),
	keyed('session', [v => `session_id=${v}`, v => `JSESSIONID=${v}`, v => `{"sessionKey":"${v}"}`], m => m.upperDigits(24)),
	keyed('signature', [v => `GET /f?X-Amz-Signature=${v}&x=1`, v => `sig=${v}`, v => `X-Hub-Signature: ${v}`], m => m.hex(64)),
	keyed('docker config', [v => `{"auths":{"r.example.com":{"auth":"${v}"}}}`, v => `.dockerconfigjson: ${v}`], m => m.toBase64(`bot:${m.password()}`)),
	keyed('PIN and OTP', [v => `pin=${v}`, v => `{"otp":"${v}"}`, v => `mfa_code: ${v}`, v => `cvv=${v}`], m => m.digits(4)),
	keyed('phone field', [v => `{"phone":"${v}"}`, v => `mobile=${v}`], m => m.digits(10)),
	keyed('JWT secret', [v => `JWT_SECRET=${v}`, v => `jwt.secret: ${v}`]),
	keyed('htpasswd hash', [v => `admin:${v}`], m => join('$apr', '1$', m.mixed(8), '$', m.mixed(22))),
];

const structured: readonly SecretKind[] = [
	keyed('name and value in JSON', [v => `{"name":"DB_PASSWORD","value":"${v}"}`, v => `{"value":"${v}","name":"API_SECRET"}`, v => `[{"key":"smtp.password","value":"${v}"}]`, v => JSON.stringify({msg: JSON.stringify({name: 'DB_PASSWORD', value: v})}), v => `{"Name": "REDIS_PASSWORD", "Value": "${v}"}`]),
	keyed('name and value in YAML', [v => `- name: DB_PASSWORD\n  value: ${v}`, v => `- name: SMTP_PASSWORD\n  value: "${v}"`, v => `env: - name: DB_PASSWORD value: ${v}`]),
	keyed('name and value in XML', [v => `<entry key="db.password">${v}</entry>`, v => `<property name="password" value="${v}"/>`, v => `<name>DB_PASSWORD</name><value>${v}</value>`, v => `<add key="ApiSecret" value="${v}" />`, v => `<ns:Password>${v}</ns:Password>`], m => m.mixed(12)),
	keyed('pair of strings', [v => `["X-Api-Key", "${v}"]`, v => `('password', '${v}')`, v => `headers=[["authorization","Bearer ${v}"]]`], token),
];

const urls: readonly SecretKind[] = [
	keyed('database address', [v => `dial postgres://shop:${v}@db:5432/shop failed`, v => `redis://:${v}@cache:6379/0`, v => `mongodb+srv://app:${v}@c0.example.net/db`], m => m.mixed(12)),
	keyed('escaped address', [v => String.raw`{"url":"amqp:\/\/guest:${v}@rabbit:5672"}`, v => `url=amqp%3A%2F%2Fguest%3A${v}%40rabbit`], m => m.mixed(12)),
	keyed('key as user', [v => `GET https://${v}:@api.example.com/v1 401`, v => `dsn=https://${v}@sentry.example.com/42`], m => m.hex(32)),
	keyed('key in query', [v => `GET /maps?key=${v}&x=1`, v => `https://api.example.com/v1?q=a&api_key=${v}`, v => `/stream?access_token=${v}`], m => m.mixed(32)),
	keyed('OAuth code', [v => `GET /callback?code=${v}&state=x 302`, v => `code_verifier=${v}`, v => `grant_type=x&code=${v}`], m => m.url64(43)),
	keyed('link of one use', [v => `GET /reset-password/${v} 200`, v => `/auth/verify/${v}`, v => `https://example.com/invite/${v}`, v => `/magic-link/${v}`], m => m.url64(32)),
	keyed('Telegram address', [v => `POST https://api.telegram.org/bot${v}/sendMessage 400`], m => `${m.digits(9)}:${m.url64(35)}`),
	keyed('Slack webhook', [v => `POST https://hooks.slack.com/services/${v} 404`], m => `T${m.upperDigits(8)}/B${m.upperDigits(8)}/${m.mixed(24)}`),
	keyed('Discord webhook', [v => `https://discord.com/api/webhooks/${v} 404`], m => `${m.digits(18)}/${m.url64(60)}`),
	keyed('Azure SAS', [v => `https://x.blob.core.windows.net/c?sv=2022-11-02&sig=${v}&se=2026`], m => `${m.mixed(43)}%3D`),
];

const commands: readonly SecretKind[] = [
	keyed('login of registries', [v => `docker login -u bot -p ${v} registry.example.com`, v => `az login --service-principal -u app -p ${v} --tenant t`, v => `podman login r.example.com -p ${v}`, v => `helm registry login -u a --password ${v} r`]),
	keyed('curl', [v => `curl -u admin:${v} https://example.com`, v => `curl -sSfLu admin:${v} https://example.com`, v => `curl --user "admin:${v}" https://example.com`, v => `ran: curl -s -X POST -u admin:${v} http://x`]),
	keyed('database clients', [v => `mysql -uroot -p${v} shop`, v => `redis-cli -h cache -a ${v} ping`, v => `sshpass -p ${v} ssh host`, v => `mongosh --host db -u a -p ${v}`]),
	keyed('flags', [v => `app --password ${v} --host db`, v => `app --db-password=${v}`, v => `tool --client-secret ${v}`, v => `consul -token=${v}`, v => `restic --passphrase "${v}"`], m => m.mixed(14)),
	keyed('openssl and keytool', [v => `openssl rsa -passin pass:${v} -in k.pem`, v => `keytool -list -storepass ${v} -keystore k`]),
	keyed('piped', [v => `echo ${v} | docker login --password-stdin`, v => `echo "${v}" | sudo -S systemctl restart x`], m => m.mixed(12)),
	keyed('LDAP and IPMI', [v => `ldapsearch -x -D cn=admin -w ${v} -b dc=x`, v => `ipmitool -H bmc -U admin -P ${v} power status`, v => `sqlcmd -S db -U sa -P ${v}`], m => m.mixed(12)),
	keyed('kubectl secret', [v => `kubectl create secret generic db --from-literal=pw=${v}`, v => `kubectl create secret generic x --from-literal=conn=${v} -n shop`], m => m.mixed(14)),
	keyed('Redis AUTH', [v => `AUTH ${v}`, v => `1700000000.1 [0 10.0.0.1:5] "AUTH" "${v}"`, v => `requirepass ${v}`, v => `masterauth ${v}`], m => m.mixed(12)),
	keyed('Oracle', [v => `sqlplus system/${v}@orcl`, v => `expdp app/${v}@db dumpfile=x`], m => m.mixed(10)),
];

const sql: readonly SecretKind[] = [
	keyed('IDENTIFIED BY', [v => `CREATE USER 'shop'@'%' IDENTIFIED BY '${v}'`, v => `ALTER USER shop IDENTIFIED WITH mysql_native_password BY '${v}';`, v => `alter user shop identified by "${v}"`]),
	keyed('PASSWORD in SQL', [v => `ALTER ROLE shop WITH LOGIN PASSWORD '${v}'`, v => `SET PASSWORD FOR 'a'@'%' = PASSWORD('${v}')`, v => `UPDATE users SET password = '${v}' WHERE id=3`]),
	keyed('INSERT', [v => `INSERT INTO users (email,password) VALUES ('a','${v}')`, v => `insert into accounts (id, name, api_secret) values (1, 'x', '${v}'), (2, 'y', 'z9z9z9z9')`, v => `INSERT INTO "users" ("id","password_hash") VALUES (1,'${v}')`]),
];

const prose: readonly SecretKind[] = [
	keyed('spoken password', [v => `login failed with password ${v}`, v => `the password is '${v}'`, v => `password for jane was reset to ${v}`], m => `${m.word()}${m.int(100, 999)}`),
	keyed('unseal key', [v => `Unseal Key 1: ${v}`, v => `Recovery Key 3: ${v}`], m => `${m.mixed(43)}=`),
	keyed('one-time code', [v => `Your verification code is ${v}`, v => `sent OTP ${v} to user`, v => `${v} is your login code`, v => `2FA code: ${v}`, v => `Your Acme code: ${v}. Do not share it.`], m => m.digits(6)),
];

const people: readonly SecretKind[] = [
	keyed('mail', [v => `charge failed for ${v}: declined`, v => `{"user":"${v}"}`, v => `GET /u?m=${v.replace('@', '%40')}`.replace('%40', '@')], m => `${m.word()}.${m.word()}@example.${m.pick(['com', 'org', 'co.uk'])}`),
	keyed('mail at a local domain', [v => `mail to ${v} bounced`, v => `from=<${v}> rejected`, v => `email=${v}`], m => `${m.word()}@${m.pick(['corp', 'mail', 'office'])}.${m.pick(['local', 'lan', 'internal'])}`),
	keyed('phone', [v => `sms to ${v} failed`, v => `called ${v} twice`], m => m.pick([`+49 ${m.digits(3)} ${m.digits(7)}`, `+1 415-555-${m.digits(4)}`, `+49${m.digits(10)}`, `+44 20 7946 0${m.digits(3)}`, `(415) 555-${m.digits(4)}`])),
	keyed('card', [v => `card ${v} declined`, v => `{"pan":"${v}"}`, v => `payment with ${v.replaceAll(/(\d{4})(?=\d)/g, '$1')} refused`], m => m.card()),
	keyed('card in groups', [v => `refused ${v}`], m => m.card().replaceAll(/(\d{4})(?=\d)/g, '$1 ')),
	keyed('IBAN', [v => `payout to ${v} failed`, v => `iban=${v}`], m => m.iban()),
	keyed('SSN', [v => `applicant ssn ${v} not found`, v => `{"ssn":"${v}"}`], m => `${m.int(100, 660)}-${m.int(10, 99)}-${m.int(1000, 9999)}`),
];

export const secretKinds: readonly SecretKind[] = [...vendors, ...keys, ...structured, ...urls, ...commands, ...sql, ...prose, ...people];
