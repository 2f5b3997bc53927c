import assert from 'node:assert/strict';
import {test} from 'node:test';
import {type IncidentName, incidents} from '../../source/sandbox/traffic/incidents/registry.js';
import {createTraffic, type TrafficOptions} from '../../source/sandbox/traffic/index.js';
import type {SandboxEntry} from '../../source/sandbox/types.js';
import {
	areInOrder,
	between,
	isError,
	levelOf,
	perMinute,
	poissonTail,
	serviceOf,
	timeOf,
} from './helpers/counts.js';

const secondMs = 1000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const dayMinutes = 24 * 60;
const nowMs = Date.UTC(2026, 10, 23, 15, 30, 20);

const traffic = createTraffic({nowMs, seed: 7});
const {timeline} = traffic;
const batches: Array<readonly SandboxEntry[]> = [];
const byService = new Map<string, SandboxEntry[]>();
for (const batch of traffic.history()) {
	batches.push(batch);
	for (const entry of batch) {
		const list = byService.get(serviceOf(entry)) ?? [];
		list.push(entry);
		byService.set(serviceOf(entry), list);
	}
}

const entries = batches.flat();
const newestBatch = (options: TrafficOptions): readonly SandboxEntry[] => createTraffic(options).history().next().value ?? [];

const of = (service: string): readonly SandboxEntry[] => byService.get(service) ?? [];

/** Neither in the incident nor in a roll-out. */
const isOrdinary = (entry: SandboxEntry): boolean => {
	const timeMs = timeOf(entry);
	return timeMs < timeline.newPodsMs[0] && timeline.blips.every(blip =>
		blip.service !== serviceOf(entry) || timeMs < blip.startMs || timeMs >= blip.endMs);
};

test('a day of history holds the twelve services and about two hundred thousand lines', () => {
	assert.deepEqual(Array.from(byService, ([service]) => service).toSorted(), [...traffic.services].toSorted());
	assert.equal(traffic.services.length, 12);
	assert.ok(between(entries.length, 150_000, 225_000), `${entries.length} lines`);
	const oldestMs = Math.min(...batches.map(batch => timeOf(batch[0]!)));
	const newestMs = Math.max(...batches.map(batch => timeOf(batch.at(-1)!)));
	assert.ok(between(oldestMs, nowMs - (24 * hourMs), nowMs - (24 * hourMs) + minuteMs));
	assert.ok(between(newestMs, nowMs - (10 * secondMs), nowMs - 1));
});

test('history comes newest batch first, each in order of time and all of it before the batch that came earlier', () => {
	const disordered = batches.filter((batch, index) => {
		const newer = batches[index - 1]?.[0]?.timeNs ?? (BigInt(nowMs) * 1_000_000n);
		return !areInOrder(batch) || (batch.at(-1)?.timeNs ?? 0n) >= newer;
	});
	assert.equal(disordered.length, 0);
});

test('the same start and seed give the same lines, another seed gives others', () => {
	assert.deepEqual(newestBatch({nowMs, seed: 7}), batches[0]);
	assert.notDeepEqual(newestBatch({nowMs, seed: 8}).map(entry => entry.line), batches[0]?.map(entry => entry.line));
});

test('what came live reads the same in the history of a later start', () => {
	const laterMs = nowMs + (20 * secondMs);
	const linesOf = (list: readonly SandboxEntry[]): readonly string[] => list
		.filter(entry => serviceOf(entry) === 'search')
		.map(entry => `${entry.timeNs} ${entry.line}`);
	const live = linesOf(createTraffic({nowMs, seed: 7}).tick(laterMs));
	assert.notEqual(live.length, 0);
	assert.deepEqual(linesOf(newestBatch({nowMs: laterMs, seed: 7})).slice(-live.length), live);
});

test('ticks of any length give the same lines, in order and none twice', () => {
	const fine = createTraffic({nowMs, seed: 7});
	const untilMs = nowMs + (2 * minuteMs);
	const collected: SandboxEntry[] = [];
	for (let atMs = nowMs + 250; atMs <= untilMs; atMs += 250) {
		collected.push(...fine.tick(atMs));
	}

	assert.ok(areInOrder(collected));
	assert.deepEqual(collected, createTraffic({nowMs, seed: 7}).tick(untilMs));
	assert.deepEqual(fine.tick(nowMs + minuteMs), [], 'a clock that goes back brings nothing');
});

