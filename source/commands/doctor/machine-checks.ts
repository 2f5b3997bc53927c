import type process from 'node:process';
import {version} from '../../version.js';
import {judgeStateDirectory} from './judgements/state-directory.js';
import {judgeTerminal} from './judgements/terminal.js';
import {lookAtDirectory} from './look-at-directory.js';
import type {Check} from './types.js';

type Process = Pick<typeof process, 'env' | 'stdin' | 'stdout' | 'versions' | 'platform' | 'arch'>;

/** What runs here. The launcher refuses a Node that is too old. */
export function programCheck({versions, platform, arch}: Process): Check {
	return {
		id: 'program',
		title: 'program',
		run: () => ({state: 'pass', detail: `loki-sentinel ${version} on Node.js ${versions.node}, ${platform} ${arch}.`}),
	};
}

/** The terminal that the screen would be drawn on. */
export function terminalCheck({env, stdin, stdout}: Process): Check {
	return {
		id: 'terminal',
		title: 'terminal',
		run: () => judgeTerminal({
			env,
			isInputTty: stdin.isTTY,
			isOutputTty: stdout.isTTY,
			columns: stdout.columns,
			rows: stdout.rows,
			colorDepth: stdout.isTTY ? stdout.getColorDepth(env) : 1,
		}),
	};
}

/** The directory where records are kept. */
export function stateDirectoryCheck(directory: string): Check {
	return {
		id: 'state-directory',
		title: 'records',
		run: async () => judgeStateDirectory(await lookAtDirectory(directory)),
		ifSlow: 'The file system does not answer: a network share? Name another directory with LOKI_SENTINEL_STATE_DIR.',
	};
}
