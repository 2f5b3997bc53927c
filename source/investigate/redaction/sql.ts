import {classifyKey} from './keys/key-names.js';
import {findByPatterns} from './pattern-rules.js';
import {isStandIn} from './shape.js';
import type {Found, Rule} from './spans.js';
import {isSecretValue} from './values.js';

const isValue = (secret: string): boolean => !isStandIn(secret);

/** Statements that say a password outright. The quotes may be escaped. */
const findStatements = findByPatterns([
	{
		kind: 'PASSWORD',
		needs: ['DENTIFIED', 'dentified'],
		pattern: /\bidentified\s{1,3}(?:with\s{1,3}["'\\`]{0,3}[\w-]{1,60}["'\\`]{0,3}\s{1,3})?(?:by|as)\s{1,3}(?:password\s{1,3})?\\{0,3}(?:'((?:[^'\\]|''|\\[^']){1,200})\\{0,3}'|"([^"\\]{1,200})\\{0,3}"|([^\s"';\\]{3,100}))/dgi,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['ASSWORD', 'assword'],
		// PostgreSQL's `WITH PASSWORD 'x'`, MySQL's `SET PASSWORD FOR x = PASSWORD('x')`, `OLD_PASSWORD("x")`.
		pattern: /\bpassword(?:\s{0,3}\(\s{0,3}|\s{1,3}(?:for\s{1,3}\S{1,80}\s{0,3})?=?\s{0,3}(?:password\s{0,2}\()?|=(?:password\s{0,2}\()?)\\{0,3}(?:'((?:[^'\\]|''){1,200})\\{0,3}'|"([^"\\]{1,200})\\{0,3}")/dgi,
		isSecret: isValue,
	},
	{
		kind: 'SECRET',
		needs: ['crypt', 'CRYPT', 'digest', 'hmac'],
		pattern: /\b(?:pgp_sym_(?:en|de)crypt|aes_(?:en|de)crypt|(?:en|de)crypt_iv|encrypt|decrypt|hmac|decryptbypassphrase|encryptbypassphrase)\s?\([^'()]{1,200},\s{0,3}\\{0,3}'([^'\\]{3,200})\\{0,3}'/dgi,
		isSecret: isValue,
	},
	{
		kind: 'PASSWORD',
		needs: ['crypt(', 'CRYPT('],
		pattern: /\bcrypt\(\s{0,3}\\{0,3}'([^'\\]{3,200})\\{0,3}'\s{0,3},/dgi,
		isSecret: isValue,
	},
	{
		kind: 'SECRET',
		needs: ['SECRET', 'secret'],
		pattern: /\b(?:secret|aws_secret_key|azure_sas_token|secret_key)\s{0,3}=?\s{0,3}\\{0,3}'([^'\\]{6,300})\\{0,3}'/dgi,
		isSecret: isValue,
	},
]);

const insertPattern = /\b(?:insert(?:\s{1,3}ignore)?|replace|copy)\s{1,3}(?:into\s{1,3})?[\w".[\]`]{1,120}\s{0,3}\(([^()]{1,2000})\)\s{0,3}values?\s{0,3}/gi;
const maxRows = 200;

/** The values of one row from its opening parenthesis: where each stands, without quotes. */
const readRow = (text: string, open: number): {readonly values: ReadonlyArray<readonly [start: number, end: number, isQuoted: boolean]>; readonly end: number} => {
	const values: Array<readonly [number, number, boolean]> = [];
	let index = open + 1;
	while (index < text.length && text[index] !== ')') {
		while (index < text.length && ' ,\\\n'.includes(text[index]!)) {
			index++;
		}

		const quote = text[index];
		const start = quote === '\'' || quote === '"' ? index + 1 : index;
		let end = start;
		if (start > index) {
			while (end < text.length && (text[end] !== quote || text[end + 1] === quote)) {
				end += text[end] === quote ? 2 : 1;
			}
		} else {
			while (end < text.length && text[end] !== ',' && text[end] !== ')') {
				end++;
			}
		}

		const isEscaped = start > index && text[end - 1] === '\\';
		values.push([start, Math.min(text.length, isEscaped ? end - 1 : end), start > index]);
		index = start > index ? end + 1 : end;
		if (values.length > 200) {
			break;
		}
	}

	return {values, end: index + 1};
};

/** `INSERT INTO users (email, password) VALUES ('...', '...'), (...)`: the columns tell which values are secrets. */
const findInserts: Rule = (text, found: Found) => {
	if (!/values?/i.test(text)) {
		return;
	}

	insertPattern.lastIndex = 0;
	for (let match = insertPattern.exec(text); match; match = insertPattern.exec(text)) {
		const columns = match[1]!.split(',').map(column => classifyKey(column.replaceAll(/[\s"'[\\\]`]/g, '')));
		let index = insertPattern.lastIndex;
		for (let row = 0; row < maxRows && text[index] === '('; row++) {
			const {values, end} = readRow(text, index);
			for (const [position, [start, stop, isQuoted]] of values.entries()) {
				const kind = columns[position];
				if (kind && isSecretValue(text, {start, end: stop, isQuoted}, kind, false)) {
					found(kind.kind, start, stop);
				}
			}

			index = end;
			while (index < text.length && ', \n'.includes(text[index]!)) {
				index++;
			}
		}

		insertPattern.lastIndex = Math.max(index, insertPattern.lastIndex);
	}
};

/** Secrets in SQL. */
export const findInSql: Rule = (text, found) => {
	findStatements(text, found);
	findInserts(text, found);
};
