import * as z from 'zod';
import {themeSettings} from '../terminal/theme-names.js';
import {Secret} from './secret.js';
import {limits} from './settings.js';
import {readTimeMs} from './time-text.js';

const maxTextLength = 8192;
const maxItems = 200;
const yes = new Set(['true', '1', 'yes', 'on']);
const no = new Set(['false', '0', 'no', 'off']);

const text = z.string().trim().min(1).max(maxTextLength);

const secret = text.transform(value => new Secret(value));

const url = text.refine(value => URL.canParse(value) && /^https?:$/.test(new URL(value).protocol));

const wholeNumber = ([low, high]: readonly [number, number]) => z.union([z.number(), text.regex(/^\d+$/).transform(Number)]).pipe(z.number().int().min(low).max(high));

const flag = z.union([
	z.boolean(),
	text.transform((value, context) => {
		const word = value.toLowerCase();
		if (!yes.has(word) && !no.has(word)) {
			context.addIssue({code: 'custom', message: 'neither true nor false'});
		}

		return yes.has(word);
	}),
]);

const items = z.array(text).min(1).max(maxItems);

/** Commas in a text; a stored profile and a repeated option have a list. */
const list = z.union([items, text.transform(value => value.split(',').map(item => item.trim()).filter(item => item !== '')).pipe(items)]);

const headerName = /^[\w!#$%&'*+\-.^`|~]+$/;

const headers = list.transform((pairs, context) => {
	const result: Array<readonly [string, Secret]> = [];
	for (const pair of pairs) {
		const index = pair.search(/[:=]/);
		const name = pair.slice(0, Math.max(0, index)).trim();
		if (!headerName.test(name) || /[^\t\u{20}-\u{7E}\u{80}-\u{FF}]/u.test(pair)) {
			context.addIssue({code: 'custom', message: 'not a header'});
		}

		result.push([name, new Secret(pair.slice(index + 1).trim())]);
	}

	return result;
});

/** A text of several lines; a stored profile and a repeated option have a list. */
const lines = z.union([items, text.transform(value => value.split('\n').map(line => line.trim()).filter(line => line !== '')).pipe(items)]);

const patterns = lines
	.transform((sources, context) => sources.flatMap(source => {
		try {
			return [new RegExp(source, 'g')];
		} catch {
			context.addIssue({code: 'custom', message: 'not a regular expression'});
			return [];
		}
	}));

const timeZone = text.refine(zone => {
	try {
		return new Intl.DateTimeFormat('en', {timeZone: zone}).format() !== '';
	} catch {
		return false;
	}
});

const [minIdleMs, maxIdleMs] = [60_000, 86_400_000];

/** `15m` or `2h`, in milliseconds. */
const idleTime = text.regex(/[hm]$/).transform(value => readTimeMs(value)).pipe(z.number().min(minIdleMs).max(maxIdleMs));

/** What one question may use, by the names that people write, with what a unit of each is in the budget's own. */
const budgetUnits = {
	calls: ['calls', 1], seconds: ['seconds', 1], dollars: ['dollars', 1], tokens: ['inputTokens', 1], 'result-kib': ['resultBytes', 1024], 'scan-mib': ['scanBytesPerCall', 1024 ** 2], 'scan-total-mib': ['scanBytes', 1024 ** 2],
} as const;
const maxBudget = 1e9;

const isBudgetName = (name: string): name is keyof typeof budgetUnits => Object.hasOwn(budgetUnits, name);

/** `calls=6,dollars=0.10`; a limit that is not named keeps its default. */
const budget = list.transform((pairs, context) => {
	const given: Partial<Record<typeof budgetUnits[keyof typeof budgetUnits][0], number>> = {};
	for (const pair of pairs) {
		const [, name = '', digits = ''] = /^([-a-z]+)\s*=\s*(\d+(?:\.\d+)?)$/.exec(pair) ?? [];
		const value = Number(digits);
		if (!isBudgetName(name) || !(value <= maxBudget)) {
			context.addIssue({code: 'custom', message: 'not a limit'});
			continue;
		}

		const [limit, unit] = budgetUnits[name];
		given[limit] = value * unit;
	}

	return given;
});

/** What each setting may be, from a text (command line, environment) or from JSON (a stored profile). */
export const schemas = {
	lokiUrl: url,
	tenant: text,
	username: text,
	password: secret,
	bearerToken: secret,
	bearerTokenFile: text,
	headers,
	caCertPath: text,
	clientCertPath: text,
	clientKeyPath: text,
	isTlsSkipped: flag,
	proxyUrl: url,
	selector: text.regex(/^\{[\s\S]*\}$/),
	namespace: text,
	services: list,
	serviceLabel: text.regex(/^[a-z_]\w*$/i),
	levelLabel: text.regex(/^[a-z_]\w*$/i),
	errorFilters: lines,
	pollSeconds: wholeNumber(limits.pollSeconds),
	baselineHours: wholeNumber(limits.baselineHours),
	detector: z.enum(['default', 'simple']),
	sensitivity: z.enum(['low', 'normal', 'high']),
	anthropicApiKey: secret,
	anthropicAuthToken: secret,
	anthropicBaseUrl: url,
	model: text,
	aiBudget: budget,
	slackWebhookUrl: url.transform(value => new Secret(value)),
	slackAllowedHosts: list,
	grafanaUrl: url,
	grafanaDatasourceUid: text,
	redactPatterns: patterns,
	color: z.enum(['auto', 'always', 'never']),
	// A stored profile may have the number.
	theme: z.union([z.enum(themeSettings), z.literal(16).transform(() => '16' as const)]),
	timeZone,
	lock: idleTime,
	records: flag,
	journal: z.enum(['none', 'loki']),
	stateDir: text,
} as const;

/** A stored settings file. */
export const settingsFileSchema = z.object({
	defaultProfile: z.string().optional(),
	profiles: z.record(z.string(), z.record(z.string(), z.unknown())),
});
