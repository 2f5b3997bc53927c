import {hourMs, minuteMs} from '../../detect/minute.js';
import type {Minute} from '../../detect/types.js';
import {replayMinutes, type History} from '../../store/history.js';
import {notify} from '../../store/notify.js';
import type {View} from '../../store/view-state.js';
import type {IntentOf} from '../../ui/intents.js';
import {currentScreen, type Screen} from '../../ui/screens/registry.js';
import {serviceState} from '../../ui/screens/service/state.js';
import {forAnotherSession, type SessionOptions} from '../shared/session-settings.js';
import {createWatching, type Watching} from './watching.js';

/** The last hour before a moment is read from Loki again: the moment is judged by it. */
const readAgainMs = hourMs;

/** What is not over yet is the present. */
const minBehindMs = minuteMs;

export type LookBack = {
	/** Shows everything as it was at a moment, or the present again. What is asked for while another moment is being opened comes next, and only the last of it. */
	readonly go: (to: IntentOf<'look-back' | 'step-time'>) => Promise<void>;
	/** Ends what is open of the past. */
	readonly close: (how: {readonly hasLeft: boolean}) => Promise<void>;
};

export type LookBackOptions = {
	/** What watches the present, also while somebody looks at the past. */
	readonly present: () => Watching;
	/** The settings of the present; undefined until they are read. */
	readonly options: () => SessionOptions | undefined;
	readonly show: (watching: Watching) => void;
};

type Wanted = {readonly behindMs: number; readonly service: string | undefined};

/**
Looks at earlier times. Each is a session of its own whose clock is behind: it reads, judges and shows what it would have at that time, and goes on from there.
It is recorded as any other session where somebody does something in it, so that an analysis of last night is not lost.
*/
export function createLookBack({present, options, show}: LookBackOptions): LookBack {
	let past: Watching | undefined;
	/** What is shown, or to be. */
	let target: Wanted = {behindMs: 0, service: undefined};
	let isOpening = false;
	let isClosed = false;

	const leave = async (how: {readonly hasLeft: boolean}): Promise<void> => {
		const left = past;
		past = undefined;
		await left?.close(how);
	};

	const returnToPresent = async (): Promise<void> => {
		show(present());
		await leave({hasLeft: true});
	};

	const openAt = async ({behindMs, service}: Wanted, settings: SessionOptions): Promise<void> => {
		const atMs = settings.now() - behindMs;
		const shown = (past ?? present()).store.getState();
		const histories = new Set([present().store.getState().history, shown.history]);
		const next = createWatching(atMs);
		const left = past;
		past = next;
		try {
			await next.open({
				...forAnotherSession(settings), now: () => settings.now() - behindMs, behindMs,
			}, store => {
				store.dispatch({type: 'minutes-read', minutes: [...histories].flatMap(history => knownBefore(history, atMs - readAgainMs))});
				store.dispatch({type: 'view-restored', view: {...shown.view, screens: screensOf(shown.view, service)}});
				if (past === next) {
					show(next);
				}
			});
		} catch (error) {
			notify(present().store, `that time cannot be looked at: ${error instanceof Error ? error.message : String(error)}`, {tone: 'bad', nowMs: settings.now()});
			target = {behindMs: 0, service: undefined};
			await returnToPresent();
		}

		await left?.close({hasLeft: true});
	};

	/** What is to be opened after what was; undefined where that is still wanted, and at the end. */
	const next = (opened: Wanted | undefined): Wanted | undefined => isClosed || opened === target ? undefined : target;

	return {
		async go(to) {
			const settings = options();
			if (!settings) {
				return;
			}

			const behindMs = to.type === 'step-time' ? target.behindMs - to.byMs : settings.now() - (to.atMs ?? Infinity);
			target = {behindMs: behindMs < minBehindMs ? 0 : behindMs, service: to.type === 'look-back' ? to.service : undefined};
			if (isOpening) {
				return;
			}

			isOpening = true;
			for (let wanted = next(undefined); wanted; wanted = next(wanted)) {
				await (wanted.behindMs === 0 ? returnToPresent() : openAt(wanted, settings));
			}

			isOpening = false;
		},
		async close(how) {
			isClosed = true;
			await leave(how);
		},
	};
}

/** What was counted of the time before: it is not asked of Loki again. */
const knownBefore = (history: History, endMs: number): readonly Minute[] => [...replayMinutes(history)].filter(({startMs, counts}) => counts !== undefined && startMs < endMs);

/** The screens to begin with: the service that was looked at, or is to be. */
function screensOf(view: View<Screen>, service: string | undefined): readonly Screen[] {
	const current = currentScreen(view);
	const name = service ?? (current.type === 'service' ? current.service : undefined);
	return [{type: 'overview'}, ...name === undefined ? [] : [serviceState(name)]];
}
