import {asThemeSetting, type ThemeSetting} from '../../terminal/theme-names.js';

type Environment = Readonly<Record<string, string | undefined>>;

/** What the command line or else the environment says of the theme: both are there before the first frame. What is no theme counts as nothing here; reading the settings reports it. */
export const givenTheme = ({theme}: Readonly<Record<string, unknown>>, env: Environment): ThemeSetting | undefined => asThemeSetting(theme ?? env.LOKI_SENTINEL_THEME);
