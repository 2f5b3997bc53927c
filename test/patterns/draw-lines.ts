import {readFileSync} from 'node:fs';

/** The messages of one program, with what stands in front of them. Placeholders stand in braces. */
export type Family = {
	readonly name: string;
	/** With `{message}` and perhaps `{level}` in it. */
	readonly header: string;
	readonly messages: ReadonlyArray<readonly [level: string, message: string]>;
};

/** The families of the fixture. */
export function readFamilies(): readonly Family[] {
	const [, ...sections] = readFileSync('test/fixtures/patterns/log-families.txt', 'utf8').split('\n# ');
	return sections.map(section => {
		const [name = '', header = '', ...messages] = section.trimEnd().split('\n');
		return {
			name, header, messages: messages.map(line => [line.slice(0, line.indexOf('\t')), line.slice(line.indexOf('\t') + 1)] as const),
		};
	});
}

/** A line and which message of its family it is. */
export type DrawnLine = {readonly line: string; readonly message: number};

/** A generator of numbers below one that gives the same ones for the same seed (Park and Miller, 1988). */
export function createRandom(seed: number): () => number {
	let state = seed;
	return () => {
		state = (state * 48_271) % 2_147_483_647;
		return state / 2_147_483_647;
	};
}

const users = ['alice', 'bob', 'carol', 'dave', 'erin', 'frank', 'grace', 'heidi', 'ivan', 'judy', 'mallory', 'niaj', 'olivia', 'peggy', 'rupert', 'sybil', 'trent', 'victor', 'walter', 'yolanda'];
const services = ['payment', 'checkout', 'inventory', 'auth', 'search', 'mailer', 'catalog', 'billing', 'gateway', 'shipping', 'reviews', 'pricing'];
const tables = ['orders', 'customers', 'invoices', 'carts', 'sessions', 'products', 'stock', 'refunds', 'audit', 'coupons'];
const databases = ['shop', 'warehouse', 'crm', 'reporting', 'identity'];
const hosts = ['db.internal', 'cache.internal', 'queue.example.com', 'api.stripe.com', 'smtp.example.org', 'redis.default.svc.cluster.local'];
const words = ['falcon', 'otter', 'maple', 'quartz', 'ember', 'cobalt', 'willow', 'saffron', 'lagoon', 'marble', 'tundra', 'velvet', 'zephyr', 'orchid', 'pepper'];
const agents = ['Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36', 'curl/8.4.0', 'kube-probe/1.27', 'Mozilla/5.0 (iPhone; CPU iPhone OS 17_1 like Mac OS X)', 'python-requests/2.31.0', 'Go-http-client/2.0'];

const pad = (value: number, length: number): string => String(value).padStart(length, '0');

