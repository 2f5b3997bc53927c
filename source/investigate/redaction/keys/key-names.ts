/**
How sure a key is decides what its value must look like:
- `sure`: whatever is assigned to it goes;
- `likely`: other things are called so too (`secret: payments-db`, `pass=17`), so that names, counts, paths and units stay;
- `weak`: the value must look like a machine's secret by itself.
*/
export type Strength = 'sure' | 'likely' | 'weak';

export type KeyKind = {readonly kind: string; readonly strength: Strength};

const words = (list: string): readonly string[] => list.trim().split(/\s+/);
const set = (list: string): ReadonlySet<string> => new Set(words(list));

/** What may follow the word that tells a secret: `password_2`, `newPasswordConfirm`, `api_key_b64`. */
const endings = set('value val text plain plaintext clear cleartext raw str string b64 base64 enc encrypted cipher ciphertext hash hashed md5 sha1 sha256 bcrypt digest old new current previous prev next confirm confirmation confirmed again repeat verify default prod production dev test staging live base field input param parameter env var data content');
/** Endings that make a hash or a count of it elsewhere: of a token or key they say what it is not. */
const onlyOfPasswords = set('text field input param parameter content test dev env var data hash digest md5 sha1 sha256 next prev previous base verify');

const passwordWords = set('password passwd passphrase passcode passwort kennwort motdepasse contrasena contraseña senha wachtwoord parola userpassword psk wpapsk requirepass masterauth sentinelpass userpass dbpass rootpass sshpass smtppass keypass storepass ldappass bindpw rootpw dbpw adminpw userpw ipmipass authpass');
const shortPasswordWords = set('pass pwd pw psw pswd pwrd upass');
const passwordEnds = /(?:password|passwd|passphrase|passcode)$/;
const secretWords = set('secret clientsecret appsecret sharedsecret consumersecret secretkey secretaccesskey dockerconfigjson dockercfg mnemonic');
const tokenWords = set('token jwt accesstoken authtoken refreshtoken idtoken sessiontoken bearertoken bottoken csrftoken xsrftoken usertoken apitoken devicetoken authenticitytoken assertion samlresponse samlrequest relaystate');
/** Tokens by which one reads on, stops, or counts: no secrets. */
const harmlessTokenOf = set('page next prev previous continuation continue cancellation cancel stop pad padding eos bos sep unk mask max min total input output prompt completion cache unexpected invalid bad end start syntax nextpage sync resume cursor scroll special parse parser lexer illegal fencing');
const sureKeysOf = set('api secret private encryption encrypt decryption decrypt signing sign master hmac auth unseal license licence subscription rsa aes cipher crypto sse cmk kek dek symmetric recovery authorization bearer apim ocp personal');
const likelyKeysOf = set('access shared account app application storage service admin server client deploy deployment root session crypt tls ssl ssh jwt jwk webhook consumer write ingest ingestion integration host function functions project maps sas sentry user team org stream device eventhub servicebus cosmos cosmosdb batch search translator openai anthropic stripe sendgrid mailgun twilio datadog newrelic pagerduty opsgenie gemini google cloudflare algolia firebase fcm gcm pusher vapid wireguard wg pre preshared presharedkey peer read rw licensekey cookie salt csrf cert certificate dkim totp otp hash fernet nacl');
const compoundKeys: Readonly<Record<string, string>> = {
	apikey: 'api key', secretkey: 'secret key', accesskey: 'access key', privatekey: 'private key', authkey: 'auth key', appkey: 'app key', accountkey: 'account key', sharedkey: 'shared key', sharedaccesskey: 'shared access key', masterkey: 'master key', signingkey: 'signing key', encryptionkey: 'encryption key', licensekey: 'license key', storagekey: 'storage key', subscriptionkey: 'subscription key', deploykey: 'deploy key', sessionkey: 'session key', presharedkey: 'preshared key', primarykey: 'primary key', publickey: 'public key', secretid: 'secret id', accesskeyid: 'access key id', awssecretkey: 'secret key', awsaccesskey: 'access key',
};
const sessionWords = set('sessionid jsessionid phpsessid sessid sid asid connect.sid sessionkey csrf xsrf csrfmiddlewaretoken');
const pinWords = set('pin cvv cvv2 cvc cvc2 csc otp totp hotp mfa 2fa tfa onetimepassword onetimecode verificationcode pincode');
const codeOf = set('verification otp totp mfa 2fa tfa pin sms security login auth authentication confirmation confirm onetime time activation reset passcode backup recovery signin factor');
const signatureWords = set('signature sig hmac x-amz-signature sas sastoken');
const phoneWords = set('phone mobile telephone msisdn tel cell cellphone phonenumber mobilenumber fax whatsapp telefon handy gsm');
const ssnWords = set('ssn socialsecuritynumber');
const emailWords = set('email mail emailaddress mailaddress recipient rcpt');
const idWords = set('passport passportno passportnumber nationalid nino tin taxid steuerid driverlicense licenceno driverslicense dob birthdate dateofbirth birthday');

