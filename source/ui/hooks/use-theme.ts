import {createContext, useContext, useSyncExternalStore} from 'react';
import type {ThemeName} from '../../terminal/theme-names.js';
import type {ScreenStore} from '../screens/screen-store.js';
import {themes, type Theme} from '../themes.js';

/** The colours that the screen is drawn in. */
export const ThemeContext = createContext<ThemeName>('16');

export const useTheme = (): Theme => themes[useContext(ThemeContext)];

/** What the settings say; `ofTerminal` where they do not, or leave it to the terminal. */
export function useThemeOf(store: ScreenStore, ofTerminal: ThemeName): ThemeName {
	const setting = useSyncExternalStore(store.subscribe, () => store.getState().theme);
	return setting === undefined || setting === 'auto' ? ofTerminal : setting;
}