/** What a placeholder stands for in one line. */
function draw(name: string, random: () => number): string {
	const below = (limit: number): number => Math.floor(random() * limit);
	const pick = (list: readonly string[]): string => list[below(list.length)]!;
	const characters = (alphabet: string, length: number): string => Array.from({length}, () => alphabet[below(alphabet.length)]!).join('');
	const hex = (length: number): string => characters('0123456789abcdef', length);
	const clock = `${pad(below(24), 2)}:${pad(below(60), 2)}:${pad(below(60), 2)}`;
	const day = pad(1 + below(28), 2);
	const dashes = `2026-03-${day}`;
	const length = /^hex(\d+)$/.exec(name)?.[1];
	if (length !== undefined) {
		return hex(Number(length));
	}

	const makers: Readonly<Record<string, () => string>> = {
		agent: () => pick(agents),
		base64: () => characters('ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789', 22),
		cassandraThread: () => `${pick(['CompactionExecutor', 'ScheduledTasks', 'GossipStage'])}:${below(9)}`,
		className: () => `${pick(words).replace(/^./, letter => letter.toUpperCase())}${pick(['Application', 'Context', 'Service'])}`,
		clfTime: () => `${day}/Mar/2026:${clock} +0000`,
		commaIsoTime: () => `${dashes}T${clock},${pad(below(1000), 3)}`,
		commaTime: () => `${dashes} ${clock},${pad(below(1000), 3)}`,
		database: () => pick(databases),
		day: () => day,
		date: () => `2026.03.${day}`,
		digit: () => String(below(10)),
		dur: () => pick([`${below(1000)}ms`, `${below(60)}.${below(1000)}s`, `${below(60)}m${below(60)}s`, `${below(9)}m0s`, `${below(900)}.${below(10)}µs`]),
		envoyLogger: () => pick(['main', 'config', 'router', 'http', 'backtrace']),
		epoch: () => `17${pad(below(100_000_000), 8)}.${below(1_000_000)}`,
		epochMs: () => `17${pad(below(100_000_000), 8)}${pad(below(1000), 3)}`,
		epochShort: () => `17${pad(below(100_000_000), 8)}`,
		esLogger: () => pick(['o.e.c.m.MetadataCreateIndexService', 'o.e.m.j.JvmGcMonitorService', 'o.e.c.r.a.AllocationService']).padEnd(24),
		file: () => `/var/${pick(words)}/${pick(words)}.${pick(['log', 'dat', 'conf'])}`,
		float: () => `${below(100)}.${pad(below(1000), 3)}`,
		goFile: () => `${pick(words)}/handler.go`,
		hadoopThread: () => pick(['main', 'AsyncDispatcher event handler', 'RMCommunicator Allocator', `IPC Server handler ${below(30)} on ${1024 + below(60_000)}`]),
		host: () => pick(hosts),
		hostName: () => pick(['web-1', 'web-2', 'bastion', 'ip-10-0-3-17', 'db-primary']),
		int: () => String(below(10 ** (1 + below(6)))),
		ip: () => `10.${below(256)}.${below(256)}.${1 + below(254)}`,
		isoTime: () => `${dashes}T${clock}.${pad(below(1000), 3)}Z`,
		klogTime: () => `03${day} ${clock}.${pad(below(1_000_000), 6)}`,
		line: () => String(1 + below(900)),
		mac: () => Array.from({length: 14}, () => hex(2)).join(':'),
		microTime: () => `${dashes}T${clock}.${pad(below(1_000_000), 6)}`,
		namespace: () => pick(['default', 'shop', 'kube-system', 'monitoring']),
		node: () => pick(['node-1', 'ip-10-0-1-22.eu-west-1.compute.internal', 'gke-pool-1-7f3a', 'worker-17']),
		node228: () => `dn${below(1000)}`,
		phpTime: () => `${day}-Mar-2026 ${clock}`,
		pod: () => `${pick(services)}-${hex(10)}-${characters('bcdfghjklmnpqrstvwxz2456789', 5)}`,
		port: () => String(1024 + below(60_000)),
		promFile: () => pick(['head.go', 'compact.go', 'scrape.go', 'group.go', 'notifier.go']),
		redisTime: () => `${day} Mar 2026 ${clock}.${pad(below(1000), 3)}`,
		referer: () => pick(['-', 'https://shop.example.com/', 'https://www.google.com/']),
		remoteUser: () => pick(['-', '-', pick(users)]),
		role: () => pick(['M', 'C', 'S']),
		service: () => pick(services),
		shortTime: () => clock,
		sixDigits: () => pad(below(1_000_000), 6),
		slashTime: () => `2026/03/${day} ${clock}`,
		sparkTime: () => `26/03/${day} ${clock}`,
		spaceTime: () => `${dashes} ${clock}.${pad(below(1000), 3)}`,
		spacedInt: () => String(below(100_000)).padStart(7),
		subsystem: () => pick(['Server', 'InnoDB', 'Repl']),
		syslogTime: () => `Mar ${String(1 + below(28)).padStart(2)} ${clock}`,
		table: () => pick(tables),
		thread: () => pick(['main', `nio-8080-exec-${below(20)}`, `scheduling-${below(4)}`, `pool-${below(9)}-thread-${below(9)}`]),
		topic: () => pick(['orders', 'payments', 'shipments', 'emails', 'audit-log', 'stock-updates']),
		ts: () => `${dashes} ${clock}`,
		ulid: () => characters('0123456789ABCDEFGHJKMNPQRSTVWXYZ', 26),
		user: () => pick(users),
		uuid: () => `${hex(8)}-${hex(4)}-${hex(4)}-${hex(4)}-${hex(12)}`,
		word: () => pick(words),
	};
	return makers[name]?.() ?? `{${name}}`;
}

/** Draws lines of a family, each message at least twice, in a mixed order that depends on the seed alone. */
export function drawLines({header, messages}: Family, count: number, seed: number): readonly DrawnLine[] {
	const random = createRandom(seed);
	return Array.from({length: count}, (_, index) => {
		const message = index < messages.length * 2 ? index % messages.length : Math.floor(random() * messages.length);
		const [level = '', text = ''] = messages[message] ?? [];
		const marked = header
			.replace('{message}', () => text)
			.replaceAll('{level}', () => level)
			.replaceAll('{mark}', () => level)
			.replaceAll('{paddedLevel}', () => level.padEnd(5))
			.replaceAll('{levelLetter}', () => level.charAt(0));
		const once = new Map<string, string>();
		const line = marked.replaceAll(/\{(same:)?([a-z]\w*)\}/gi, (_whole, same: string | undefined, name: string) => {
			const value = (same === undefined ? undefined : once.get(name)) ?? draw(name, random);
			once.set(name, value);
			return value;
		});
		return {line, message};
	});
}

/** What is left of a value once it was written to a file and read again. */
export function throughJson(value: unknown): unknown {
	const text = JSON.stringify(value);
	return JSON.parse(text);
}
