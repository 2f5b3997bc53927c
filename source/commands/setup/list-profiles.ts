import {sanitizeLine} from '../../terminal/sanitize.js';
import type {Profile, Profiles} from '../../config/profiles.js';
import {settingInfos, type SettingName} from '../../config/settings.js';
import {showValue} from '../../config/show-value.js';

const maxNameLength = 60;

/** Every stored profile with its settings, secrets masked: a line a profile and a line a setting. */
export function listLines(profiles: Profiles): readonly string[] {
	const names = profiles.names();
	if (names.length === 0) {
		return [`No profile is stored in ${profiles.file}. Make one with loki-sentinel setup.`];
	}

	const isDefault = (name: string) => name === profiles.defaultName();
	return [
		profiles.file,
		...names.flatMap(name => ['', `${shownName(name)}${isDefault(name) ? ' (default)' : ''}`, ...settingLines(profiles.read(name) ?? {})]),
		...profiles.note === undefined ? [] : ['', profiles.note],
	];
}

export const shownName = (name: string): string => sanitizeLine(name, {maxLength: maxNameLength});

function settingLines(profile: Profile): readonly string[] {
	const given = Object.entries(profile).filter(([name, value]) => value !== undefined && isSetting(name));
	const width = Math.max(0, ...given.map(([name]) => name.length));
	return given.map(([name, value]) => `  ${name.padEnd(width)}  ${showValue(name as SettingName, value)}`);
}

function isSetting(name: string): boolean {
	return Object.hasOwn(settingInfos, name);
}
