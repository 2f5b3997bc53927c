import {
	changes,
	reads,
	showsEnvironment,
	showsSecrets,
	unknown,
	worst,
	type Judge,
} from '../judgement.js';
import {readOptions, valuesOf} from '../options.js';
import {namesSecret} from '../secret-paths.js';
import {anyOptions, unknownOption, withOptions} from './simple.js';

/** `ps e` and `ps auxe` show the environment of each; `ps -e` lists all. */
const ps: Judge = ({args}) => args.some((arg, index) => /^[a-z]+$/i.test(arg) && arg.includes('e') && !(args[index - 1] ?? '').startsWith('-')) || args.some(arg => /^-[a-z]*E/.test(arg)) ? showsEnvironment : reads;

const shell: Judge = ({args, judgeScript}) => {
	const [option, script, ...rest] = args;
	return option === undefined || !/^-l?c$/.test(option) || script === undefined || rest.length > 0 ? unknown('runs a shell') : judgeScript(script);
};

/** A program that runs another one: its own options, and so many operands before it. */
const runner = (spec: string, skipped = 0): Judge => ({args, judgeWords}) => {
	const options = readOptions(args, spec, {untilOperand: true});
	const words = options?.operands.slice(skipped) ?? [];
	return options && words.length > 0 ? judgeWords(words) : unknownOption;
};

/** As root a look can show more, and a mistake costs more. */
const asRoot: Judge = call => worst([runner('-n -E -H -u: -i -S')(call), unknown('runs with the rights of root')]);

const command: Judge = ({args, judgeWords}) => /^-v$/i.test(args[0] ?? '') ? reads : (args.length > 0 && !args[0]!.startsWith('-') ? judgeWords(args) : unknownOption);

/** What it sets for another program can make that one run anything. */
const env: Judge = ({args, judgeWords}) => args.every(arg => /^\w+=/.test(arg)) ? showsEnvironment : (/[-=]/.test(args[0]!) ? unknownOption : judgeWords(args));

const watch: Judge = ({args, judgeScript}) => {
	const options = readOptions(args, '-n: -d -t -c --interval: --differences --no-title --color', {untilOperand: true});
	return options && options.operands.length > 0 ? judgeScript(options.operands.join(' ')) : unknownOption;
};

const reading = /^(?:status|is-active|is-enabled|is-failed|list-units|list-timers|list-sockets|list-unit-files|list-jobs|list-dependencies)$/;

const systemctl: Judge = ({args}) => {
	const options = readOptions(args, '-a --all --failed --no-pager -l --full -n: --lines: -t: --type: --state: --user --system -p: --property: -q --quiet -o: --output:');
	const [verb] = options?.operands ?? [];
	if (options && verb === undefined) {
		return reads;
	}

	if (verb === 'show-environment') {
		return showsEnvironment;
	}

	const properties = valuesOf(options, '-p', '--property');
	const isPlainShow = verb === 'show' && properties.length > 0 && properties.every(property => !/env/i.test(property));
	return options && (isPlainShow || reading.test(verb ?? '')) ? reads : unknownOption;
};

const ip: Judge = ({args}) => {
	const rest = args.filter((arg, index) => !(arg.startsWith('-') && args.slice(0, index).every(before => before.startsWith('-'))));
	const flags = args.slice(0, args.length - rest.length);
	const [object, verb = 'show'] = rest;
	const isKnown = flags.every(flag => /^-(?:[46cdhjops]|stats|br|brief|color)$/.test(flag)) && /^(?:[alnr]|addr|address|link|route|rule|neigh|neighbour|netns|maddress)$/.test(object ?? '');
	return isKnown && /^(?:show|list|ls|get|lst|sh)$/.test(verb) ? reads : unknownOption;
};

/** `name=value` sets, `-w` and `-p` too. */
const sysctl: Judge = call => call.args.some(arg => arg.includes('=')) ? changes('changes the host') : withOptions('-a -n -e -N -b')(call);

const date: Judge = call => withOptions('-u -R -I --utc --iso-8601 --rfc-email -d: --date:')({...call, args: call.args.filter(arg => !arg.startsWith('+'))}).effect === 'reads' && call.args.every(arg => /^[+-]/.test(arg) || !/^\d+(?:\.\d+)?$/.test(arg)) ? reads : changes('may set the clock');

const jcmd: Judge = ({args}) => args.every(arg => /^(?:\d+|-l|Thread\.print|VM\.(?:flags|uptime|version|native_memory)|GC\.heap_info|help)$/.test(arg)) ? reads : unknownOption;

const getent: Judge = ({args}) => (args[0] ?? '').includes('shadow') ? showsSecrets : (/^(?:a?hosts(?:v[46])?|passwd|group|services|networks|protocols)$/.test(args[0] ?? '') ? reads : unknownOption);

/** Bare, or only asked to print, it lists variables; else it sets some. */
const lists: Judge = ({args}) => args.every(arg => /^-[px]$/.test(arg)) ? showsEnvironment : unknown('changes how the shell works');

const nothing = (): ReturnType<Judge> => reads;

