import type {State} from '../../store/state.js';
import type {Screen} from '../../store/view-state.js';

/** Says why a key can do nothing on a screen as it is now; undefined where it works. */
export type Obstacle = (state: State, screen: Screen) => string | undefined;

/** For keys that act on the patterns of a service: in the other pane there are none under the cursor. */
export const onPatternsOnly = (what: string): Obstacle => (_state, screen) =>
	screen.type === 'service' && screen.pane === 'changes' ? `${what}: tab leads to the patterns` : undefined;

/** For keys that act on what a model said: a verdict by rules has nothing of it. */
export const withModelOnly = (what: string): Obstacle => ({analyses}, screen) =>
	screen.type === 'analysis' && analyses.get(screen.service)?.source === 'rules' ? `${what} need a key for Claude: set ANTHROPIC_API_KEY and start again` : undefined;
