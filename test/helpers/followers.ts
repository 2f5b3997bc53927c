import {getEventListeners} from 'node:events';

/** What listens to a signal: listeners, and signals that were made of it by `AbortSignal.any`, which older versions of Node keep in a set of the signal's own. */
export function followersOf(signal: AbortSignal): number {
	const key = Object.getOwnPropertySymbols(signal).find(({description}) => description === 'kDependantSignals');
	const followers = key && (signal as unknown as Record<symbol, {readonly size: number} | undefined>)[key];
	return getEventListeners(signal, 'abort').length + (followers?.size ?? 0);
}