test('after a long pause only the last quarter of an hour is caught up', () => {
	const caughtUp = createTraffic({nowMs, seed: 7}).tick(nowMs + (8 * hourMs));
	assert.ok(timeOf(caughtUp[0]!) >= nowMs + (7.75 * hourMs));
	assert.ok(between(caughtUp.length, 1000, 40_000));
});

test('the shop sleeps before dawn and is busy in the late afternoon', () => {
	const gateway = of('api-gateway');
	const nightMs = Date.UTC(2026, 10, 23, 4, 0);
	const dayMs = Date.UTC(2026, 10, 22, 16, 0);
	const night = perMinute(gateway, nightMs, nightMs + (2 * hourMs));
	const day = perMinute(gateway, dayMs, dayMs + (2 * hourMs));
	assert.ok(between(day / night, 2, 3), `day ${day}, night ${night}`);
});

test('ordinary errors are a fifth to one and a half percent of each service', () => {
	const shares = [...byService].map(([service, lines]) => {
		const ordinary = lines.filter(entry => isOrdinary(entry));
		return {service, percent: (100 * ordinary.filter(entry => isError(entry)).length) / ordinary.length};
	});
	assert.deepEqual(shares.filter(({percent}) => !between(percent, 0.2, 1.5)), []);
});

/** Windows of a service whose ordinary errors are more than chance allows. */
const standOuts = (service: string, windowMinutes: number): readonly string[] => {
	// About 40,000 windows are looked at in all.
	const minProbability = 1e-7;
	const errors = of(service).filter(entry => isOrdinary(entry) && isError(entry));
	// The busiest hour has 1.34 times the day's mean; the cron job has all of its lines in three minutes of an hour.
	const crowding = service === 'billing-cron' ? 20 : 1.4;
	const mean = (errors.length / dayMinutes) * windowMinutes * crowding;
	const counts = new Map<number, number>();
	for (const entry of errors) {
		const window = Math.floor(timeOf(entry) / (windowMinutes * minuteMs));
		counts.set(window, (counts.get(window) ?? 0) + 1);
	}

	return [...counts]
		.filter(([, count]) => poissonTail(count, mean) < minProbability)
		.map(([window, count]) => `${service}: ${count} errors in ${windowMinutes} min at ${new Date(window * windowMinutes * minuteMs).toISOString()}`);
};

test('outside of the planted windows no minute, five minutes or hour of a service stands out of Poisson noise', () => {
	const found = traffic.services.flatMap(service => [1, 5, 60].flatMap(windowMinutes => standOuts(service, windowMinutes)));
	assert.deepEqual(found, []);
});

/** Variance of the counts a minute by what Poisson counts around their moving mean would have. */
const dispersionOf = (lines: readonly SandboxEntry[]): number => {
	const reach = 30;
	const firstMinute = Math.ceil((nowMs - (24 * hourMs)) / minuteMs);
	const counts = Array.from({length: 23 * 60}, () => 0);
	for (const entry of lines) {
		const index = Math.floor(timeOf(entry) / minuteMs) - firstMinute;
		if (index >= 0 && index < counts.length) {
			counts[index]! += 1;
		}
	}

	const ratios = counts.slice(reach, -reach).map((count, index) => {
		const around = counts.slice(index, index + (2 * reach) + 1);
		const mean = around.reduce((sum, other) => sum + other, 0) / around.length;
		return ((count - mean) ** 2) / mean;
	});
	return ratios.reduce((sum, ratio) => sum + ratio, 0) / ratios.length;
};

test('line counts of ordinary minutes vary no more than Poisson counts do', () => {
	const wild = traffic.services
		.filter(service => service !== 'billing-cron')
		.map(service => ({service, dispersion: dispersionOf(of(service))}))
		.filter(({dispersion}) => !between(dispersion, 0.3, 1.4));
	assert.deepEqual(wild, []);
});

test('billing-cron bursts each hour for three minutes', () => {
	const cron = of('billing-cron');
	const hours = Array.from({length: 22}, (_, index) => {
		const hourStartMs = (Math.floor(nowMs / hourMs) - 1 - index) * hourMs;
		return {
			burst: perMinute(cron, hourStartMs + (7 * minuteMs), hourStartMs + (10 * minuteMs)),
			rest: perMinute(cron, hourStartMs + (10 * minuteMs), hourStartMs + hourMs),
		};
	});
	assert.deepEqual(hours.filter(({burst, rest}) => burst < 20 || rest > 1.5), []);
});

