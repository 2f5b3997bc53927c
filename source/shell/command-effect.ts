import {
	reads,
	sendsAway,
	showsSecrets,
	unknown,
	worst,
	type CommandJudgement,
} from './judgement.js';
import {knownRisk} from './known-risks.js';
import {isSetting} from './programs/host.js';
import {judgeOf} from './programs/index.js';
import {isSecretPath} from './secret-paths.js';
import {readShellLine, type SimpleCommand} from './shell-line.js';

/** Commands within commands: `sh -c "watch 'timeout 5 ...'"`. */
const maxDepth = 5;
const maxLength = 8000;
const hidden = /[\p{Control}\p{Format}\p{Line_Separator}\p{Paragraph_Separator}]/u;
/** A placeholder for a secret, `<PASSWORD_1>`, or a character made visible, `<U+202E>`: what really stands there is not known. */
const standIn = /<(?:[A-Z][A-Z_]*_\d+|U\+[\dA-F]{4,6})>/g;

/**
What a command does, by an allow list of programs, verbs and options that read. `reads` only where every part of it is on the list;
else what is known to change something or to show secrets is called that, and the rest is unknown. Nothing is ever run to find out.
*/
export function judgeCommand(text: string): CommandJudgement {
	if (text.length > maxLength) {
		return unknown('it is too long to judge');
	}

	const shown = text.replaceAll(standIn, 'x');
	if (shown !== text) {
		const judged = judgeCommand(shown);
		return judged.effect === 'reads' ? unknown('what is hidden is part of it') : judged;
	}

	// Hidden or bidirectional characters make a person read another command than the shell does.
	const judged = hidden.test(text.replaceAll(/[\t\n]/g, ' ')) ? unknown('it has hidden characters') : judgeLine(text, 0);
	const known = judged.effect === 'unknown' || judged.effect === 'reveals' ? knownRisk(text) : undefined;
	return known && (judged.effect === 'unknown' || (known.effect === 'changes' && judged.reason !== sendsAway.reason)) ? known : judged;
}

function judgeLine(line: string, depth: number): CommandJudgement {
	const read = depth > maxDepth ? undefined : readShellLine(line);
	if (read?.type !== 'commands') {
		return unknown(read?.reason ?? 'it has commands within commands');
	}

	let onlyEmpty = true;
	return worst(read.commands.map(command => {
		// Nothing, or a lone end of line, is what ends a connection: it gives nothing away.
		const isFed = command.isFed && !onlyEmpty;
		onlyEmpty = (command.isFed ? onlyEmpty : true) && command.words.length === 1 && (command.words[0] === 'echo' || command.words[0] === 'true');
		return judgeCall(command, isFed, depth);
	}));
}

function judgeCall({assignments, words, inputs, isFed}: SimpleCommand, isReallyFed: boolean, depth: number): CommandJudgement {
	const foreign = assignments.find(([name]) => !isSetting(name));
	const files = inputs.filter(input => input !== '/dev/null');
	const judged = judgeWords(words, {isFed: (isFed && isReallyFed) || files.length > 0, depth});
	return worst([
		judged,
		foreign ? unknown(`sets ${foreign[0].slice(0, 40)} for what it runs`) : reads,
		files.some(file => isSecretPath(file)) ? showsSecrets : reads,
	]);
}

function judgeWords(words: readonly string[], {isFed, depth}: {readonly isFed: boolean; readonly depth: number}): CommandJudgement {
	const [word = '', ...args] = words;
	const known = judgeOf(word);
	if (!known || depth > maxDepth) {
		return unknown('runs a program that is not on the list of those that read');
	}

	return known.judge({
		args,
		name: known.name,
		isFed,
		judgeWords: inner => judgeWords(inner, {isFed, depth: depth + 1}),
		judgeScript: script => judgeLine(script, depth + 1),
	});
}
