import {formatBytes} from '../../../words/numbers.js';
import type {Judgement} from '../types.js';

/** What was found at the directory where records are kept. */
export type DirectoryFacts = {
	readonly directory: string;
	readonly exists: boolean;
	/** The error's code where it, or the nearest directory above it that is there, cannot be written. */
	readonly notWritable: string | undefined;
	/** Permission bits, undefined where it does not exist or the system has none. */
	readonly mode: number | undefined;
	/** Files in it that others can read or write, as a few names, and how many there are. */
	readonly openFiles: {readonly count: number; readonly names: readonly string[]};
	/** Undefined where the system does not tell. */
	readonly freeBytes: number | undefined;
};

const bitsOfOthers = 0o077;
const littleBytes = 100 * 1024 * 1024;

/** Records hold redacted log text, so they are for one's own eyes. Without a directory everything works but what is remembered. */
export function judgeStateDirectory({directory, exists, notWritable, mode, openFiles, freeBytes}: DirectoryFacts): Judgement {
	const free = freeBytes === undefined ? '' : `, ${formatBytes(freeBytes)} free`;
	if (notWritable !== undefined) {
		return {
			state: 'warn',
			detail: `${directory} cannot be ${exists ? 'written' : 'made'} (${notWritable}): alerts sent and patterns learnt are forgotten when the program ends.`,
			nextStep: 'Name a directory that you can write with LOKI_SENTINEL_STATE_DIR.',
		};
	}

	if (mode !== undefined && (mode & bitsOfOthers) !== 0) {
		return {state: 'warn', detail: `${directory} can be read by others (mode ${octal(mode)})${free}.`, nextStep: `Run chmod 700 ${directory}`};
	}

	if (openFiles.count > 0) {
		return {
			state: 'warn',
			detail: `${openFiles.count === 1 ? 'A file' : `${openFiles.count} files`} in ${directory} can be read by others: ${openFiles.names.join(', ')}${free}.`,
			nextStep: `Run chmod -R go= ${directory}`,
		};
	}

	return freeBytes !== undefined && freeBytes < littleBytes ? {state: 'warn', detail: `${directory} can be written, but has only ${formatBytes(freeBytes)} left.`, nextStep: 'Make room, or name another directory with LOKI_SENTINEL_STATE_DIR.'} : {state: 'pass', detail: exists ? `${directory} can be written${mode === undefined ? '' : ` (mode ${octal(mode)})`}${free}.` : `${directory} will be made when it is needed${free}.`};
}

const octal = (mode: number): string => (mode & 0o777).toString(8).padStart(4, '0');
