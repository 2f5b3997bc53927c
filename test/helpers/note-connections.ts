// Loaded into a program that a test runs (`--import`): writes down every address that it connects to, one a line.
import {appendFileSync} from 'node:fs';
import net from 'node:net';
import process from 'node:process';

const file = process.env.LOKI_SENTINEL_TEST_CONNECTIONS;
const connect = Reflect.get(net.Socket.prototype, 'connect') as unknown as (...args: readonly unknown[]) => net.Socket;

/** `net` passes its own calls on as one array with the options in front. */
function addressOf([first, second]: readonly unknown[]): string {
	const options: unknown = Array.isArray(first) ? first[0] : first;
	if (typeof options !== 'object' || options === null) {
		return `${typeof second === 'string' ? second : 'localhost'}:${String(options)}`;
	}

	const {host, port, path} = options as {readonly host?: string | undefined; readonly port?: number; readonly path?: string};
	return path ?? `${host ?? 'localhost'}:${port}`;
}

if (file !== undefined) {
	Reflect.set(net.Socket.prototype, 'connect', function (this: net.Socket, ...args: readonly unknown[]) {
		appendFileSync(file, `${addressOf(args)}\n`);
		return Reflect.apply(connect, this, args);
	});
}
