import type {Rule} from '../spans.js';

/** Unit names, cluster hosts and files that only look like an address. */
const noMailEnding = /\.(?:service|slice|socket|timer|target|mount|scope|device|path|cluster|cluster\.local|svc|tgz|zip|gz|jar|js|mjs|ts|tsx|py|go|rs|rb|java|kt|php|json|ya?ml|toml|xml|png|jpe?g|svg|git|x86_64|aarch64|sock|log|conf|so|dll|exe)$/i;
/** Hosts of one's own: nodes of a cluster are written `rabbit@host.local`, people `jane.doe@host.local`. */
const ownEnding = /\.(?:local|internal|lan|intranet|localdomain|home|corp|private|intra|localhost|consul|arpa|test|invalid)$/i;
const mailPattern = /(?<![\p{Letter}\p{Number}%+\-._])([\p{Letter}\p{Number}_][\p{Letter}\p{Number}%'+\-._]{0,63})(?:@|%40)(?!\d+\.\d)((?:[\p{Letter}\p{Number}][\p{Letter}\p{Number}-]{0,62}\.){0,8}(?:\p{Letter}{2,24}|xn--[\d\-a-z]{2,40}))(?![\p{Letter}\p{Number}\-@]|\.\p{Letter}|:[\d/~])/gu;

/** Accounts of programs: what stands behind them is a host. */
const programs = /^(?:git|hg|svn|ssh|sftp|root|admin|rabbit|ejabberd|couchdb|emqx|riak|vernemq|nonode|node|kafka|zookeeper|postgres|postgresql|mysql|redis|ubuntu|ec2-user|centos|debian|core|deploy|deployer|jenkins|runner|nginx|www-data|app|user|getty|systemd|docker|session|backup|elastic|cassandra|consul|vault|nomad|hdfs|hive|spark|yarn|airflow|prometheus|grafana|loki|ansible|vagrant|pi|oracle|daemon|celery|worker|scheduler|web|api|server|service)\d{0,3}(?:[-_]\d{1,3})?$/i;
const aboutMail = /(?:e-?mail|mail(?:to)?|rcpt|recipient|sender|from|to|cc|bcc|reply-to|account|login|user(?:name)?|customer|contact|invited?|subscriber|owner|author|for|by|of)[\s"'(:<=[\\{]{1,6}$|<$/i;
const aboutMailSurely = /(?:e-?mail(?: ?address)?|mailto|mail(?: sent)?|rcpt|recipient|cc|bcc|reply-to|sender)(?: (?:to|from|for|of))?[\s"'(:<=[\\{]{1,6}$|(?:from|to)(?:=|: ?)<$/i;
const hostLike = /\d|node|cluster|host|svc|pod|worker|master|server|db|primary|replica|bastion|jump|queue|broker|cache/i;

const maxBefore = 200;

/** Whether what looks like the local part belongs to an address: `postgres://shop:hunter2@db`. */
const isOfUrl = (text: string, start: number): boolean => {
	const stop = Math.max(0, start - maxBefore);
	for (let index = start - 1; index >= stop; index--) {
		const character = text[index]!;
		if (character === '/' || character === '\\') {
			return (text[index - 1] === '/' || text[index - 1] === '\\') && /:[/\\]{1,3}$/.test(text.slice(Math.max(0, index - 4), index));
		}

		if (' "@\'=<,'.includes(character)) {
			return false;
		}
	}

	return false;
};

const isMail = (text: string, start: number, local: string, domain: string): boolean => {
	if (local === 'git' || noMailEnding.test(`.${domain}`) || isOfUrl(text, start)) {
		return false;
	}

	const isOwn = ownEnding.test(domain) || !domain.includes('.');
	if (!isOwn) {
		return true;
	}

	const before = text.slice(Math.max(0, start - 40), start);
	if (aboutMailSurely.test(before)) {
		return domain.includes('.') || /^[a-z][\d\-a-z]{1,40}$/i.test(domain);
	}

	return domain.includes('.') ? !programs.test(local) && (/[+.]/.test(local) || (!hostLike.test(domain) && (aboutMail.test(before) || /^(?:corp|mail|company|office|ad|intranet|home|hq|exchange)\./i.test(domain)))) : domain === 'localhost' && /[+.]/.test(local) && !programs.test(local);
};

/** E-mail addresses, also percent-encoded and at domains of one's own. */
export const findMail: Rule = (text, found) => {
	if (!text.includes('@') && !text.includes('%40')) {
		return;
	}

	mailPattern.lastIndex = 0;
	for (let match = mailPattern.exec(text); match; match = mailPattern.exec(text)) {
		if (isMail(text, match.index, match[1]!, match[2]!)) {
			found('EMAIL', match.index, match.index + match[0].length);
		}
	}
};
