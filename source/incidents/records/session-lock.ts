import {
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import {hostname} from 'node:os';
import process from 'node:process';

type Holder = {
	readonly pid: number;
	readonly host: string;
	/** When that process began, as the system counts it: a number of a process is used again. */
	readonly began: string | undefined;
};

/** Who writes a record. */
export type Lock =
	| {readonly type: 'held'; readonly release: () => void}
	| {readonly type: 'taken'; readonly by: string};

const fileMode = 0o600;
/** Linux says in field 22 of /proc/PID/stat when a process began; the command before it may hold spaces. */
const beganField = 19;

/** Takes a record for this process, or says who has it. A process that is gone holds nothing. Throws where the lock cannot be written. */
export function lockSession(file: string): Lock {
	const own: Holder = {pid: process.pid, host: hostname(), began: beganAt(process.pid)};
	for (let attempt = 0; attempt < 3; attempt++) {
		try {
			writeFileSync(file, JSON.stringify(own), {flag: 'wx', mode: fileMode});
			return {
				type: 'held',
				release() {
					if (holderOf(file)?.pid === process.pid) {
						rmSync(file, {force: true});
					}
				},
			};
		} catch (error) {
			if (!(error instanceof Error && 'code' in error && error.code === 'EEXIST')) {
				throw error;
			}
		}

		const holder = holderOf(file);
		if (holder && isLiving(holder)) {
			return {type: 'taken', by: nameOf(holder)};
		}

		rmSync(file, {force: true});
	}

	return {type: 'taken', by: 'another process'};
}

/** Whether a process that lives writes this record. */
export function isLocked(file: string): boolean {
	const holder = holderOf(file);
	return holder !== undefined && isLiving(holder);
}

const nameOf = ({pid, host}: Holder): string => host === hostname() ? `process ${pid}` : `process ${pid} on ${host}`;

function holderOf(file: string): Holder | undefined {
	try {
		const value: unknown = JSON.parse(readFileSync(file, 'utf8'));
		if (typeof value !== 'object' || value === null || !('pid' in value) || typeof value.pid !== 'number' || !Number.isInteger(value.pid) || value.pid <= 0) {
			return undefined;
		}

		return {
			pid: value.pid,
			host: 'host' in value && typeof value.host === 'string' ? value.host : '',
			began: 'began' in value && typeof value.began === 'string' ? value.began : undefined,
		};
	} catch {
		return undefined;
	}
}

/** Of a process elsewhere nothing can be known: a home directory may be shared by several hosts. */
function isLiving({pid, host, began}: Holder): boolean {
	if (host !== hostname()) {
		return true;
	}

	try {
		process.kill(pid, 0);
	} catch (error) {
		return error instanceof Error && 'code' in error && error.code === 'EPERM';
	}

	const now = beganAt(pid);
	return began === undefined || now === undefined || now === began;
}

function beganAt(pid: number): string | undefined {
	try {
		const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
		return stat.slice(stat.lastIndexOf(')') + 2).split(' ', 20)[beganField];
	} catch {
		return undefined;
	}
}
