import type {Command} from 'commander';
import {examples} from '../shared/examples.js';

/** Text as roff takes it: a backslash, a dot or an apostrophe at the start of a line, and a dash are commands or typography there. */
const roff = (text: string): string => text.replaceAll('\\', String.raw`\e`).replaceAll('-', String.raw`\-`).replaceAll(/^(?=['.])/gm, String.raw`\&`);
const bold = (text: string): string => String.raw`\fB${roff(text)}\fR`;

function optionLines(command: Command): readonly string[] {
	const help = command.createHelp();
	return help.visibleOptions(command).flatMap(option => ['.TP', bold(help.optionTerm(option)), roff(help.optionDescription(option))]);
}

const exampleLines = (name: string): readonly string[] => (examples[name] ?? []).flatMap(([line, what]) => ['.TP', bold(line), roff(what)]);

/** The manual page, in roff, from the same table as `--help`. `date` is that of the release, as ISO 8601. */
export function manPage(program: Command, {version, date}: {readonly version: string; readonly date: string}): string {
	const commands = program.createHelp().visibleCommands(program).filter(command => command.name() !== 'help');
	return [
		`.TH LOKI-SENTINEL 1 "${date}" "loki-sentinel ${version}" "User Commands"`,
		'.SH NAME',
		String.raw`loki\-sentinel \- ${roff(program.description())}`,
		'.SH SYNOPSIS',
		String.raw`${bold('loki-sentinel')} [\fIcommand\fR] [\fIoptions\fR]`,
		'.SH DESCRIPTION',
		'Without a command, it watches a Loki on this terminal. Keys, tokens and passwords are read from the environment, from .env or from a stored profile, never from the command line.',
		...commands.flatMap(command => [
			`.SH ${roff(`loki-sentinel ${command.name()} ${command.usage()}`)}`,
			roff(command.description()),
			...optionLines(command),
			...exampleLines(command.name()),
		]),
		'.SH EXIT STATUS',
		...[['0', 'well'], ['1', 'a failure: Loki does not answer, a file cannot be written'], ['2', 'a mistake in the command line or the settings'], ['3', 'with check --fail-on: such an anomaly is open'], ['4', 'a check kept an alert back, since it can remember nothing'], ['129', 'the terminal went away']].flatMap(([code = '', what = '']) => ['.TP', bold(code), roff(what)]),
		'.SH FILES',
		'.TP',
		bold('~/.config/loki-sentinel'),
		'stored profiles',
		'.TP',
		bold('~/.local/state/loki-sentinel'),
		'records of sessions, and what was learnt',
		'',
	].join('\n');
}
