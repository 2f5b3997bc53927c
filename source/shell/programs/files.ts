import {
	changes,
	reads,
	showsEnvironment,
	showsSecrets,
	unknown,
	worst,
	type Call,
	type Judge,
} from '../judgement.js';
import {readOptions, valuesOf} from '../options.js';
import {isSecretPath} from '../secret-paths.js';
import {anyOptions, unknownOption, withOptions} from './simple.js';

const grepOptions = '-A: -B: -C: -c -E -F -G -P -e: -H -h -i -l -L -m: -n -o -q -R -r -s -v -w -x -z -a --color --colour --count --extended-regexp --fixed-strings --ignore-case --include: --exclude: --exclude-dir: --invert-match --line-number --max-count: --no-filename --only-matching --perl-regexp --quiet --recursive --regexp: --word-regexp --context: --after-context: --before-context: --line-buffered --text';
/** Where a search for a password through all files finds some. */
const wideRoots = /^(?:\/|\/(?:etc|home|root|proc|srv|opt|var|run)\/?|~\/?|\.\/?)$/;

const grep: Judge = ({args}) => {
	const options = readOptions(args, grepOptions);
	if (!options) {
		return unknownOption;
	}

	const patterns = valuesOf(options, '-e', '--regexp');
	const files = patterns.length > 0 ? options.operands : options.operands.slice(1);
	const texts = patterns.length > 0 ? patterns : options.operands.slice(0, 1);
	const isWide = ['-r', '-R', '--recursive'].some(name => options.values.has(name));
	const isHunting = isWide && texts.some(text => /passw|secret|token|api.?key|private key|credential/i.test(text)) && (files.length === 0 || files.some(file => wideRoots.test(file)));
	if (isHunting || files.some(file => isSecretPath(file))) {
		return showsSecrets;
	}

	return isWide && files.some(file => wideRoots.test(file) || /^(?:~|\/(?:root|home|etc|proc))\//.test(file)) ? unknown('reads all files below a folder in which secrets may be') : reads;
};

const findTests: ReadonlyMap<string, number> = new Map([
	...['-name', '-iname', '-path', '-ipath', '-regex', '-iregex', '-type', '-size', '-mtime', '-mmin', '-ctime', '-cmin', '-atime', '-amin', '-newer', '-maxdepth', '-mindepth', '-user', '-group', '-perm', '-links', '-inum', '-printf', '-fstype', '-newermt', '-regextype'].map(name => [name, 1] as const),
	...['-empty', '-print', '-print0', '-ls', '-not', '!', '(', ')', '-o', '-or', '-a', '-and', '-prune', '-xdev', '-mount', '-L', '-H', '-P', '-daystart', '-readable', '-writable', '-executable', '-depth', '-quit', '-true', '-false', '-nouser', '-nogroup'].map(name => [name, 0] as const),
]);

const find: Judge = ({args, judgeWords}) => {
	const found: Array<ReturnType<Judge>> = [];
	for (let index = 0; index < args.length; index++) {
		const arg = args[index] ?? '';
		if (arg === '-delete') {
			return changes('deletes files');
		}

		if (arg === '-exec' || arg === '-execdir') {
			const end = args.findIndex((word, at) => at > index && (word === ';' || word === '+'));
			if (end === -1) {
				return unknownOption;
			}

			const words = args.slice(index + 1, end);
			const judged = judgeWords(words);
			// What is found may be any file: its name and size may be shown, its content only where logs are.
			const isPlain = /^(?:ls|stat|wc|du|file)$/.test(words[0] ?? '') || args.slice(0, args.findIndex(word => word.startsWith('-'))).every(root => root.startsWith('/var/log') && !root.includes('..'));
			found.push(judged.effect === 'reads' && !isPlain ? unknown('what it reads depends on what it finds') : judged);
			index = end;
			continue;
		}

		const isTest = arg.startsWith('-') || ['!', '(', ')'].includes(arg);
		const taken = isTest ? findTests.get(arg) : 0;
		if (taken === undefined) {
			return unknownOption;
		}

		index += taken;
	}

	return args.some(word => isSecretPath(word)) ? showsSecrets : worst([reads, ...found]);
};

const awk: Judge = ({args}) => {
	const options = readOptions(args, '-F: -v:', {untilOperand: true});
	const [program, ...files] = options?.operands ?? [];
	if (!options || program === undefined || files.some(file => file.startsWith('-'))) {
		return unknownOption;
	}

	if (/\bENVIRON\b/.test(program)) {
		return showsEnvironment;
	}

	if (/\bsystem\b|getline|@|\/inet|(?<!\|)\|(?!\|)/.test(program)) {
		return changes('may run another program');
	}

	if (/\bARGV\b/.test(program)) {
		return unknown('its script chooses what it reads');
	}

	// `print $1 > "x"` writes; `$9 > 500 {print}` compares. A text or an expression with quotes can hide the one as the other.
	if (/\bprintf?\b[\s\S]*>/.test(/[/\\]/.test(program) ? program : program.replaceAll(/"[^"]*"/g, ''))) {
		return unknown('its script may write to a file');
	}

	return files.some(file => isSecretPath(file)) ? showsSecrets : reads;
};

const address = String.raw`(?:\d+|\$|\/(?:\\.|[^/\\])*\/I?)`;
const substitution = String.raw`s([^\s\w\\])(?:\\.|(?!\1)[^\\])*\1(?:\\.|(?!\1)[^\\])*\1[\dIgip]*`;
/** What prints, deletes from what is printed, ends, or replaces within it. `w`, `e` and `r` are not among them. */
const sedCommand = new RegExp(String.raw`^\s*(?:${address}(?:,${address})?!?\s*)?(?:[=dpq]|${substitution})\s*(?:[\n;]|$)`);

const isReadingSed = (script: string): boolean => {
	let rest = script;
	while (rest.trim() !== '') {
		const command = sedCommand.exec(rest);
		if (!command) {
			return false;
		}

		rest = rest.slice(command[0].length);
	}

	return true;
};

const sed: Judge = ({args}) => {
	const options = readOptions(args, '-n -E -r -u -s -z -e: --quiet --silent --regexp-extended --expression:');
	if (!options) {
		return args.some(arg => /^-[Einrsuz]*i|^--in-place/.test(arg)) ? changes('changes files') : unknownOption;
	}

	const given = valuesOf(options, '-e', '--expression');
	const scripts = given.length > 0 ? given : options.operands.slice(0, 1);
	const files = given.length > 0 ? options.operands : options.operands.slice(1);
	if (scripts.length === 0 || scripts.some(script => !isReadingSed(script))) {
		return unknown('its script may write or run something');
	}

	return files.some(file => isSecretPath(file)) ? showsSecrets : reads;
};

/** Programs that do no harm and show nothing more, whatever line of input becomes their operand. */
const safeForAnyOperand = /^(?:echo|basename|dirname|wc|stat)$/;

const xargs: Judge = ({args, judgeWords}: Call) => {
	const options = readOptions(args, '-0 -n: -P: -I: -r -t -L: -d: --no-run-if-empty --max-args:', {untilOperand: true});
	const words = options?.operands ?? [];
	if (words.length === 0) {
		return unknown('what it runs depends on its input');
	}

	const judged = judgeWords(words);
	return judged.effect === 'reads' && !safeForAnyOperand.test(words.join(' ')) ? unknown('what it reads depends on its input') : judged;
};

const sort = withOptions('-b -d -f -g -h -i -k: -n -r -t: -u -V -z -s -M --key: --reverse --unique --numeric-sort --human-numeric-sort --field-separator: --stable --version-sort');

const jq: Judge = call => call.args.some(arg => /\benv\b|\$ENV/.test(arg))
	? showsEnvironment
	: withOptions('-r -c -s -n -e -S -M -C -j -a --arg: --raw-output --compact-output --slurp --sort-keys --tab --exit-status --null-input -R --raw-input', {texts: 1})(call);

/** Files and texts. */
export const filePrograms: Readonly<Record<string, Judge>> = {
	awk, gawk: awk, mawk: awk, grep, egrep: grep, fgrep: grep, zgrep: grep, find, sed, xargs, sort, jq,
	file: withOptions('-b -i -L -h --mime-type --brief'),
	cd: anyOptions,
	uniq: withOptions('-c -d -u -i -f: -s: -w: --count --repeated --unique', {operands: 1}),
	...Object.fromEntries(['cat', 'zcat', 'tac', 'head', 'tail', 'wc', 'cut', 'tr', 'nl', 'rev', 'fold', 'column', 'comm', 'join', 'paste', 'ls', 'stat', 'readlink', 'realpath', 'basename', 'dirname', 'du', 'df', 'md5sum', 'sha256sum', 'cmp', 'diff', 'strings', 'hexdump', 'od', 'base64'].map(name => [name, anyOptions])),
};
