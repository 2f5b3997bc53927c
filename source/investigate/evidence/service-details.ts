import {minuteMs} from '../../detect/minute.js';
import {isOpen} from '../../detect/lifecycle.js';
import {fleetService} from '../../detect/types.js';
import type {LokiClient, Scope} from '../../loki/types.js';
import {isAbort, troubleOf} from '../../loki/http/trouble.js';
import type {KnownPatterns} from '../../patterns/known-patterns.js';
import {namesOf} from '../../patterns/read/known-names.js';
import type {PatternMiner} from '../../patterns/types.js';
import {knownMinutes} from '../../store/history.js';
import {incidentOf} from '../../store/selectors/incidents.js';
import type {State} from '../../store/state.js';
import type {Store} from '../../store/store.js';
import type {Evidence, EvidencePattern, Onset} from '../../facts/evidence.js';
import type {Verdict} from '../../facts/verdict.js';
import {judge} from '../verdict/verdict.js';
import {countPatterns} from './count-patterns.js';
import {collectEvidence, type CollectedEvidence} from './evidence.js';
import {readPastAnomaly, type Focus} from './past-anomaly.js';

/** Evidence younger than this is shown as it is. */
const freshMs = minuteMs;
/** Services whose trouble began this close to each other are shown together. */
const relatedMs = 30 * minuteMs;
const maxOnsets = 12;

export type ServiceDetailsOptions = {
	readonly client: LokiClient;
	readonly scope: () => Scope | undefined;
	readonly store: Store;
	readonly createMiner: () => PatternMiner;
	/** Whether somebody looks at it: only then are patterns counted over time. */
	readonly isShown?: boolean;
	/** What was seen in the week before, on this Loki. */
	readonly known: KnownPatterns;
	/** A time of one service that somebody points to: it is looked at where nothing of that service is open now. */
	readonly focus?: Focus;
	readonly now: () => number;
	readonly signal: AbortSignal;
};

export type ServiceDetails = {
	/** Reads what is known of a service, at most once at a time, and again where it is old or asked for anew; undefined where that failed, and the screen says why. */
	readonly load: (service: string, options?: {readonly forceRefresh?: boolean}) => Promise<{readonly evidence: Evidence; readonly verdict: Verdict} | undefined>;
};

/** Evidence and the rule-based verdict of a service, read when it is opened and put into the store. */
export function createServiceDetails(options: ServiceDetailsOptions): ServiceDetails {
	const {store, now, signal} = options;
	const names = namesOf(() => store.getState().history.services);
	const running = new Map<string, ReturnType<ServiceDetails['load']>>();

	/** Shows how the patterns went over the whole window, once Loki has counted them: nobody waits for it. */
	const count = async (evidence: Evidence, linesOf: CollectedEvidence['linesOf']): Promise<void> => {
		const {service} = evidence;
		let patterns: readonly EvidencePattern[];
		try {
			patterns = await countPatterns({
				client: options.client, evidence, linesOf, signal,
			});
		} catch (error) {
			if (isAbort(error, signal)) {
				return;
			}

			throw error;
		}

		const detail = store.getState().details.get(service);
		if (detail?.evidence === evidence && patterns !== evidence.patterns) {
			store.dispatch({type: 'detail-changed', service, detail: {...detail, evidence: {...evidence, patterns}}});
		}
	};

	const read = async (service: string): ReturnType<ServiceDetails['load']> => {
		const before = store.getState().details.get(service);
		const scope = options.scope();
		if (!scope) {
			return undefined;
		}

		store.dispatch({
			type: 'detail-changed', service, detail: {
				status: 'loading', evidence: before?.evidence, verdict: before?.verdict, trouble: undefined,
			},
		});
		try {
			const state = store.getState();
			const open = state.anomalies.filter(anomaly => anomaly.service === service && isOpen(anomaly));
			const {focus} = options;
			const past = open.length === 0 && focus?.service === service
				? [await readPastAnomaly({
					client: options.client, scope, focus, nowMs: now(), signal,
				})]
				: [];
			const {evidence, linesOf} = await collectEvidence({
				client: options.client,
				scope,
				service,
				anomalies: [...open, ...past],
				onsets: relatedOnsets(state, service),
				nowMs: now(),
				knownCounts: range => knownMinutes(store.getState().history, service, range),
				createMiner: options.createMiner,
				names: names(),
				wasSeen: (pattern, timeMs) => options.known.has(service, pattern, timeMs),
				signal,
			});
			const verdict = judge(evidence);
			store.dispatch({
				type: 'detail-changed', service, detail: {
					status: 'ready', evidence, verdict, trouble: undefined,
				},
			});
			if (options.isShown) {
				void count(evidence, linesOf);
			}

			return {evidence, verdict};
		} catch (error) {
			if (!isAbort(error, signal)) {
				store.dispatch({
					type: 'detail-changed', service, detail: {
						status: 'failed', evidence: before?.evidence, verdict: before?.verdict, trouble: troubleOf(error),
					},
				});
			}

			return undefined;
		}
	};

	/** What is being read is not asked for twice. */
	const readOnce = async (service: string): ReturnType<ServiceDetails['load']> => {
		const promise = running.get(service) ?? read(service);
		running.set(service, promise);
		try {
			return await promise;
		} finally {
			running.delete(service);
		}
	};

	/** Whether nothing has opened since that it does not explain. */
	const knowsAnomalies = ({service, anomalies}: Evidence): boolean => store.getState().anomalies
		.filter(anomaly => anomaly.service === service && isOpen(anomaly))
		.every(({fingerprint}) => anomalies.some(known => known.fingerprint === fingerprint));

	return {
		async load(service, {forceRefresh = false} = {}) {
			const {evidence, verdict} = store.getState().details.get(service) ?? {};
			if (!forceRefresh && evidence && verdict && now() - evidence.collectedMs < freshMs && knowsAnomalies(evidence)) {
				return {evidence, verdict};
			}

			const before = running.get(service);
			const found = await readOnce(service);
			return before && found && !knowsAnomalies(found.evidence) ? readOnce(service) : found;
		},
	};
}

/** The services of this one's incident, the suspected first. */
function relatedOnsets(state: State, service: string): readonly Onset[] {
	const onsets = new Map<string, Onset>();
	for (const anomaly of state.anomalies) {
		const known = onsets.get(anomaly.service);
		if (isOpen(anomaly) && anomaly.service !== fleetService && (!known || anomaly.onsetMs < known.onsetMs)) {
			onsets.set(anomaly.service, {service: anomaly.service, onsetMs: anomaly.onsetMs, anomaly});
		}
	}

	const own = onsets.get(service);
	// Who is suspected is more than a matter of seconds: what the lines say of each other counts too.
	const incident = incidentOf(state, service)?.incident;
	// Where most of the fleet broke at once, none of it is the first.
	const suspected = incident?.isFleetWide ? service : incident?.suspected;
	const members = new Set([service, ...incident?.members.map(member => member.service) ?? []]);
	const isSuspected = (onset: Onset): number => Number(onset.service === suspected);
	return [...onsets.values()]
		.filter(onset => own && members.has(onset.service) && Math.abs(onset.onsetMs - own.onsetMs) <= relatedMs)
		.toSorted((a, b) => isSuspected(b) - isSuspected(a) || a.onsetMs - b.onsetMs)
		.slice(0, maxOnsets);
}
