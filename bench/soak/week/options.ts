import type {SessionOptions} from '../../../source/commands/shared/session-settings.js';
import {Secret} from '../../../source/config/secret.js';
import type {Fleet} from './fleet.js';

/** An answer that does not come is waited for no longer: that is real time. */
const timeoutMs = 300;

/** The settings of both parts, a poll a minute. */
export const sessionOptions = ({lokiUrl, slackUrl}: Fleet, {stateDir, now, hasRecords, baselineHours}: {readonly stateDir: string; readonly now: () => number; readonly hasRecords: boolean; readonly baselineHours: number}): SessionOptions => ({
	loki: {url: lokiUrl, timeoutMs},
	selector: '{namespace="production"}',
	serviceLabel: undefined,
	pollMs: 60_000,
	settleMs: 5000,
	baselineHours,
	detector: {kind: 'default'},
	model: {
		apiKey: undefined, authToken: undefined, baseUrl: undefined, model: 'none', isScripted: false,
	},
	alerts: {targets: {slackWebhookUrl: new Secret(slackUrl)}},
	stateDir,
	journal: 'none',
	records: {isOn: hasRecords, continued: undefined},
	redactPatterns: [],
	isDemo: false,
	timeZone: 'UTC',
	now,
});
