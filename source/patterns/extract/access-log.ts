import type {LogLevel} from '../types.js';

// The request in quotes and its status, as nginx, Apache, envoy, gunicorn, uvicorn and haproxy write them.
const requestThenStatus = /"([A-Z]{3,8}) (\S{1,2000})(?: HTTP\/[\d.]+)?"? (\d{3})(?= |$)/;
// The status behind timers (haproxy), or before the status of the target and two sizes (load balancers).
const statusThenRequest = /(?:\d(?:\/-?\d+){3,4} (\d{3}) [^"]{0,200}|\s(\d{3}) (?:\d{3}|-) \d+ \d+ )"([A-Z]{3,8}) (\S{1,2000}?)(?: HTTP\/[\d.]+)?"/;

/** Who asked, when, from where and with what browser says nothing about what happened: the request and its status remain. */
export function readAccessLog(line: string): {readonly text: string; readonly level: LogLevel} | undefined {
	if (!line.includes('"')) {
		return undefined;
	}

	const forward = requestThenStatus.exec(line);
	if (forward) {
		return describe(forward[1], forward[2], forward[3]);
	}

	const backward = / HTTP\/\d/.test(line) ? statusThenRequest.exec(line) : undefined;
	return backward ? describe(backward[3], backward[4], backward[1] ?? backward[2]) : undefined;
}

function describe(method = '', target = '', status = ''): {readonly text: string; readonly level: LogLevel} {
	const path = target.replace(/^https?:\/\/[^/]+/, '');
	return {text: `${method} ${path === '' ? '/' : path} ${status}`, level: levelOfStatus(status)};
}

/** The level that an HTTP status stands for. */
export function levelOfStatus(status: string): LogLevel {
	if (status.startsWith('5')) {
		return 'error';
	}

	return status.startsWith('4') ? 'warn' : 'info';
}
