import process from 'node:process';
import {startPlainSandbox} from '../sandbox/start-plain.js';
import {usageExitCode} from './exit-codes.js';
import {untilInterrupted} from './interrupt.js';

type SandboxFlags = {
	readonly port?: string;
	readonly empty?: boolean;
};

/** Runs the embedded Loki alone until it is interrupted. Gives the exit code. */
export async function sandbox({port = '3199', empty = false}: SandboxFlags): Promise<number> {
	const portNumber = Number(port);
	if (!Number.isInteger(portNumber) || portNumber < 0 || portNumber > 65_535) {
		console.error(`--port ${port} is not a port: a whole number from 0 to 65535 is wanted.`);
		return usageExitCode;
	}

	const {url, close} = await startPlainSandbox({port: portNumber, isEmpty: empty});
	console.log(`sandbox Loki on ${url}${empty ? ', empty' : ', with traffic of the last 24 h and live'}`);
	console.log(`try: LOKI_URL=${url} npx loki-sentinel`);
	await untilInterrupted(process);
	await close();
	return 0;
}
