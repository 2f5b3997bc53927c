import {
	currentScreen,
	screens,
	screenTypes,
	type ScreenOf,
	type ScreenType,
	type UiState,
} from '../screens/registry.js';
import type {ScreenModule} from '../screens/screen-module.js';
import type {
	Binding,
	Effects,
	KeyContext,
	KeyText,
} from './binding.js';
import {moveKeys} from './movement.js';
import {
	backKey,
	helpKey,
	leaveKey,
	pauseKey,
	quitKey,
	signalKeys,
} from './shared-bindings.js';

/** The keys that work on a screen, in the order of footer and help: its own, those that move, the way out. */
export function bindingsOf<Type extends ScreenType>(type: Type): ReadonlyArray<Binding<ScreenOf<Type>>> {
	const {bindings, move, onRefresh, canPause = false, escape = backKey}: ScreenModule<Type> = screens[type];
	return [
		...bindings,
		...moveKeys(move),
		...onRefresh ? [refreshKey(onRefresh)] : [],
		...canPause ? [pauseKey] : [],
		escape,
		helpKey,
		type === 'overview' ? quitKey : leaveKey,
		...signalKeys,
	];
}

const refreshKey = <Type extends ScreenType>(onRefresh: NonNullable<ScreenModule<Type>['onRefresh']>): Binding<ScreenOf<Type>> => ({
	keys: ['r'], help: 'ask Loki again now', run: ({screen}) => [...onRefresh(screen), {type: 'refresh'}],
});

/** Every key of the program, as it is explained. */
export const keyTexts = (): readonly KeyText[] => screenTypes.flatMap(type => bindingsOf(type).map(({keys, shown, footer, help}): KeyText => ({
	keys, ...shown !== undefined && {shown}, ...footer !== undefined && {footer}, ...help !== undefined && {help},
})));

/** The keys that do something now on the screen that is seen: what is worth showing. */
export function usableKeys(state: UiState): readonly KeyText[] {
	const screen = currentScreen(state.view);
	return usableOn(screen.type, screen, state);
}

const usableOn = <Type extends ScreenType>(type: Type, screen: ScreenOf<Type>, state: UiState): readonly KeyText[] => bindingsOf(type).filter(({obstacle}) => obstacle?.(state, screen) === undefined);

/** The keys that leave the help page. */
const leavesHelp: ReadonlySet<string> = new Set(['?', 'esc', 'q', 'enter']);

type Page = Pick<KeyContext, 'pageRows' | 'contentRows' | 'columnsBeyond'>;

/** What a key does now; nothing where it has no meaning on this screen. The help page takes only the keys that move it and that leave it. */
export function effectsOfKey(name: string, state: UiState, page: Page): Effects {
	if (state.view.isHelpOpen && leavesHelp.has(name)) {
		return [{type: 'help-toggled'}];
	}

	const screen = currentScreen(state.view);
	return effectsOn(screen.type, screen, {state, name, ...page});
}

function effectsOn<Type extends ScreenType>(type: Type, screen: ScreenOf<Type>, context: Omit<KeyContext, 'screen'>): Effects {
	const {state, name} = context;
	const binding = bindingsOf(type).find(({keys, worksInHelp = false}) => keys.includes(name) && (worksInHelp || !state.view.isHelpOpen));
	if (!binding) {
		return state.view.isHelpOpen ? [] : explain(name);
	}

	const obstacle = binding.obstacle?.(state, screen);
	if (obstacle !== undefined) {
		return [{type: 'say', text: obstacle}];
	}

	const effects = binding.run({...context, screen});
	return effects.length === 0 && binding.idle !== undefined ? [{type: 'say', text: `${name}: ${binding.idle}`, isDim: true}] : effects;
}

/** Keys as somebody types them; what a terminal reports by itself has other names. */
const isTypeable = (name: string): boolean => name.length === 1 || /^(?:(?:alt|ctrl)-[a-z]|tab|space)$/.test(name);

/** What a key says that has no meaning on a screen: where it has one, if anywhere. */
function explain(name: string): Effects {
	if (!isTypeable(name)) {
		return [];
	}

	const elsewhere = screenTypes.filter(type => bindingsOf(type).some(({keys}) => keys.includes(name)));
	const text = elsewhere.length === 0 ? `${name}: no such key; ? lists those of this screen` : `${name}: not on this screen, but on ${elsewhere.join(', ')}`;
	return [{type: 'say', text, isDim: true}];
}