test('a roll-out shakes its service within two counted minutes and brings new pods', () => {
	const podsOf = (service: string, fromMs: number, toMs: number): ReadonlySet<string> => new Set(of(service)
		.filter(entry => timeOf(entry) >= fromMs && timeOf(entry) < toMs)
		.map(entry => entry.labels.pod ?? ''));
	const rollouts = timeline.blips.map(({service, startMs, endMs}) => {
		const before = podsOf(service, startMs - hourMs, startMs);
		const after = podsOf(service, startMs, startMs + hourMs);
		return {
			minutes: Math.floor((endMs - 1) / minuteMs) - Math.floor(startMs / minuteMs) + 1,
			pods: [before.size, after.size],
			kept: [...after].filter(pod => before.has(pod)).length,
		};
	});
	assert.deepEqual(rollouts, Array.from({length: 3}, () => ({minutes: 2, pods: [2, 2], kept: 0})));
});

test('requests leave one trace id in all the services that they pass', () => {
	const services = new Map<string, Set<string>>();
	for (const entry of batches[6] ?? []) {
		const trace = entry.metadata?.trace_id;
		if (trace !== undefined) {
			services.set(trace, (services.get(trace) ?? new Set()).add(serviceOf(entry)));
		}
	}

	assert.deepEqual(Array.from(services, ([trace]) => trace).filter(trace => !/^[\da-f]{32}$/.test(trace)), []);
	const widest = Array.from(services, ([, passed]) => passed).toSorted((a, b) => b.size - a.size)[0] ?? new Set();
	assert.ok(widest.size >= 6, [...widest].join(', '));
	assert.deepEqual(['frontend', 'api-gateway', 'checkout', 'payment'].filter(service => !widest.has(service)), []);
});

test('hostile lines are there and rare, some of them in the incident', () => {
	const marks = ['\u{1B}[', 'ignore previous instructions', 'bounce for ', 'Bearer eyJ', '<!channel>', '\u{202E}'];
	const found = marks.map(mark => ({mark, lines: entries.filter(entry => entry.line.includes(mark)).length}));
	assert.deepEqual(found.filter(({lines}) => !between(lines, 5, 200)), []);
	const inIncident = of('payment').filter(entry => timeOf(entry) >= timeline.paymentOnsetMs).map(entry => entry.line);
	assert.deepEqual(['Bearer eyJ', 'ignore previous instructions', '@example.com'].filter(mark => inIncident.every(line => !line.includes(mark))), []);
});

test('more services than the story has are plain and cheap, each with its own name', () => {
	const wide = createTraffic({nowMs, seed: 7, serviceCount: 200});
	assert.equal(new Set(wide.services).size, 200);
	assert.equal(new Set(createTraffic({nowMs, seed: 1, serviceCount: 600}).services).size, 600);
	const history = wide.history();
	history.next();
	const lines = (history.next().value ?? []).filter(entry => !traffic.services.includes(serviceOf(entry)));
	assert.ok(between(lines.length / 5, 20, 250), `${lines.length} lines in 5 minutes`);
	assert.deepEqual(lines.filter(entry => levelOf(entry) === 'unknown'), []);
});

test('before its onset an incident changes no line of the others', () => {
	// 20 to 25 minutes before the start.
	const batchOf = (incident: IncidentName): readonly SandboxEntry[] => {
		const history = createTraffic({nowMs, seed: 7, incident}).history();
		const newest = Array.from({length: 5}, () => history.next().value ?? []);
		return newest.at(-1) ?? [];
	};

	const usual = batchOf('pool');
	assert.ok(usual.length > 300);
	for (const name of Object.keys(incidents) as IncidentName[]) {
		const own = new Set<string>((incidents[name]).services);
		assert.deepEqual(batchOf(name).filter(entry => !own.has(serviceOf(entry))), usual, name);
	}
});

test('the pool is what plays where no incident is named', () => {
	assert.deepEqual(newestBatch({nowMs, seed: 7, incident: 'pool'}), newestBatch({nowMs, seed: 7}));
});