/** Processes, the system and its own network settings. */
export const hostPrograms: Readonly<Record<string, Judge>> = {
	ps, sh: shell, bash: shell, dash: shell, ash: shell, zsh: shell, sudo: asRoot, doas: asRoot, command, env, watch, systemctl, ip, sysctl, date, jcmd, getent,
	printenv: () => showsEnvironment, set: lists, export: lists, declare: lists, history: () => showsSecrets,
	timeout: runner('-k: -s: --kill-after: --signal: --foreground', 1),
	time: runner('-p -v'),
	nice: runner('-n:'),
	stdbuf: runner('-i: -o: -e:'),
	busybox: runner(''),
	journalctl: withOptions('-u: --unit: -n: --lines: -f --follow -S: --since: -U: --until: -p: --priority: -k --dmesg -b --boot -o: --output: --no-pager -r --reverse -x --catalog -e --pager-end -g: --grep: -t: --identifier: -q --quiet --utc --system --user -a --all --disk-usage --list-boots -m --merge --no-hostname'),
	dmesg: withOptions('-T -H -w -W -l: --level: -f: --facility: -x -e -k -u -L --ctime --human --follow --since: --until: --nopager --color', {operands: 0}),
	ss: withOptions('-t -u -x -a -l -n -p -e -m -i -o -s -r -4 -6 -H -O -E --tcp --udp --all --listening --numeric --processes --extended --memory --info --options --summary --no-header'),
	hostname: withOptions('-f -i -I -s -d -A --fqdn --ip-address --short', {operands: 0}),
	top: withOptions('-b -n: -o: -p: -H -c -w: -u: -d: -i', {operands: 0, when: ({values}) => values.has('-b')}),
	mount: withOptions('-l -t:', {operands: 0}),
	iptables: withOptions('-L -n -v -x -t: -S --line-numbers --list --list-rules', {operands: 1, when: ({values}) => ['-L', '-S', '--list', '--list-rules'].some(name => values.has(name))}),
	ip6tables: withOptions('-L -n -v -x -t: -S --line-numbers', {operands: 1, when: ({values}) => values.has('-L') || values.has('-S')}),
	conntrack: withOptions('-L -S -C -p: -s: -d: --stats --count', {operands: 0}),
	ethtool: withOptions('-S: -i: -k: -g: -c: -a:', {operands: 1}),
	ifconfig: withOptions('-a', {operands: 1}),
	route: withOptions('-n', {operands: 0}),
	sar: withOptions('-u -r -b -d -q -n: -P: -A -S -W -f: -s: -e:', {operands: 2}),
	timedatectl: ({args}) => args.length === 0 || /^(?:status|show|timesync-status)$/.test(args.join(' ')) ? reads : unknownOption,
	chronyc: ({args}) => /^(?:-n )?(?:tracking|sources|sourcestats|activity)(?: -v)?$/.test(args.join(' ')) ? reads : unknownOption,
	ntpq: withOptions('-p -n', {operands: 0}),
	ulimit: withOptions('-n -a -u -c -f -l -s -v -H -S', {operands: 0}),
	jstack: withOptions('-l -e', {operands: 1}),
	jps: withOptions('-l -v -m -q', {operands: 0}),
	jstat: withOptions('-gcutil -gc -gccause -gccapacity -class -t', {operands: 3}),
	jmap: ({args}) => /^-histo \d+$|^-clstats \d+$/.test(args.join(' ')) ? reads : unknownOption,
	nginx: withOptions('-t -v -V -q', {operands: 0, when: ({values}) => values.size > 0}),
	test: nothing, '[': nothing, true: nothing, false: nothing, sleep: nothing, echo: nothing, printf: ({args}) => args[0] === '-v' ? unknownOption : reads,
	python3: ({args}) => args.join(' ') === '-m json.tool' ? reads : unknown('runs code that is part of it'),
	python: ({args}) => args.join(' ') === '-m json.tool' ? reads : unknown('runs code that is part of it'),
	pidstat: withOptions('-d -u -r -w -p: -t -h -l -s'),
	lsof: withOptions('-p: -i -n -P -u: -c: -a -t -l'),
	...Object.fromEntries(['free', 'uptime', 'w', 'who', 'id', 'whoami', 'groups', 'uname', 'nproc', 'lscpu', 'lsblk', 'pgrep', 'pidof', 'pstree', 'vmstat', 'iostat', 'mpstat', 'netstat', 'seq', 'findmnt', 'last', 'lsmod', 'pwd'].map(name => [name, anyOptions])),
};

/** Variables that may be set for one call: they choose what is read, and run nothing. */
const settings: ReadonlySet<string> = new Set(['PGPASSWORD', 'MYSQL_PWD', 'REDISCLI_AUTH', 'LC_ALL', 'LANG', 'TZ', 'NO_COLOR', 'COLUMNS', 'AWS_PROFILE', 'AWS_REGION', 'AWS_DEFAULT_REGION', 'AWS_DEFAULT_OUTPUT', 'PGHOST', 'PGPORT', 'PGUSER', 'PGDATABASE', 'PGCONNECT_TIMEOUT', 'ETCDCTL_API', 'ETCDCTL_ENDPOINTS']);

/** Whether a variable that is set for one call can change what is run. */
export const isSetting = (name: string): boolean => settings.has(name);

/** A key of a store that may be shown. */
export const isPlainKey = (key: string): boolean => !namesSecret(key) && !/[*?[]/.test(key) && !/auth|pass/i.test(key);
