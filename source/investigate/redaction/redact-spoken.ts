const spokenPattern = /(?<![\w-])(password|passwd|passphrase|passcode|api[ \-_]?key|token)((?: is| was)?[\t ]{1,3}["'`]?)((?=[!#$%&*+\-.?@a-z^_~]{0,60}\d)(?=[\d!#$%&*+\-.?@^_~]{0,60}[a-z])[\w!#$%&*+\-.?@^~]{6,200})/gi;
const notSpoken = /^(?:sha|md5|bcrypt|argon|scrypt|pbkdf|v\d|\d+(?:ms|s|min|h)\b|https?)/i;

/** `password is hunter2`, `with api key 'abc123'`: no sign between, so that the value must look like a secret by itself. */
export const replaceSpoken = (text: string, replace: (kind: string, value: string) => string): string => text.replaceAll(spokenPattern, (whole: string, key: string, between: string, value: string) => {
	const isToken = key.toLowerCase() === 'token';
	const isHidden = isToken ? value.length >= 16 && /[a-z]/.test(value) && /[A-Z]/.test(value) : !notSpoken.test(value);
	const kind = isToken ? 'TOKEN' : (key.toLowerCase().startsWith('pass') ? 'PASSWORD' : 'API_KEY');
	return isHidden ? key + between + replace(kind, value) : whole;
});
