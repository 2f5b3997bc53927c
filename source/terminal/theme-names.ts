export const themeNames = ['dark', 'light', '16'] as const;

/** `dark` and `light` bring colours of their own for such a background; `16` uses the sixteen that the terminal's owner has chosen. */
export type ThemeName = (typeof themeNames)[number];

/** `auto` goes by the terminal's background. */
export const themeSettings = ['auto', ...themeNames] as const;

export type ThemeSetting = (typeof themeSettings)[number];

/** The setting that a text is; undefined where it is none. */
export const asThemeSetting = (text: unknown): ThemeSetting | undefined => themeSettings.find(setting => setting === text);
