import {hourMs} from '../detect/minute.js';
import {
	addMute,
	mutedUntil,
	removeMute,
	type Mute,
} from '../detect/mute.js';
import {isOpen} from '../detect/lifecycle.js';
import {notify} from '../store/notify.js';
import type {State} from '../store/state.js';
import type {Store} from '../store/store.js';
import {formatTime} from '../words/numbers.js';
import type {SharedMemory} from './shared-memory.js';

/** What one press after the other asks for; after the last one it is unmuted. */
const steps = [hourMs, 8 * hourMs, 24 * hourMs] as const;

export type Mutes = {
	/** Mutes what is open of a service for an hour, then for longer, then unmutes it. */
	readonly press: (service: string) => Promise<void>;
};

export type MutesOptions = {
	readonly store: Store;
	/** Where mutes are kept: for the next start, checks and other screens. */
	readonly memory: Pick<SharedMemory, 'mute'>;
	readonly now: () => number;
};

/** What somebody does not want to be notified about for a while. A mute covers what is open now: other trouble in the same service is still alerted. */
export function createMutes({store, memory, now}: MutesOptions): Mutes {
	return {
		async press(service) {
			const state = store.getState();
			const targets = targetsOf(state, service);
			const nowMs = now();
			const leftMs = Math.max(0, ...targets.map(target => (mutedUntil(state.mutes, {fingerprint: '', service: '', ...target}, nowMs) ?? nowMs) - nowMs));
			const durationMs = leftMs === 0 ? steps[0] : steps.find(step => step > leftMs + hourMs);
			const mutes = targets.reduce((all, target) => durationMs === undefined ? removeMute(all, target) : addMute(all, target, durationMs, nowMs), state.mutes);
			store.dispatch({type: 'mutes-changed', mutes});
			const isKept = await memory.mute(targets, durationMs === undefined ? nowMs : nowMs + durationMs);
			notify(store, words(state, service, durationMs, nowMs, isKept), {tone: isKept ? 'good' : 'bad', nowMs});
		},
	};
}

/** Everything that is open of it; a calm service as a whole, as before planned work. */
function targetsOf(state: State, service: string): ReadonlyArray<Mute['target']> {
	const open = state.anomalies.filter(anomaly => anomaly.service === service && isOpen(anomaly));
	return open.length === 0 ? [{service}] : open.map(({fingerprint}) => ({fingerprint}));
}

function words({timeZone}: State, service: string, durationMs: number | undefined, nowMs: number, isKept: boolean): string {
	if (durationMs === undefined) {
		return `${service} unmuted`;
	}

	const kept = isKept ? '' : ' (not saved: ends when you quit)';
	return `${service} muted until ${formatTime(nowMs + durationMs, {timeZone})}${kept}; m again: longer, then unmute`;
}
