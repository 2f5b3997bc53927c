import process from 'node:process';
import {
	Argument,
	Command,
	CommanderError,
	Option,
} from 'commander';
import {examples} from './commands/shared/examples.js';
import {failureExitCode, hangUpExitCode, usageExitCode} from './commands/shared/exit-codes.js';
import {loseStdout, lostStdoutSentence} from './commands/shared/lost-stdout.js';
import {commanderOutput, printError} from './commands/shared/print.js';
import {systemFailure} from './commands/shared/system-failure.js';
import {themeSettings} from './terminal/theme-names.js';
import {version} from './version.js';

/** A command's options as commander gives them. */
type Flags = Readonly<Record<string, string | boolean | readonly string[] | undefined>>;

const collect = (value: string, previous: readonly string[] | undefined): readonly string[] => [...previous ?? [], value];

/** The options that say which Loki is watched, how; keys and tokens are never options, since others can read a command line. */
const withLokiOptions = (command: Command): Command => command
	.option('--loki-url <url>', 'where Loki answers, for example http://localhost:3100')
	.option('--selector <selector>', 'stream selector of what is watched, for example \'{namespace="production"}\'')
	.option('--namespace <names>', 'watch one namespace, or several separated by commas')
	.option('--services <names>', 'watch these services only, separated by commas')
	.option('--service-label <label>', 'the label that names services')
	.option('--level-label <label>', 'the label or structured metadata that holds the level of a line')
	.option('--error-filter <filter>', 'what is an error of a service or of a selector, for example \'payment=|~ "FAILED"\'; may be given several times', collect)
	.option('--tenant <id>', 'sent as X-Scope-OrgID; several joined by |')
	.option('--header <name=value>', 'sent with every request to Loki; may be given several times', collect)
	.option('--ca-cert <file>', 'certificate authority of Loki\'s certificate')
	.option('--poll-seconds <seconds>', 'time between polls')
	.option('--baseline-hours <hours>', 'hours of history that the baseline rests on')
	.addOption(new Option('--detector <kind>', 'which detector decides').choices(['default', 'simple']))
	.addOption(new Option('--sensitivity <level>', 'moves the detector\'s thresholds').choices(['low', 'normal', 'high']))
	.option('--model <name>', 'the Claude model that analyses')
	.option('--ai-budget <limits>', 'what one question may use, for example calls=6,seconds=45,dollars=0.10')
	.addOption(new Option('--journal <where>', 'share alerts, mutes and findings with other runs, in a stream of Loki itself').choices(['none', 'loki']))
	.option('--state-dir <directory>', 'where records and what was learnt are kept')
	.option('--profile <name>', 'a stored profile of settings')
	.option('--time-zone <zone>', 'zone of the times shown, for example Europe/Berlin');

const themeOption = (): Option => new Option('--theme <name>', 'colours of the screen; auto goes by the terminal\'s background').choices(themeSettings);

