import {slackTarget} from './slack/slack-target.js';
import type {AlertTarget, TargetKind} from './target.js';

/** Every kind of target, by its id. */
export const targetKinds = {
	slack: slackTarget,
} as const;

export type TargetId = keyof typeof targetKinds;

type SettingsOf<Kind> = Kind extends TargetKind<infer Settings> ? Settings : never;
type Intersection<Union> = (Union extends unknown ? (member: Union) => void : never) extends (all: infer All) => void ? All : never;

/** What the settings must have for all kinds of targets together. */
export type TargetSettings = Intersection<SettingsOf<(typeof targetKinds)[TargetId]>>;

/** Opens the targets that are set. Throws an Error where one cannot be used. */
export function openTargets(settings: Partial<TargetSettings>, options: {readonly now: () => number}): readonly AlertTarget[] {
	return Object.entries(targetKinds).flatMap(([id, kind]) => {
		const target = kind.open(settings, options);
		return target ? [{...target, id}] : [];
	});
}

/** What to set for a target, where there is none: `SLACK_WEBHOOK_URL`. */
export const targetSettingNames = (): string => Object.values(targetKinds).map(({setting}) => setting).join(' or ');
