import type {Config, Settings} from '../../config/config.js';
import type {Environment} from '../../config/directories.js';
import type {Profile} from '../../config/profiles.js';
import type {SettingName} from '../../config/settings.js';

/** What is being put together; a setting without a value is left out. */
export type Draft = Readonly<Partial<Record<SettingName, unknown>>>;

/** What each part of the setup works with. */
export type SetupContext = {
	/** The profile as it is stored, whose values are offered; empty for a new one. */
	readonly stored: Profile;
	readonly env: Environment;
	/** The settings that a draft would give, and where each comes from. Throws ConfigError. */
	readonly resolve: (draft: Draft) => {readonly settings: Settings; readonly sources: Config['sources']};
	/** Milliseconds since the epoch. */
	readonly now: () => number;
};

/** One part of the setup: asks, and gives the draft with its answers. */
export type Step = (draft: Draft, context: SetupContext) => Promise<Draft>;