function createProgram(finish: (exitCode: number) => void): Command {
	const program = new Command('loki-sentinel')
		.description('Incident console for Grafana Loki: which services broke, which first, why, and what to do next.')
		.version(version)
		.exitOverride()
		.configureOutput(commanderOutput)
		.showSuggestionAfterError()
		.showHelpAfterError('Run loki-sentinel --help to see what there is.')
		.addHelpText('after', '\nOptions of a command, for example of watch, which is what runs without one: loki-sentinel watch --help');

	withLokiOptions(program.command('watch', {isDefault: true})
		.description('watch a Loki on this terminal (this is what runs without a command)'))
		.option('-c, --continue [session]', 'resume the session of this Loki that was dropped within the last day, else the newest, or the named one')
		.option('--lock <time>', 'after this time without a key, such as 15m, a key only unlocks and sends nothing')
		.addOption(themeOption())
		.option('--no-records', 'do not record this session on disk')
		// Both are named, so that neither is the default and the environment counts.
		.addOption(new Option('--records').hideHelp())
		.action(async (flags: Flags) => {
			const {watch} = await import('./commands/watch/watch.js');
			finish(await watch(flags));
		});

	withLokiOptions(program.command('check')
		.description('check once without a screen: text or JSON, alerts without duplicates, exit codes; for cron jobs and pipelines'))
		.option('--json', 'write one JSON document (docs/check.md)')
		.option('--ndjson', 'write one JSON event a line')
		.addOption(new Option('--analyze <how>', 'how incidents are analysed (default: claude where there is a key, else rules)').choices(['none', 'rules', 'claude']))
		.option('--alerts', 'send alerts (the default where a target such as Slack is set)')
		.option('--no-alerts', 'send no alerts')
		.addOption(new Option('--slack', 'the older name of --alerts').hideHelp())
		.addOption(new Option('--no-slack', 'the older name of --no-alerts').hideHelp())
		.addOption(new Option('--fail-on <severity>', 'exit 3 if an anomaly of this severity (or worse) is open').choices(['warning', 'critical']))
		.option('--max-bytes <size>', 'most bytes Loki may scan for the baseline in one pass', '2GiB')
		.option('--max-seconds <seconds>', 'most seconds the baseline may take in one pass', '60')
		.option('--remind-hours <hours>', 'alert again if an incident is still open after this many hours', '4')
		.option('--max-dollars-per-day <dollars>', 'daily budget for Claude', '5')
		.option('--every <time>', 'keep running and check at this interval (1m to 1h)')
		.option('--metrics-port <port>', 'with --every: serve Prometheus metrics, /healthz and /readyz there')
		.action(async (flags: Flags) => {
			const {check} = await import('./commands/check/check.js');
			finish(await check(flags));
		});

	withLokiOptions(program.command('open <token>')
		.description('open what an alert points to: the service and the time, with this machine\'s own settings'))
		.addOption(themeOption())
		.action(async (token: string, flags: Flags) => {
			const {open} = await import('./commands/open/open.js');
			finish(await open(token, flags));
		});

	program.command('demo')
		.description('try everything on embedded parts: a sandbox Loki with an incident, a scripted analyst, a local Slack')
		.addOption(new Option('--detector <kind>', 'which detector decides').choices(['default', 'simple']))
		.option('--incident <name>', 'what goes wrong in the sandbox; list names what there is', 'pool')
		.option('--sandbox-services <count>', 'more services for the sandbox')
		.option('--time-zone <zone>', 'zone of the times shown')
		.addOption(themeOption())
		.action(async (flags: Flags) => {
			const {demo} = await import('./commands/demo/demo.js');
			finish(await demo(flags));
		});

	program.command('sandbox')
		.description('run the embedded Loki alone, on loopback')
		.option('--port <port>', 'where it listens', '3199')
		.option('--empty', 'without traffic')
		.option('--incident <name>', 'what goes wrong in its traffic (pool where not given); list names what there is')
		.action(async (flags: Flags) => {
			const {sandbox} = await import('./commands/sandbox/sandbox.js');
			finish(await sandbox(flags));
		});

	withLokiOptions(program.command('doctor')
		.description('check settings, Loki, Claude, Slack, terminal and disk, and say what to fix'))
		.option('--send-test', 'post a test message to Slack')
		.option('--json', 'write one JSON document')
		.action(async (flags: Flags) => {
			const {doctor} = await import('./commands/doctor/doctor.js');
			finish(await doctor(flags));
		});

	program.command('setup')
		.description('ask for Loki, Claude and Slack, try each, and store them as a profile')
		.option('--profile <name>', 'the profile that is made or changed')
		.option('--list', 'list the stored profiles, without secrets')
		.option('--delete <name>', 'delete a stored profile')
		.action(async (flags: Flags) => {
			const {setup} = await import('./commands/setup/setup.js');
			finish(await setup(flags));
		});

	program.command('incidents')
		.description('list the incidents that are kept on this machine, or write one as Markdown; no Loki is needed')
		.option('--json', 'as JSON')
		.option('--export <id>', 'write the incident of that id as Markdown on stdout')
		.option('--state-dir <directory>', 'where records are kept')
		.option('--profile <name>', 'a stored profile of settings')
		.option('--time-zone <zone>', 'zone of the times shown')
		.action(async (flags: Flags) => {
			const {incidents} = await import('./commands/incidents/incidents.js');
			finish(await incidents(flags));
		});

	program.command('completion')
		.addArgument(new Argument('<shell>').choices(['bash', 'zsh', 'fish']))
		.description('write the script that completes commands, options and their values in bash, zsh or fish')
		.action(async (shell: string) => {
			const {writeScript} = await import('./commands/completion/completion.js');
			writeScript(shell);
		});

	program.command('complete', {hidden: true})
		.argument('[words...]')
		.action(async (words: readonly string[]) => {
			const {writeCompletions} = await import('./commands/completion/completion.js');
			await writeCompletions(program, words);
		});

	for (const command of program.commands) {
		const lines = examples[command.name()] ?? [];
		if (lines.length > 0) {
			command.addHelpText('after', ['\nExamples:', ...lines.map(([line, what]) => `  ${line}\n      ${what}`)].join('\n'));
		}

		command.showHelpAfterError(`Run loki-sentinel ${command.name()} --help to see its options.`);
	}

	return program;
}

/** Commander would take a word that is no command for an argument of the default one. */
function checkCommand(program: Command, word: string | undefined): void {
	const names = program.commands.map(command => command.name());
	const shown = names.filter(name => name !== 'complete');
	if (word !== undefined && !word.startsWith('-') && word !== 'help' && !names.includes(word)) {
		program.error(`error: unknown command '${word}'. Commands: ${shown.join(', ')}.`);
	}
}

/** The manual page, in roff. `date` is that of the release, as ISO 8601. */
export async function manual(date: string): Promise<string> {
	const {manPage} = await import('./commands/completion/man-page.js');
	return manPage(createProgram(() => undefined), {version, date});
}

/** Runs one command line and sets the exit code: 0, 1 for a failure, 2 for a mistake in the usage, 3 and 4 of a check, 129 where the terminal went away. */
export async function run(argv: readonly string[]): Promise<void> {
	const program = createProgram(exitCode => {
		process.exitCode = exitCode;
		if (exitCode !== hangUpExitCode) {
			return;
		}

		// Node resets the terminal when it ends by itself, and stops with a failed assertion where there is none any more.
		process.removeAllListeners('SIGHUP');
		process.kill(process.pid, 'SIGHUP');
	});
	// The reader may stop reading: `| head`. A terminal that is gone is the screen's to end on.
	process.stdout.on('error', (error: NodeJS.ErrnoException) => {
		if (process.stdout.isTTY || loseStdout(error)) {
			return;
		}

		if (error.code === 'EPIPE') {
			process.exit(0);
		}

		printError(lostStdoutSentence(error));
		process.exit(failureExitCode);
	});
	// What cannot be said is no reason to stop working.
	process.stderr.on('error', () => undefined);
	try {
		checkCommand(program, argv[2]);
		await program.parseAsync([...argv]);
	} catch (error) {
		if (error instanceof CommanderError) {
			// Commander has written its message already.
			process.exitCode = error.exitCode === 0 ? 0 : usageExitCode;
			return;
		}

		printError(systemFailure(error) ?? `loki-sentinel failed: ${error instanceof Error ? error.stack ?? error.message : String(error)}`);
		process.exitCode = failureExitCode;
	}
}
