import {userInfo} from 'node:os';
import path from 'node:path';

export type Environment = Readonly<Record<string, string | undefined>>;

const folder = 'loki-sentinel';

/** Where settings are stored: `$XDG_CONFIG_HOME/loki-sentinel`, `~/.config/loki-sentinel`, on Windows `%APPDATA%\loki-sentinel`. */
export function configDirectory(env: Environment): string {
	return path.join(absolute(env.XDG_CONFIG_HOME) ?? absolute(env.APPDATA) ?? path.join(home(env), '.config'), folder);
}

/** Where records are kept: `$XDG_STATE_HOME/loki-sentinel`, `~/.local/state/loki-sentinel`, on Windows `%LOCALAPPDATA%\loki-sentinel`. */
export function stateDirectory(env: Environment): string {
	return path.join(absolute(env.XDG_STATE_HOME) ?? absolute(env.LOCALAPPDATA) ?? path.join(home(env), '.local', 'state'), folder);
}

function home(env: Environment): string {
	return absolute(env.HOME) ?? absolute(env.USERPROFILE) ?? ofAccount();
}

/** An account without an entry has no home, as in many containers: nothing can be written at the root, which is then said where it matters. */
function ofAccount(): string {
	try {
		return absolute(userInfo().homedir) ?? path.sep;
	} catch {
		return path.sep;
	}
}

/** The XDG specification: a path that is not absolute is to be ignored. */
function absolute(directory: string | undefined): string | undefined {
	return directory !== undefined && path.isAbsolute(directory) ? directory : undefined;
}
