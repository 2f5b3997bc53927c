import {findByPatterns} from './pattern-rules.js';
import {isNameLike, isStandIn, looksRandom} from './shape.js';

const isValue = (secret: string): boolean => !isStandIn(secret);
/** `https://KEY@host`: names of users stand there too. */
const isKey = (secret: string): boolean => !isStandIn(secret) && looksRandom(secret, 16);
const isToken = (secret: string): boolean => !isStandIn(secret) && !isNameLike(secret) && /\d|[a-z][A-Z]/.test(secret);
/** Counted from a colon: a port is no password. */
const isNoPort = (secret: string): boolean => isValue(secret) && !/^\d{1,5}(?:\/|$)/.test(secret);

/** Secrets in addresses: of users, in queries, in paths. The slashes may be escaped (`amqp:\/\/`), the whole percent-encoded. */
export const findInUrls = findByPatterns([
	{
		kind: 'PASSWORD',
		needs: [':/', String.raw`:\/`],
		// Passwords of databases may hold a slash and an at sign.
		pattern: /(?<![\d+\-.a-z])(?:postgres(?:ql)?|mysql2?|mariadb|rediss?|mongodb(?:\+srv)?|amqps?|clickhouse|mssql|sqlserver|nats|kafka|cockroachdb|cassandra|couchdb|ldaps?|s?ftps?|smtps?|imaps?|ssh)(?:\+[\da-z]{1,16})?:(?:\\?\/){2}[^\s"'/:<>@\\]{0,100}:([^\s"'<>@\\]{1,128}(?:@[^\s"'/<>@\\]{1,64}){0,2})(?=@)/dgi,
		isSecret: isNoPort,
	},
	{
		kind: 'PASSWORD',
		needs: [':/', String.raw`:\/`],
		pattern: /(?<![\d+\-.a-z])[a-z][\d+\-.a-z]{1,20}:(?:\\?\/){2}[^\s"'/:<>?@\\]{1,100}:([^\s"'/<>\\]{1,256})(?=@)/dgi,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: [':/', String.raw`:\/`],
		pattern: /(?<![\d+\-.a-z])[a-z][\d+\-.a-z]{1,20}:(?:\\?\/){2}:([^\s"'/<>\\]{1,256})(?=@)/dgi,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['%3A%2F%2F', '%3a%2f%2f'],
		pattern: /%3a%2f%2f(?:(?!%3a|%40|%2f)[^\s"&'<>]){0,100}%3a((?:(?!%40|%2f)[^\s"&'<>]){1,128})(?=%40)/dgi,
		isSecret: isValue,
	},
	{
		// As Go's driver of MySQL writes it: `user:password@tcp(db:3306)/shop`, `user:password@/shop`.
		kind: 'PASSWORD',
		needs: ['@tcp(', '@unix(', '@/'],
		pattern: /(?<![\w\-./:])[\w\-.]{1,64}:([^\s"'/:@]{1,128})@(?=(?:tcp|unix)\(|\/\w)/dg,
		isSecret: isValue,
	},
	{
		kind: 'TOKEN',
		needs: [':@'],
		// Nothing stands behind a key that is the user.
		pattern: /https?:(?:\\?\/){2}([\w\-.~]{8,255})(?=:@)/dgi,
		isSecret: secret => isValue(secret) && /\d/.test(secret),
	},
	{
		// `https://KEY:@api`, `https://KEY@sentry`.
		kind: 'TOKEN',
		needs: [':/', String.raw`:\/`],
		pattern: /https?:(?:\\?\/){2}([\w\-.~]{12,255}):?(?=@)/dgi,
		isSecret: isKey,
	},
	{
		// `https://KEY:x-oauth-basic@host`, `https://KEY:secret@host`: a key may stand where the user does.
		kind: 'TOKEN',
		needs: [':/', String.raw`:\/`],
		pattern: /https?:(?:\\?\/){2}([\w\-.~]{16,255}):[^\s"'/<>@\\]{1,256}(?=@)/dgi,
		isSecret: isKey,
	},
	{
		kind: 'WEBHOOK',
		needs: ['discord', 'webhook', 'logic.azure'],
		pattern: /https:(?:\\?\/){2}(?:(?:canary\.|ptb\.)?discord(?:app)?\.com\/api\/(?:v\d{1,2}\/)?webhooks|[\w-]{1,80}\.webhook\.office\.com\/webhookb2|outlook\.office\.com\/webhook)\/([\w\-/@]{8,400})/dg,
	},
	{
		kind: 'SLACK_WEBHOOK',
		needs: ['hooks.slack'],
		pattern: /https:(?:\\?\/){2}hooks\.slack(?:-gov)?\.com\\?\/(?:services|workflows|triggers)\\?\/([\w\-/\\]{8,300})/dg,
	},
	{
		kind: 'WEBHOOK',
		needs: ['hooks.zapier.com/', 'maker.ifttt.com/', '/hooks/', 'hook.', 'alerts/', '/webhook', 'qyapi', 'dingtalk', 'feishu', 'larksuite', '/integrations/'],
		pattern: /(?:hooks\.zapier\.com\/hooks\/catch\/\d{1,12}\/|maker\.ifttt\.com\/trigger\/[\w-]{1,80}\/(?:json\/)?with\/key\/|\/hooks\/|hook\.(?:[a-z]{2}\d\.)?(?:make|integromat)\.com\/|(?:open\.feishu\.cn|open\.larksuite\.com)\/open-apis\/bot\/v2\/hook\/|\/webhook(?:s|-test)?\/|\/integrations\/generic\/\d{8}\/alert\/)([\w-]{16,200})(?![\w-])/dg,
		isSecret: isToken,
	},
	{
		kind: 'VENDOR_TOKEN',
		needs: ['/bot'],
		pattern: /\/bot(\d{6,12}:[\w-]{20,60})/dg,
	},
	{
		// A key of a query: its name alone says little, so that the value must be a machine's.
		kind: 'API_KEY',
		needs: ['key=', 'KEY='],
		pattern: /[&;?](?:[\w\-.]{0,20}[-._])?key=([\w%\-.~]{12,512})/dgi,
		isSecret: secret => isValue(secret) && looksRandom(secret, 12),
	},
	{
		kind: 'TOKEN',
		needs: ['code=', 'state=', 'ticket=', 'otp=', 'nonce=', 'hash=', 'auth=', 'verifier=', 'challenge=', 'invite=', 'ott=', 't=', 'k='],
		pattern: /[#&?](?:code|state|ticket|otp|oobCode|verifier|invite|ott|reset|magic|confirmation|activation|auth|hash|t|k|st|ak|rk)=([\w%+\-./~]{4,2048})/dg,
		isSecret: (secret, text, start) => isValue(secret) && (looksRandom(secret, 16) || (/^\d{4,8}$/.test(secret) && /(?:otp|ott|code)=$/.test(text.slice(Math.max(0, start - 5), start)) && /[&?]/.test(text.slice(Math.max(0, start - 7), start)))),
	},
	{
		// Links of one use: `/reset-password/<token>`, `/verify/email/<token>`.
		kind: 'TOKEN',
		needs: ['reset', 'verif', 'confirm', 'activat', 'invit', 'magic', 'unsubscribe', 'recover', 'password', 'login', 'signin', 'token', 'share', 'onetime', 'one-time', 'oauth', 'accept', 'callback', 'sso'],
		pattern: /\/[-a-z_]{0,24}(?:reset|verif(?:y|ication)|confirm(?:ation)?|activat(?:e|ion)|invit(?:e|ation)s?|magic|unsubscribe|recovery?|password|login|signin|sign-in|tokens?|onetime|one-time|accept|sso)[-a-z_]{0,24}(?:\/(?:email|account|password|link|user|confirm|verify|token|accept|new|edit)){0,2}[/=]([\w\-.~]{16,1024})/dgi,
		isSecret: secret => isToken(secret) && looksRandom(secret, 16),
	},
]);
