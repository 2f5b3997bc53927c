import {test, type TestContext} from 'node:test';
import {Text} from 'ink';
import {cleanup, render} from 'ink-testing-library';
import type {ReactElement} from 'react';
import {initialState, type SessionFacts} from '../../source/store/initial-state.js';
import type {ThemeName} from '../../source/terminal/theme-names.js';
import {useThemeOf} from '../../source/ui/hooks/use-theme.js';
import {createScreenStore, openState, type ScreenStore} from '../../source/ui/screens/screen-store.js';
import {nowMs} from '../helpers/states.js';
import {until} from '../helpers/until.js';

const facts: SessionFacts = {
	host: 'loki', tenant: undefined, selector: '', baselineHours: 24, isDemo: false, timeZone: 'UTC',
};

function Shown({store, ofTerminal}: {readonly store: ScreenStore; readonly ofTerminal: ThemeName}): ReactElement {
	return <Text>{useThemeOf(store, ofTerminal)}</Text>;
}

test('the terminal decides before the settings are read and where they say auto; a theme in them wins', async (t: TestContext) => {
	const store = createScreenStore(openState(initialState(nowMs)), () => undefined);
	t.after(() => {
		cleanup();
		store.close();
	});
	const screen = render(<Shown store={store} ofTerminal='light'/>);
	t.assert.strictEqual(screen.lastFrame(), 'light');
	store.dispatch({type: 'session-opened', session: {...facts, theme: 'dark'}});
	await until(() => screen.lastFrame() === 'dark', () => screen.lastFrame() ?? '');
	store.dispatch({type: 'session-opened', session: {...facts, theme: 'auto'}});
	await until(() => screen.lastFrame() === 'light', () => screen.lastFrame() ?? '');
});
