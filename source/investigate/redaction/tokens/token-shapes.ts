import {Buffer} from 'node:buffer';
import {findByPatterns, type PatternRule} from '../pattern-rules.js';
import {isBasicPair} from '../values.js';

const hasDigit = (text: string): boolean => /\d/.test(text);

const shapes: readonly PatternRule[] = [
	{kind: 'JWT', needs: ['eyJ'], pattern: /(?<![\w-])(eyJ[\w-]{5,8192}\.[\w-]{5,16384}(?:\.[\w-]{0,8192}){0,3})/dg},
	{kind: 'SECRET', needs: ['eyJhdXRocyI6'], pattern: /(?<![\w-])(eyJhdXRocyI6[\w+\-/=]{10,16384})/dg},
	{kind: 'AWS_SECRET', needs: ['AKIA', 'ASIA'], pattern: /(?:AKIA|ASIA)[\dA-Z]{16}[^\dA-Za-z]{1,12}([\d+/A-Za-z]{40})(?![\d+/=A-Za-z])/dg},
	{kind: 'VENDOR_TOKEN', needs: [':AA'], pattern: /(?<!\d)(\d{8,10}:AA[\w-]{32,34}(?![\w-]))/dg},
	// Discord's: an id, a time and a signature in base64.
	{kind: 'VENDOR_TOKEN', needs: ['.'], pattern: /(?<![\w\-.])([MNO][\w-]{23,27}\.[\w-]{6}\.[\w-]{27,40}(?![\w-]))/dg},
	{kind: 'VENDOR_TOKEN', needs: ['pat'], pattern: /(?<![\dA-Za-z])(pat[\dA-Za-z]{14}\.[\da-f]{64}(?![\dA-Za-z]))/dg},
	{kind: 'VENDOR_TOKEN', needs: ['.atlasv1.'], pattern: /(?<![\dA-Za-z])([\dA-Za-z]{14}\.atlasv1\.[\w-]{60,80})/dg},
	// Entra ID's client secrets.
	{kind: 'VENDOR_TOKEN', needs: ['Q~'], pattern: /(?<![\w\-.~])([\w.~]{3}\dQ~[\w\-.~]{31,34}(?![\w\-.~]))/dg},
	{kind: 'VENDOR_TOKEN', needs: ['AZDO'], pattern: /(?<![\dA-Za-z])([\dA-Za-z]{76}AZDO[\dA-Za-z]{4}(?![\dA-Za-z]))/dg},
	{kind: 'VENDOR_TOKEN', needs: ['JQQJ99'], pattern: /(?<![\dA-Za-z])([\dA-Za-z]{52}JQQJ99[\dA-Za-z]{26}(?![\dA-Za-z]))/dg},
	{kind: 'VENDOR_TOKEN', needs: ['-us'], pattern: /(?<![\dA-Za-z])([\da-f]{32}-us\d{1,2}(?![\w-]))/dg},
	{kind: 'VENDOR_TOKEN', needs: ['T3BlbkFJ'], pattern: /(?<![\w-])([\w-]{20,200}T3BlbkFJ[\w-]{20,200})/dg},
	// Bootstrap tokens of kubeadm.
	{kind: 'VENDOR_TOKEN', needs: ['oken', 'OKEN', 'kubeadm'], pattern: /(?<![\w\-.])((?=[a-z]{0,5}\d|[a-z]{6}\.[a-z]{0,15}\d)[\da-z]{6}\.[\da-z]{16}(?![\w\-.]))/dg},
	{kind: 'VENDOR_TOKEN', needs: ['1/', '2/', '0/'], pattern: /(?<![\w\-./:])([012]\/(?:\d{15,17}\/)?\d{13,17}:[\da-f]{32}\b)/dg},
	// Hashes of passwords: crypt(3), bcrypt, Argon2, scrypt, PBKDF2, LDAP.
	{kind: 'PASSWORD_HASH', needs: ['$'], pattern: /(?<![\w$])(\$(?:2[abxy]?\$\d\d\$[\d./A-Za-z]{53}|[1567y]\$(?:rounds=\d{1,9}\$)?[\d$./A-Za-z]{20,150}|apr1\$[\d./A-Za-z]{1,8}\$[\d./A-Za-z]{22}|argon2(?:id?|d)\$[\w$+,\-./=]{20,300}|scrypt\$[\w$+,\-./=]{20,300}|pbkdf2[\w-]{0,16}\$[\w$+,\-./=]{20,300}))/dg},
	{kind: 'PASSWORD_HASH', needs: ['pbkdf2_sha', 'SCRAM-SHA', 'SSHA', '{SHA', '{MD5', '{CRYPT'], pattern: /(?<!\w)(pbkdf2_sha\d{1,3}\$\d{1,8}\$[\w$+\-./=]{20,200}|SCRAM-SHA-\d{1,3}\$\d{1,8}:[\w$+\-./:=]{20,300}|\{(?:S?SHA\d{0,3}|S?MD5|CRYPT|PBKDF2[\w-]{0,12})\}[\w$+\-./=]{16,300})/dg},
	{
		kind: 'TOKEN', needs: ['earer', 'EARER'], pattern: /(?<![\dA-Za-z])(?:[Bb]earer|BEARER)(?:\s|%20|\\?["':=]){1,3}((?=[+\-./A-Z_a-z~]{0,200}\d)[\w+\-./~]{8,8192}={0,2}|[+/A-Z_a-z]{20,8192})/dg, isSecret: secret => hasDigit(secret) || (/[a-z]/.test(secret) && /[A-Z]/.test(secret)),
	},
	// Base64 of `user:password`.
	{kind: 'PASSWORD', needs: ['asic', 'ASIC'], pattern: /(?<![\dA-Za-z])(?:[Bb]asic|BASIC)(?: {1,3}|%20)((?=[+/A-Za-z]{0,200}[\d=])(?=[\d+/a-z]{0,200}[A-Z])[\d+/A-Za-z]{7,2048}={0,2})/dg},
	{kind: 'TOKEN', needs: ['ApiKey', 'GenieKey', 'Splunk', 'ssws', 'SSWS', 'NRLS', 'sso-key'], pattern: /(?<![\dA-Za-z])(?:ApiKey|GenieKey|Splunk|ssws|SSWS|sso-key) ((?=[+\-/:=A-Z_a-z]{0,200}\d)[\w+\-/:=]{20,512})/dg},
	{kind: 'PASSWORD', needs: ['AUTH PLAIN', 'AUTH LOGIN', 'AUTHENTICATE PLAIN', 'AUTH XOAUTH2'], pattern: /AUTH(?:ENTICATE)? (?:PLAIN|LOGIN|XOAUTH2) ([\w+/]{8,2048}={0,2})/dg},
	// An account key of Azure: 64 bytes.
	{
		kind: 'SECRET', needs: ['=='], pattern: /(?<![\w+/])((?=[+/a-z]{0,85}\d)[\d+/a-z]{86}==(?![\w=]))/dgi, isSecret: secret => /[a-z]/.test(secret) && /[A-Z]/.test(secret),
	},
	{
		kind: 'PASSWORD', needs: ['"auth'], pattern: /\\{0,3}"auth\\{0,3}"\s?:\s?\\{0,3}"([\w+\-/]{8,2048}={0,2})/dg, isSecret: isBasicPair,
	},
	// JSON of service accounts and the like, in base64.
	{
		kind: 'SECRET', needs: ['ewog', 'eyJ0eXBlIjoi'], pattern: /(?<![\w+/])((?:ewogICJ0eXBlIjog|eyJ0eXBlIjoi|ewogICAgInR5cGUiOi)[\w+\-/=]{40,16384})/dg, isSecret: secret => /service_account|private_key/.test(Buffer.from(secret.slice(0, 400), 'base64').toString('latin1')),
	},
];

/** Tokens without a beginning of their own, schemes of authorization, hashes of passwords. */
export const findShapes = findByPatterns(shapes);
