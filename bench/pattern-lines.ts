const letters = 'abcdefghijklmnopqrstuvwxyz';
const services = ['payment', 'checkout', 'inventory', 'auth', 'search', 'mailer', 'catalog', 'billing', 'gateway', 'shipping', 'reviews', 'pricing'];

/** A generator of numbers below one that gives the same ones for the same seed (Park and Miller, 1988). */
export function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

/** A line as a service writes it: logfmt, JSON, log4j or an access log. */
export function serviceLine(random: () => number): string {
	const below = (limit: number): number => Math.floor(random() * limit);
	const service = services[below(services.length)]!;
	const layouts = [
		() => `ts=2026-03-01T12:00:00.${below(1000)}Z level=info caller=server.go:${below(900)} msg="request done" method=GET path=/api/orders/${below(10_000)} status=200 duration=${below(1000)}ms`,
		() => `{"time":"2026-03-01T12:00:00Z","level":"error","msg":"order ${below(10_000)} failed after ${below(900)}ms","service":"${service}","trace_id":"${below(1e9).toString(16)}f00d${below(1e9).toString(16)}"}`,
		() => `2026-03-01 12:00:00,${below(1000)} WARN  [pool-1-thread-${below(9)}] com.example.${service}.Worker: queue of ${service} holds ${below(500)} jobs, oldest ${below(60)}s`,
		() => `10.0.${below(255)}.${below(255)} - - [01/Mar/2026:12:00:00 +0000] "GET /api/${service}/${below(10_000)} HTTP/1.1" 200 ${below(90_000)} "-" "curl/8.4.0"`,
		() => `connection to 10.1.${below(255)}.${below(255)}:5432 lost, retrying in ${below(30)}s (attempt ${below(9)})`,
	];
	return layouts[below(layouts.length)]!();
}

/** A line of ten words that no other line has. */
export function randomWordLine(random: () => number): string {
	const word = (): string => Array.from({length: 3 + Math.floor(random() * 8)}, () => letters[Math.floor(random() * letters.length)]).join('');
	return Array.from({length: 10}, () => word()).join(' ');
}

/** Lines of a length that are made to be slow: what a scanner, a parser of JSON or an expression could stumble over. */
export function linesOfLength(length: number): readonly string[] {
	const fill = (unit: string): string => unit.repeat(Math.ceil(length / unit.length)).slice(0, length);
	return [
		fill('1'),
		fill(' '),
		fill('"'),
		fill('['),
		fill('{"a":'),
		fill('a="b" '),
		fill(String.raw`=\"`),
		fill('😀'),
		fill('\u{1B}['),
		fill('0123456789abcdef '),
		fill('a.b.c:1 '),
		fill('/a'),
		fill(':1'),
		fill('at a.b(c) \n'),
		fill('<*>'),
		fill(String.raw`\u0041`),
		fill('GET /a?b=c '),
		fill('aB3_'),
		fill('Jan 1 '),
		`{"msg":"${fill('x ')}`,
	];
}
