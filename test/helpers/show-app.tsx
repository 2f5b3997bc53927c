import {cleanup, render} from 'ink-testing-library';
import type {Intent} from '../../source/ui/intents.js';
import {App} from '../../source/ui/app.js';
import type {UiState} from '../../source/ui/screens/registry.js';
import {createScreenStore, type ScreenStore} from '../../source/ui/screens/screen-store.js';
import {until} from './until.js';

const stores: ScreenStore[] = [];

/** The whole screen over a state, without a terminal. `closeApps` ends it. */
export type ShownApp = {
	readonly store: ScreenStore;
	/** What the screen asked for, oldest first. */
	readonly intents: readonly Intent[];
	/** Waits until the frame holds this; throws with the frame where it does not in time. */
	readonly see: (wanted: string | RegExp) => Promise<string>;
	readonly press: (keys: string) => void;
};

export function showApp(state: UiState): ShownApp {
	const intents: Intent[] = [];
	const onIntent = (intent: Intent) => {
		intents.push(intent);
	};

	const store = createScreenStore(state, onIntent);
	stores.push(store);
	const screen = render(<App store={store} onIntent={onIntent}/>);
	const frame = () => screen.lastFrame() ?? '';
	return {
		intents,
		store,
		async see(wanted) {
			await until(() => typeof wanted === 'string' ? frame().includes(wanted) : wanted.test(frame()), () => `${String(wanted)} in\n${frame()}`);
			return frame();
		},
		press: screen.stdin.write,
	};
}

export function closeApps(): void {
	cleanup();
	for (const store of stores.splice(0)) {
		store.close();
	}
}
