import assert from 'node:assert/strict';
import {afterEach, test} from 'node:test';
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
let store: ScreenStore;

afterEach(() => {
	cleanup();
	store.close();
});

function Shown({ofTerminal}: {readonly ofTerminal: ThemeName}): ReactElement {
	return <Text>{useThemeOf(store, ofTerminal)}</Text>;
}

test('the terminal decides before the settings are read and where they say auto; a theme in them wins', async () => {
	store = createScreenStore(openState(initialState(nowMs)), () => undefined);
	const screen = render(<Shown ofTerminal='light'/>);
	assert.equal(screen.lastFrame(), 'light');
	store.dispatch({type: 'session-opened', session: {...facts, theme: 'dark'}});
	await until(() => screen.lastFrame() === 'dark', () => screen.lastFrame() ?? '');
	store.dispatch({type: 'session-opened', session: {...facts, theme: 'auto'}});
	await until(() => screen.lastFrame() === 'light', () => screen.lastFrame() ?? '');
});
