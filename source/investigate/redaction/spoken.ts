import {findByPatterns} from './pattern-rules.js';
import {isNameLike, isStandIn, looksRandom} from './shape.js';

const notSpoken = /^(?:sha|md5|bcrypt|argon|scrypt|pbkdf|v\d|\d+(?:ms|s|min|h)\b|https?|utf|base64|aes|rsa|tls|oauth|rfc|\d{1,4}-|\w{1,20}=)/i;
const isPassword = (secret: string): boolean => !notSpoken.test(secret) && !isStandIn(secret) && !/^[a-z]{3,20}-\d{1,4}$/.test(secret) && !/^\d{1,2}(?:st|nd|rd|th)$/.test(secret);

/** `password is hunter2`, `with api key 'abc123'`, `482913 is your code`: no sign between, so that the value must look like a secret by itself. */
export const findSpoken = findByPatterns([
	{
		kind: 'PASSWORD',
		needs: ['pass', 'Pass', 'PASS', 'pwd', 'PIN'],
		pattern: /(?<![\w-])(?:[\da-z]{1,20}_){0,4}(?:password|passwd|passphrase|passcode|pass phrase|pwd)(?: (?:for|of) (?:the |user |account )?["'`]?[\w\-.@]{1,60}["'`]?)?(?: (?:is|was|has been|now))?(?: (?:to|as|now|set to|changed to|reset to|of))?(?::?[\t ]{1,3}| ?(?:→|->|\||=>) ?)["'(=[`]?((?=[!#$%&*+\-.?@a-z^_~]{0,60}\d)(?=[\d!#$%&*+\-.?@^_~]{0,60}[a-z])[\w!#$%&*+\-.?@^~]{6,200})/dgi,
		isSecret: isPassword,
	},
	{
		kind: 'PASSWORD',
		needs: ['pass', 'Pass', 'PASS', 'pwd'],
		pattern: /(?<![\w-])(?:password|passwd|passphrase|passcode|pwd)(?: (?:for|of) (?:the |user |account )?["'`]?[\w\-.@]{1,60}["'`]?)? (?:is|was|(?:was |has been )?(?:set|changed|reset) to|=) ["'`]([^\s"'`]{4,200})["'`]/dgi,
		isSecret: isPassword,
	},
	{
		kind: 'API_KEY',
		needs: ['key', 'Key', 'KEY'],
		pattern: /(?<![\w-])(?:api|access|secret|license|licence|encryption|signing|account|private|master|auth)[ \-_]?key(?: is| was)?[\t ]{1,3}["'`]?((?=[!#$%&*+\-.?@a-z^_~]{0,60}\d)(?=[\d!#$%&*+\-.?@^_~]{0,60}[a-z])[\w!#$%&*+\-./?@^~]{6,200})/dgi,
		isSecret: secret => isPassword(secret) && !isNameLike(secret),
	},
	{
		kind: 'TOKEN',
		needs: ['token', 'Token', 'TOKEN', 'ecret', 'credential'],
		pattern: /(?<![\w-])(?:token|secret|credentials?)(?: is| was)?[\t ]{1,3}["'`]?([\w!#$%&*+\-./=?@^~]{16,512})/dgi,
		isSecret: secret => !notSpoken.test(secret) && !isStandIn(secret) && looksRandom(secret, 16) && /[A-Z]/.test(secret) && /[a-z]/.test(secret) && /\d/.test(secret),
	},
	{
		kind: 'PIN',
		needs: ['ode', 'ODE', 'OTP', 'otp', 'PIN', '2FA', 'MFA'],
		pattern: /(?<![\w-])(?:(?:verification|security|log-?in|sign-?in|one[ -]?time|otp|2fa|mfa|totp|two[ -]factor|auth(?:entication|orization)?|confirmation|access|sms|reset|activation|backup|recovery|your(?: [0-9a-z]{2,20}){0,2}) (?:pass)?(?:code|pin)|otp|one[ -]?time password|mfa token|pin code|tan)(?: (?:is|was|for [\w+\-.<>@]{1,60}(?: is)?|sent|to \S{1,60}|of))?[ "#':=`]{1,4}((?:[a-z]-)?\d{3}[ -]?\d{3,5}|\d{4,8})(?!\w|[-.:]\d)/dgi,
	},
	{
		kind: 'PIN',
		needs: ['code', 'Code', 'OTP', 'otp', 'PIN', 'password'],
		pattern: /(?<![\w\-./:])((?:[a-z]-)?\d{3}[ -]?\d{3}|\d{4,8}) (?:is|as) (?:your|the) (?:[\w-]{1,20} ){0,3}(?:code|otp|pin|password|passcode)\b/dgi,
	},
	{
		kind: 'PIN',
		needs: ['code', 'Code', 'OTP', 'otp', 'PIN'],
		pattern: /(?<![\w-])(?:use|enter|entered|submitted|sent|typed?) (?:the )?(?:code|otp|pin) ["'`]?(\d{3}[ -]?\d{3}|\d{4,8})(?!\w|[-.:]\d)/dgi,
	},
	{
		kind: 'PIN',
		needs: ['PIN', 'ode', 'Use', 'use', 'nter'],
		pattern: /(?<![\w-])(?:PIN|code(?= \d{3}[ -]?\d{3,5} (?:was )?(?:sent|expired|accepted|rejected|entered|used)))[ :]{1,2}(\d{3}[ -]?\d{3,5}|\d{4,8})(?!\w|[-.:]\d)|(?<![\w-])(?:[Uu]se|[Ee]nter) (\d{3}[ -]?\d{3}|\d{4,8}) to (?:log|sign|verify|confirm|complete|finish|authenticate|reset)/dg,
	},
	{
		kind: 'SECRET',
		needs: ['ecret', 'ECRET'],
		pattern: /\b(?:totp|otp|2fa|mfa|authenticator)[ \-_](?:secret|seed|key)(?: is| was)?[ :=]{1,3}["'`]?([2-7a-z]{16,64})\b/dgi,
	},
	{
		kind: 'PASSWORD',
		needs: ['assword'],
		// As Google gives them to programs.
		pattern: /\bapp(?:lication)?[ \-_]?password(?: is)?[ "':=`]{1,4}([a-z]{4} [a-z]{4} [a-z]{4} [a-z]{4})\b/dgi,
	},
	{
		kind: 'SESSION',
		needs: ['ession', 'ESSION'],
		pattern: /(?<![\w-])session[ \-_]?(?:id|key)(?: is| was)? ["'`]?([\w-]{16,128})/dgi,
		isSecret: secret => looksRandom(secret, 16),
	},
	{
		// Shares of a master key, as they are printed once: `Unseal Key 1: ...`, `Recovery Key 2: ...`.
		kind: 'SECRET',
		needs: ['nseal', 'ecovery', 'oot Token', 'root token'],
		pattern: /\b(?:unseal|recovery|initial root|root)[ \-_](?:key|token|share)s?(?: \(\w{1,10}\))?(?: ?\d{1,2})?(?: is)?\s{0,3}[:=]?\s{1,3}["'`]?([\w+\-./=]{20,200})/dgi,
		isSecret: secret => looksRandom(secret, 20),
	},
	{
		// Words of a wallet or a recovery phrase.
		kind: 'SECRET',
		needs: ['nemonic', 'NEMONIC', 'seed', 'SEED', 'Seed', 'ecovery phrase'],
		pattern: /\b(?:mnemonic|seed[ \-_]?(?:phrase|words)|recovery[ \-_]phrase)\b["']?\s{0,3}(?:is|[:=])?\s{0,3}["'`]?((?:[a-z]{3,8} ){11,23}[a-z]{3,8})\b/dgi,
	},
]);
