import {
	changes,
	reads,
	sendsAway,
	showsSecrets,
	unknown,
	type Judge,
} from '../judgement.js';
import {readOptions, valuesOf} from '../options.js';
import {isSecretPath, namesSecret} from '../secret-paths.js';
import {anyOptions, unknownOption, withOptions} from './simple.js';

/** Only this host: another one may do anything on a mere GET, and learns what is in the address. */
const localUrl = /^(?:https?:\/\/)?(?:localhost|127(?:\.\d{1,3}){3}|\[::1\])(?::\d{1,5})?(?:[/?][^\s@\\]*)?$/i;
const secretPath = /\/(?:env|heapdump|configprops|dump|config_dump|secrets?|credentials?|tokens?|keys)(?:[/?]|$)/i;
const actingPath = /shutdown|quit|exit|restart|reboot|stop|kill|terminate|delete|remove|drop|purge|flush|drain|reset|reload|refresh|rotate|set[-/_]|disable|enable|fail|crash|abort|cancel|pause|resume|create|update|write|execute|exec\b|run\b|trigger|toggle|unlock|upgrade|promote|demote|rebalance|reindex|forcemerge|\b(?:cmd|command|action)=/i;

const judgeUrl = (url: string): ReturnType<Judge> => {
	if (/169\.254\.169\.254|metadata\.google/.test(url)) {
		return showsSecrets;
	}

	// An escaped letter would hide the path from what follows.
	if (!localUrl.test(url) || url.includes('%')) {
		return unknown('asks another host, or in a way that is not known');
	}

	if (secretPath.test(url) || namesSecret(url)) {
		return showsSecrets;
	}

	return actingPath.test(url) ? changes('asks for a path that sounds like an action') : reads;
};

const curlOptions = '-s -S -v -i -I -f -k -g -4 -6 -N --silent --show-error --verbose --include --head --fail --insecure --globoff --compressed --no-buffer -m: --max-time: --connect-timeout: --retry: -w: --write-out: -o: --output: -H: --header: -X: --request: --no-progress-meter';
const curlMethods: ReadonlySet<string> = new Set(['GET', 'HEAD']);

const curl: Judge = ({args, isFed}) => {
	const options = readOptions(args, curlOptions);
	if (!options) {
		return isFed ? sendsAway : unknownOption;
	}

	const {operands} = options;
	if (valuesOf(options, '-X', '--request').some(method => !curlMethods.has(method))) {
		return changes('sends data or changes a service over HTTP');
	}

	// `@file` reads a header or a format from a file; `%output{file}` writes to one.
	const texts = valuesOf(options, '-H', '--header', '-w', '--write-out');
	return valuesOf(options, '-o', '--output').some(file => file !== '/dev/null' && file !== '-') || texts.some(text => text.startsWith('@') || text.includes('%output')) || operands.length !== 1 ? unknownOption : judgeUrl(operands[0]!);
};

const wget: Judge = ({args, isFed}) => {
	const options = readOptions(args, '-q -O: -S --spider -T: --timeout: --quiet --output-document: --server-response -t: --tries:');
	const files = valuesOf(options, '-O', '--output-document');
	if (options?.operands.length !== 1 || (files.length === 0 && !options.values.has('--spider')) || files.some(file => file !== '-' && file !== '/dev/null')) {
		return isFed ? sendsAway : unknownOption;
	}

	return judgeUrl(options.operands[0]!);
};

const openssl: Judge = call => {
	const {isFed} = call;
	const [verb, ...args] = call.args;
	if ((verb !== 'x509' && args.some(arg => isSecretPath(arg))) || /^(?:rsa|pkey|ec|dsa|pkcs12|genrsa)$/.test(verb ?? '')) {
		return showsSecrets;
	}

	if (verb === 's_client') {
		const options = readOptions(args, '-connect: -servername: -showcerts -starttls: -brief -CAfile: -CApath: -tls1_2 -tls1_3 -verify: -verify_return_error -status -alpn: -no_ticket -quiet');
		return options?.operands.length === 0 ? (isFed ? sendsAway : reads) : unknownOption;
	}

	const options = verb === 'x509' ? readOptions(args, '-noout -dates -subject -issuer -enddate -startdate -text -in: -checkend: -fingerprint -sha256 -serial -ext: -nameopt: -inform: -checkhost:') : (verb === 'verify' ? readOptions(args, '-CAfile: -CApath: -untrusted: -verbose') : undefined);
	return options !== undefined || verb === 'version' ? reads : unknownOption;
};

/** Only to see whether a port is open. */
const netcat: Judge = ({args, isFed}) => {
	const options = readOptions(args, '-z -v -n -w: -u -4 -6');
	return options?.values.has('-z') && !isFed ? reads : (isFed || args.some(arg => /^-\w*[ce]/.test(arg)) ? sendsAway : unknown('opens a connection to elsewhere'));
};

const sends = (): ReturnType<Judge> => sendsAway;

const feeds: Judge = ({isFed}) => isFed ? sendsAway : unknown('opens a connection to elsewhere');

const ssh: Judge = ({args, isFed, judgeScript}) => {
	const options = readOptions(args, '-p: -l: -i: -o: -q -T -t -4 -6 -v', {untilOperand: true});
	const script = options?.operands.slice(1).join(' ') ?? '';
	const judged = script === '' ? undefined : judgeScript(script);
	return isFed ? sendsAway : (judged && judged.effect !== 'reads' ? judged : unknown('runs on another host'));
};

/** What asks name servers and other hosts whether they are there, and what goes over the network. */
export const networkPrograms: Readonly<Record<string, Judge>> = {
	curl, wget, openssl, nc: netcat, ncat: netcat, netcat, ssh, telnet: feeds, socat: feeds, mail: sends, mailx: sends, sendmail: sends, ftp: sends, sftp: sends, scp: sends, tftp: sends, gist: sends,
	rsync: ({args}) => args.some(arg => /^[^/]*:/.test(arg)) ? sendsAway : changes('changes files'),
	dig: withOptions('-t: -x: -p: -4 -6 -c:'), host: anyOptions, nslookup: anyOptions,
	ping: withOptions('-c: -i: -W: -w: -s: -n -q -4 -6', {operands: 1}),
	traceroute: anyOptions, tracepath: anyOptions,
	mtr: withOptions('-r -c: -n -w -b --report --report-wide', {operands: 1}),
	logcli(call) {
		const [verb, ...args] = call.args;
		const options = /^(?:query|instant-query|labels|series|stats|volume|volume_range|detected-fields)$/.test(verb ?? '') ? readOptions(args, '--since: --from: --to: --limit: -q --quiet -o: --output: --forward --labels --no-labels --include-label: --exclude-label: --timezone: -z: --step: --batch: --analyze-labels --tail -t') : undefined;
		return options ? reads : unknownOption;
	},
	promtool(call) {
		const [verb, kind, ...args] = call.args;
		const options = verb === 'query' && /^(?:instant|range|series|labels)$/.test(kind ?? '') ? readOptions(args, '--start: --end: --step: --match: -o: --format: --time:') : undefined;
		return options ? reads : unknownOption;
	},
};
