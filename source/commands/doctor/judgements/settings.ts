import type {DescribedSetting} from '../../../config/describe.js';
import type {Judgement} from '../types.js';

export type SettingsFacts = {
	readonly described: readonly DescribedSetting[];
	readonly profile: string | undefined;
	/** What the user should know, one sentence each. */
	readonly notes: readonly string[];
};

const unset = new Set(['default', 'not set']);

/** Which places gave what. Secrets come masked. */
export function judgeSettings({described, profile, notes}: SettingsFacts): Judgement {
	const given = described.filter(({source}) => !unset.has(source));
	const bySource = new Map<string, string[]>();
	for (const {setting, value, source} of given) {
		const group = bySource.get(source) ?? [];
		group.push(`${setting} ${value}`);
		bySource.set(source, group);
	}

	const parts = [...bySource].map(([source, values]) => `${values.join(', ')} from ${source}`);
	const detail = `${profile === undefined ? 'No stored profile' : `Profile ${profile}`}; ${parts.length === 0 ? 'all settings are the defaults' : parts.join('; ')}.`;
	return notes.length === 0 ? {state: 'pass', detail} : {state: 'warn', detail, nextStep: notes.join(' ')};
}
