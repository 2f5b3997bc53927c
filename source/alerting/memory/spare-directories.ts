import {lstat, mkdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import path from 'node:path';
import process from 'node:process';

/** Where this user's runs on this machine can leave something when the state directory cannot be written: the session's own directory in memory, and the temporary one. */
export function spareDirectories(): readonly string[] {
	const runtime = process.env.XDG_RUNTIME_DIR;
	const user = process.getuid?.() ?? 'user';
	return [
		...runtime !== undefined && path.isAbsolute(runtime) ? [path.join(runtime, 'loki-sentinel')] : [],
		path.join(tmpdir(), `loki-sentinel-${user}`),
	];
}

/** Is it there for this user alone, or could be made so? All may write in a temporary directory: one that somebody else has put there is not used. */
export async function isOwnDirectory(directory: string): Promise<boolean> {
	try {
		await mkdir(directory, {mode: 0o700}).catch(() => undefined);
		const found = await lstat(directory);
		return found.isDirectory() && found.uid === (process.getuid?.() ?? found.uid) && (process.platform === 'win32' || (found.mode & 0o077) === 0);
	} catch {
		return false;
	}
}