const partPattern = /[A-Z]{1,100}(?![a-z])|[A-Z]?[a-z\u{DF}-\u{FF}]{1,100}|\d{1,100}/gu;

/** The words of a key, in lower case: `storageKey`, `STORAGE_KEY`, `storage.key`. Compounds that are written as one word come apart. */
const partsOf = (key: string): readonly string[] => (key.match(partPattern) ?? []).flatMap(part => {
	const lower = part.toLowerCase();
	const compound = Object.hasOwn(compoundKeys, lower) ? compoundKeys[lower] : undefined;
	return compound === undefined ? [lower] : compound.split(' ');
});

const isNumber = (part: string | undefined): boolean => part !== undefined && /^\d{1,3}$/.test(part);

const judge = (parts: readonly string[]): KeyKind | undefined => {
	const last = parts.at(-1) ?? '';
	const before = parts.at(-2) ?? '';
	const two = before + last;
	if (passwordWords.has(last) || passwordEnds.test(last) || two === 'passphrase' || (last === 'passe' && before === 'de') || two === 'passcode' || (two === 'passwd' && before === 'pass')) {
		return {kind: 'PASSWORD', strength: 'sure'};
	}

	if (shortPasswordWords.has(last)) {
		return {kind: 'PASSWORD', strength: 'likely'};
	}

	if (secretWords.has(last) || last.endsWith('secret') || ['credential', 'credentials', 'creds'].includes(last) || two === 'secretid' || two === 'seedphrase' || two === 'recoveryphrase') {
		return {kind: 'SECRET', strength: last === 'secret' && parts.length > 1 && !['k8s', 'kube', 'kubernetes', 'tls', 'pull', 'v', 'volume', 'image'].includes(before) ? 'sure' : 'likely'};
	}

	if (last === 'key' || (last === 'keys' && before === 'api') || (two === 'keyid' && parts.at(-3) === 'access') || (two === 'keydata' && parts.at(-3) === 'client')) {
		return judgeKey(two === 'keyid' ? 'api' : (two === 'keydata' ? 'private' : before), parts.at(-3) ?? '');
	}

	return two === 'keybase' && parts.at(-3) === 'secret' ? {kind: 'SECRET', strength: 'sure'} : judgeOther(parts, last, before, two);
};

const judgeKey = (owner: string, further: string): KeyKind | undefined => {
	if (['public', 'primary', 'foreign', 'pub'].includes(owner)) {
		return owner === 'primary' && ['storage', 'account', 'access', 'cosmos', 'azure'].includes(further) ? {kind: 'SECRET', strength: 'weak'} : undefined;
	}

	if (sureKeysOf.has(owner)) {
		return {kind: ['api', 'auth', 'subscription', 'apim', 'personal'].includes(owner) ? 'API_KEY' : 'SECRET', strength: 'sure'};
	}

	return likelyKeysOf.has(owner) ? {kind: (owner === 'access' || owner === 'app') && further !== 'secret' ? 'API_KEY' : 'SECRET', strength: owner === 'access' || owner === 'account' ? (further === 'secret' ? 'sure' : 'likely') : 'weak'} : undefined;
};

