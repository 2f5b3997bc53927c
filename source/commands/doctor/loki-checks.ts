import {createLokiClient} from '../../loki/client.js';
import {discover, type Discovery} from '../../loki/discovery/discover.js';
import {historyDepth, readStats} from '../../loki/discovery/history-depth.js';
import {probeOnce, type Probe} from '../../loki/discovery/probe.js';
import {meetLimits, readToldLimits} from '../../loki/discovery/limits.js';
import type {LokiClient, LokiSettings} from '../../loki/types.js';
import {hourMs, minuteMs} from '../../detect/minute.js';
import {formatDuration} from '../../words/numbers.js';
import type {GivenFilter} from '../../monitor/levels/fleet-levels.js';
import {judgeAccess} from './judgements/access.js';
import {judgeClock} from './judgements/clock.js';
import {judgeEndpoint} from './judgements/endpoints.js';
import {judgeHistory} from './judgements/history.js';
import {judgeLimits} from './judgements/limits.js';
import {judgeServices} from './judgements/services.js';
import {readLevels} from './read-levels.js';
import type {Check} from './types.js';

export type LokiToCheck = {
	readonly loki: LokiSettings;
	readonly selector: string | undefined;
	readonly services: readonly string[] | undefined;
	readonly serviceLabel: string | undefined;
	readonly levelLabel?: string | undefined;
	readonly errorFilters?: readonly GivenFilter[];
	readonly baselineHours: number;
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

const ifSlow = 'Look at what stands between this machine and Loki: a firewall that drops, a VPN, a proxy; or at Loki\'s own load.';

/** Whether this Loki answers, lets itself be asked, and keeps the same time. */
export function connectionChecks({loki, now}: Pick<LokiToCheck, 'loki' | 'now'>): readonly Check[] {
	const client = createLokiClient(loki);
	let answer: Probe | undefined;
	return [
		{
			id: 'loki',
			title: 'Loki',
			ifSlow,
			async run(signal) {
				answer = await probeOnce(loki, {now, signal});
				const way = loki.proxyUrl === undefined ? '' : ' through a proxy';
				return {state: 'pass', detail: `${answer.origin} answers in ${formatDuration(Math.max(1, answer.latencyMs))}${way}.`};
			},
		},
		{
			id: 'loki-access',
			title: 'access',
			needs: ['loki'],
			ifSlow,
			async run(signal) {
				const nowMs = now();
				await client.labels({startMs: nowMs - hourMs, endMs: nowMs}, {signal});
				return judgeAccess(loki);
			},
		},
		{
			id: 'loki-version',
			title: 'version',
			needs: ['loki-access'],
			ifSlow,
			run: async signal => readVersion(client, signal),
		},
		{
			id: 'clock',
			title: 'clock',
			needs: ['loki'],
			run: () => judgeClock(answer?.serverMs, answer?.middleMs ?? now()),
		},
	];
}

/** What there is to watch on it, and how well; these come after `loki-access`. */
export function contentChecks(options: LokiToCheck): readonly Check[] {
	const {now, baselineHours} = options;
	const client = createLokiClient(options.loki);
	let found: Discovery | undefined;
	/** The checks that use it need `services`, which has set it. */
	const discovery = (): Discovery => {
		if (!found) {
			throw new Error('nothing was discovered');
		}

		return found;
	};

	const needs = ['services'];
	const recent = () => ({startMs: now() - (5 * minuteMs), endMs: now()});
	return [
		{
			id: 'services',
			title: 'services',
			needs: ['loki-access'],
			ifSlow,
			async run(signal) {
				found = await discover({
					client, selector: options.selector, serviceLabel: options.serviceLabel, levelLabel: options.levelLabel, asksVolume: true, nowMs: now(), signal,
				});
				return judgeServices(found, options.services);
			},
		},
		{
			id: 'levels',
			title: 'levels',
			needs,
			ifSlow,
			run: async signal => readLevels({
				client, scope: discovery().scope, given: options.errorFilters ?? [], services: discovery().services, nowMs: now(), signal,
			}),
		},
		{
			id: 'limits',
			title: 'limits',
			needs,
			ifSlow,
			async run(signal) {
				const {scope, services} = discovery();
				const told = await readToldLimits(options.loki, signal);
				const limits = told ?? await meetLimits(client, scope, {nowMs: now(), signal});
				return judgeLimits({...limits, areTold: told !== undefined}, services.length);
			},
		},
		{
			id: 'history',
			title: 'history',
			needs,
			ifSlow,
			run: async signal => judgeHistory(await historyDepth({
				client, selector: discovery().scope.selector, wantedHours: baselineHours, nowMs: now(), signal,
			}), baselineHours),
		},
		{
			id: 'patterns',
			title: 'patterns',
			needs,
			run: () => judgeEndpoint('patterns', discovery().capabilities.hasPatterns),
		},
		{
			id: 'volume',
			title: 'volume',
			needs,
			run: () => judgeEndpoint('volume', discovery().capabilities.hasVolume === true),
		},
		{
			id: 'stats',
			title: 'statistics',
			needs,
			ifSlow,
			run: async signal => judgeEndpoint('stats', await readStats(client, discovery().scope.selector, recent(), signal) !== undefined),
		},
	];
}

/** Gateways often leave this page out, which matters little. */
async function readVersion(client: LokiClient, signal: AbortSignal) {
	try {
		const {version} = await client.buildInfo({signal});
		return {state: 'pass', detail: version === '' ? 'It answers with an empty version.' : `Loki ${version}.`} as const;
	} catch {
		signal.throwIfAborted();
		return {state: 'pass', detail: 'Unknown: a gateway hides /status/buildinfo. Treated as Loki 3.'} as const;
	}
}
