import {formatDateTime} from '../../words/times.js';
import type {Screen, UiState} from '../screens/registry.js';
import type {Field} from '../screens/screen-module.js';
import type {Effects} from './binding.js';

type TimeFieldOptions<Of extends Screen> = {
	/** The moment that a text means, in milliseconds since the epoch; undefined where it means none. */
	readonly read: (text: string, state: UiState) => number | undefined;
	/** What can be typed. */
	readonly examples: string;
	readonly go: (atMs: number, state: UiState, screen: Of) => Effects;
};

/** A field for a time: says which moment is meant while it is typed, and goes there; what means none stays. */
export const timeFieldOf = <Of extends Screen>({read, examples, go}: TimeFieldOptions<Of>): Field<Of> => ({
	prompt: ' @ ',
	onSubmit(text, state, screen) {
		const atMs = read(text, state);
		return atMs === undefined ? undefined : go(atMs, state, screen);
	},
	hint(state) {
		const atMs = read(state.view.field?.text ?? '', state);
		return atMs === undefined ? examples : formatDateTime(atMs, {timeZone: state.timeZone, withSeconds: true});
	},
});
