import type {Timeline} from './timeline.js';
import {createRandom} from './random.js';

/** The services of the story; a bench asks for more. */
export const storyServices = [
	'frontend',
	'api-gateway',
	'auth',
	'catalog',
	'search',
	'cart',
	'checkout',
	'payment',
	'orders',
	'inventory',
	'notifications',
	'billing-cron',
] as const;

export type StoryService = (typeof storyServices)[number];

export type Level = 'debug' | 'info' | 'warn' | 'error';

/** One pod: its labels by level are made once and shared by all of its entries. */
export type Pod = {
	readonly name: string;
	readonly version: string;
	readonly labels: (level: Level) => Readonly<Record<string, string>>;
};

/** The pods that serve from a moment on. */
type Generation = {
	readonly sinceMs: number;
	readonly pods: readonly Pod[];
};

export type Fleet = {
	/** The pods of a service that serve at a moment; at least one. */
	readonly podsOf: (service: string, timeMs: number) => readonly Pod[];
};

type Layout = {
	readonly pods: number;
	readonly version: string;
	readonly container?: string;
	/** The log agent reads the level of these formats into a label, since Loki does not find it in the line. */
	readonly hasLevelLabel?: boolean;
	/** The team puts app.kubernetes.io/version on its pods and the agent keeps it. */
	readonly hasVersionLabel?: boolean;
};

const layouts: Readonly<Record<StoryService, Layout>> = {
	frontend: {pods: 3, version: '5.20.1', container: 'nginx'},
	'api-gateway': {pods: 3, version: '2.11.0', hasVersionLabel: true},
	auth: {pods: 2, version: '3.4.2', hasVersionLabel: true},
	catalog: {pods: 2, version: '0.88.3', container: 'gunicorn'},
	search: {pods: 2, version: '1.9.0'},
	cart: {pods: 2, version: '7.2.1'},
	checkout: {pods: 3, version: '4.7.3', hasVersionLabel: true},
	payment: {
		pods: 3, version: '1.41.3', hasLevelLabel: true, hasVersionLabel: true,
	},
	orders: {
		pods: 2, version: '2.30.0', hasLevelLabel: true, hasVersionLabel: true,
	},
	inventory: {pods: 2, version: '1.15.4'},
	notifications: {pods: 2, version: '0.41.0'},
	'billing-cron': {
		pods: 1, version: '1.3.0', container: 'invoices', hasLevelLabel: true,
	},
};
const genericLayout: Layout = {pods: 2, version: '1.0.0'};

export const newPaymentVersion = '1.42.0';

/** Without vowels and look-alikes, as Kubernetes draws them. */
const podAlphabet = [...'bcdfghjklmnpqrstvwxz2456789'];

const drawPods = (service: string, layout: Layout, seeds: readonly number[]): readonly Pod[] => {
	const random = createRandom(...seeds);
	const draw = (length: number): string => Array.from({length}, () => random.pick(podAlphabet)).join('');
	const replicaSet = draw(9);
	return Array.from({length: layout.pods}, () => createPod(service, `${service}-${replicaSet}-${draw(5)}`, layout));
};

const createPod = (service: string, name: string, layout: Layout): Pod => {
	const shared = {
		namespace: 'production',
		app: service,
		container: layout.container ?? service,
		pod: name,
		...(layout.hasVersionLabel && {version: layout.version}),
	};
	const byLevel = new Map<Level, Readonly<Record<string, string>>>();
	return {
		name,
		version: layout.version,
		labels(level) {
			if (!layout.hasLevelLabel) {
				return shared;
			}

			const known = byLevel.get(level);
			if (known) {
				return known;
			}

			const labels = {...shared, level};
			byLevel.set(level, labels);
			return labels;
		},
	};
};

const isStoryService = (service: string): service is StoryService => Object.hasOwn(layouts, service);

/** Which pods each service runs, and since when: payment's new version and the blips' roll-outs bring new names. */
export const createFleet = (services: readonly string[], timeline: Timeline, seed: number): Fleet => {
	const generations = new Map<string, readonly Generation[]>();
	for (const [index, service] of services.entries()) {
		const layout = isStoryService(service) ? layouts[service] : genericLayout;
		const first = {sinceMs: -Infinity, pods: drawPods(service, layout, [seed, index])};
		const rollouts = timeline.blips
			.filter(blip => blip.service === service)
			.map((blip, turn) => ({sinceMs: blip.startMs, pods: drawPods(service, layout, [seed, index, turn + 1])}));
		generations.set(service, [first, ...rollouts]);
	}

	const [oldPayment] = generations.get('payment') ?? [];
	if (oldPayment) {
		// The roll-out stops half-way: the new pods fail their readiness probe under load, so one old pod stays.
		const layout = {...layouts.payment, version: newPaymentVersion};
		const news = drawPods('payment', layout, [seed, services.indexOf('payment'), 1]);
		generations.set('payment', [
			oldPayment,
			{sinceMs: timeline.newPodsMs[0], pods: [...news.slice(0, 1), ...oldPayment.pods.slice(0, 2)]},
			{sinceMs: timeline.newPodsMs[1], pods: [...news.slice(0, 2), ...oldPayment.pods.slice(0, 1)]},
		]);
	}

	return {
		podsOf(service, timeMs) {
			const found = generations.get(service)?.findLast(generation => generation.sinceMs <= timeMs);
			if (!found) {
				throw new RangeError(`the sandbox runs no service named ${service}`);
			}

			return found.pods;
		},
	};
};
