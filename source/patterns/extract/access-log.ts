import type {LogLevel} from '../types.js';

// The request in quotes and its status, as nginx, Apache, envoy, gunicorn, uvicorn and haproxy write them.
const requestThenStatus = /"([A-Z]{3,8}) (\S{1,2000})(?: HTTP\/[\d.]+)?"? (\d{3})(?= |$)/;
const commonLogFormat = /^\S+ \S+ \S+ \[[^\]]{10,40}\] "[^"]{0,2000}" (\d{3}) /;
// Columns between bars, as gin writes them.
const tableLayout = /\| *(\d{3}) \|[^"]{0,200}\| *([A-Z]{3,8}) +"(\/[^"]*)"/;
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

	const common = commonLogFormat.exec(line);
	if (common) {
		// Not a request: a scan of ports, TLS spoken to a plain port, a connection given up.
		return describe('', 'malformed request', common[1]);
	}

	const table = tableLayout.exec(line);
	if (table) {
		return describe(table[2], table[3], table[1]);
	}

	const backward = / HTTP\/\d/.test(line) ? statusThenRequest.exec(line) : undefined;
	return backward ? describe(backward[3], backward[4], backward[1] ?? backward[2]) : undefined;
}

function describe(method = '', target = '', status = ''): {readonly text: string; readonly level: LogLevel} {
	const path = target.replace(/^https?:\/\/[^/]+/, '');
	return {text: method === '' ? `${target} status=${status}` : `${method} ${path === '' ? '/' : path} ${status}`, level: levelOfStatus(status)};
}

/** The level that an HTTP status stands for. */
export function levelOfStatus(status: string): LogLevel {
	if (status.startsWith('5')) {
		return 'error';
	}

	return status.startsWith('4') ? 'warn' : 'info';
}
