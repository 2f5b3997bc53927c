import process from 'node:process';
import {startPlainSandbox, type PlainSandbox} from '../../sandbox/start-plain.js';
import {failureExitCode, usageExitCode} from '../shared/exit-codes.js';
import {chooseIncident} from '../shared/incident-option.js';
import {untilInterrupted} from '../shared/interrupt.js';
import {print, printError} from '../shared/print.js';

type SandboxFlags = {
	readonly port?: string;
	readonly empty?: boolean;
	readonly incident?: string;
};

/** Runs the embedded Loki alone until it is interrupted. Gives the exit code. */
export async function sandbox({port = '3199', empty = false, incident}: SandboxFlags): Promise<number> {
	const portNumber = Number(port);
	if (!Number.isInteger(portNumber) || portNumber < 0 || portNumber > 65_535) {
		printError(`--port: ${JSON.stringify(port)} is invalid, expected an integer from 0 to 65535.`);
		return usageExitCode;
	}

	const chosen = chooseIncident(incident);
	if (chosen.type === 'done') {
		return chosen.exitCode;
	}

	if (empty && incident !== undefined) {
		printError('--incident: an incident needs traffic, and --empty has none. Leave one of them out.');
		return usageExitCode;
	}

	let running: PlainSandbox;
	try {
		running = await startPlainSandbox({port: portNumber, isEmpty: empty, incident: chosen.incident});
	} catch (error) {
		const isTaken = error instanceof Error && 'code' in error && error.code === 'EADDRINUSE';
		if (!isTaken) {
			throw error;
		}

		printError(`Port ${portNumber} is used by another program. Choose another one with --port, or 0 for any free port.`);
		return failureExitCode;
	}

	const {url, close} = running;
	print(`sandbox Loki on ${url}${empty ? ', empty' : ', with traffic of the last 24 h and live'}`, `try: LOKI_URL=${url} npx loki-sentinel`);
	await untilInterrupted(process);
	await close();
	return 0;
}
