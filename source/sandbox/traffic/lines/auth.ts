import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {isoTime} from '../times.js';
import {clientIp, userId} from './people.js';

const clients = ['web', 'ios', 'android', 'partner-api'];

export const sessionLine = (random: Random, timeMs: number): Written => {
	const head = `ts=${isoTime(timeMs)}`;
	if (random.chance(0.04)) {
		return {level: 'warn', line: `level=warn ${head} caller=login.go:141 msg="login rejected" user=${userId(random)} ip=${clientIp(random)} reason=bad_password`};
	}

	const event = random.chance(0.6)
		? `caller=session.go:77 msg="session refreshed" user=${userId(random)} client=${random.pick(clients)} ttl=3600s took=${random.durationMs(6)}ms`
		: `caller=login.go:96 msg="login ok" user=${userId(random)} ip=${clientIp(random)} method=password took=${random.durationMs(64)}ms`;
	return {level: 'info', line: `level=info ${head} ${event}`};
};

export const verifyLine = (random: Random, timeMs: number, caller: string): Written => ({
	level: 'info',
	line: `level=info ts=${isoTime(timeMs)} caller=verify.go:52 msg="token verified" client=${caller} kid=${random.pick(['k7', 'k8'])} took=${random.durationMs(3)}ms`,
});

export const authTrouble = (random: Random, timeMs: number): Written => {
	const event = random.chance(0.6)
		? `caller=store.go:203 msg="session store write failed" user=${userId(random)} err="redis: connection pool timeout"`
		: 'caller=keys.go:61 msg="signing key fetch failed" kid=k8 err="context deadline exceeded"';
	return {level: 'error', line: `level=error ts=${isoTime(timeMs)} ${event}`};
};

export const authChore = (random: Random, timeMs: number): Written => ({
	level: 'debug',
	line: `level=debug ts=${isoTime(timeMs)} caller=gc.go:33 msg="expired sessions removed" count=${random.int(3, 60)} took=${random.durationMs(12)}ms`,
});

/** The line that storms. On an ordinary day it is written now and then, with a growing backoff. */
export const refreshRetry = (random: Random, timeMs: number, isStorm: boolean): Written => {
	const attempt = isStorm ? random.int(3, 40) : random.int(1, 3);
	const backoff = isStorm ? '0s' : `${2 ** attempt}s`;
	const client = isStorm ? 'partner-sync' : random.pick(clients);
	const head = `level=warn ts=${isoTime(timeMs)} caller=refresh.go:118`;
	return {
		level: 'warn',
		line: `${head} msg="token refresh failed, retrying" client=${client} attempt=${attempt} backoff=${backoff} upstream=idp.internal:8443 err="context deadline exceeded"`,
	};
};