const judgeOther = (parts: readonly string[], last: string, before: string, two: string): KeyKind | undefined => {
	if (last === 'authorization' || two === 'xauth' || last === 'xauth') {
		return {kind: 'TOKEN', strength: 'sure'};
	}

	if ((tokenWords.has(last) || (last.endsWith('token') && last.length < 30)) && !harmlessTokenOf.has(before) && !harmlessTokenOf.has(last.slice(0, -5))) {
		return {kind: 'TOKEN', strength: 'likely'};
	}

	if ((last === 'pat' && parts.length > 1) || two === 'codeverifier' || two === 'clientassertion' || two === 'accesstokenhash' || two === 'idtokenhint' || two === 'devicecode' || two === 'oauthverifier') {
		return {kind: 'TOKEN', strength: 'weak'};
	}

	if (last === 'cookie' || last === 'cookies') {
		return {kind: 'COOKIE', strength: 'weak'};
	}

	if (last === 'session' || sessionWords.has(last) || sessionWords.has(two) || two === 'sesskey') {
		return {kind: 'SESSION', strength: 'weak'};
	}

	if (signatureWords.has(last) || two === 'amzcredential') {
		return {kind: 'SIGNATURE', strength: 'weak'};
	}

	return last === 'auth' ? {kind: 'TOKEN', strength: 'weak'} : judgePersonal(parts, last, before, two);
};

const judgePersonal = (parts: readonly string[], last: string, before: string, two: string): KeyKind | undefined => {
	const isNumbered = ['number', 'no', 'nr', 'num'].includes(last);
	if (phoneWords.has(last) || phoneWords.has(two) || (isNumbered && phoneWords.has(before))) {
		return {kind: 'PHONE', strength: 'weak'};
	}

	if (pinWords.has(last) || pinWords.has(two) || (last === 'code' && codeOf.has(before)) || (last === 'fa' && before === '2')) {
		return {kind: 'PIN', strength: 'weak'};
	}

	if (ssnWords.has(last) || ssnWords.has(two) || parts.join('').startsWith('socialsecurity')) {
		return {kind: 'SSN', strength: 'weak'};
	}

	if (emailWords.has(last) || emailWords.has(two)) {
		return {kind: 'EMAIL', strength: 'weak'};
	}

	return idWords.has(last) || idWords.has(two) || idWords.has(parts.slice(-3).join('')) || (isNumbered && idWords.has(before)) ? {kind: 'PERSONAL_ID', strength: 'weak'} : undefined;
};

const classify = (key: string): KeyKind | undefined => {
	let parts = partsOf(key);
	for (let cut = 0; cut < 3 && parts.length > 0; cut++) {
		const found = judge(parts);
		const dropped = key.length > 0 ? parts.slice(-cut || parts.length) : [];
		if (found) {
			return cut > 0 && found.kind !== 'PASSWORD' && dropped.some(part => onlyOfPasswords.has(part)) ? undefined : found;
		}

		const last = parts.at(-1)!;
		if (!isNumber(last) && !endings.has(last)) {
			return undefined;
		}

		parts = parts.slice(0, -1);
	}

	return undefined;
};

const maxRemembered = 4000;
const maxKeyLength = 100;
const remembered = new Map<string, KeyKind | undefined>();

/** What a key says of its value; undefined where it says nothing. The same keys come again and again: what was found is remembered. */
export const classifyKey = (key: string): KeyKind | undefined => {
	if (key.length > maxKeyLength) {
		return undefined;
	}

	if (remembered.has(key)) {
		return remembered.get(key);
	}

	if (remembered.size >= maxRemembered) {
		remembered.clear();
	}

	const kind = classify(key);
	remembered.set(key, kind);
	return kind;
};
