import assert from 'node:assert/strict';
import {test} from 'node:test';
import {judgeAccess} from '../../../source/commands/doctor/judgements/access.js';
import {judgeClaude, type ClaudeAnswer} from '../../../source/commands/doctor/judgements/claude.js';
import {judgeClock} from '../../../source/commands/doctor/judgements/clock.js';
import {judgeEndpoint} from '../../../source/commands/doctor/judgements/endpoints.js';
import {judgeHistory} from '../../../source/commands/doctor/judgements/history.js';
import {judgeLevels} from '../../../source/commands/doctor/judgements/levels.js';
import {judgeLimits} from '../../../source/commands/doctor/judgements/limits.js';
import {judgeServices} from '../../../source/commands/doctor/judgements/services.js';
import {judgeSettings} from '../../../source/commands/doctor/judgements/settings.js';
import {judgeWebhook} from '../../../source/commands/doctor/judgements/slack.js';
import {judgeStateDirectory, type DirectoryFacts} from '../../../source/commands/doctor/judgements/state-directory.js';
import {judgeTerminal, type TerminalFacts} from '../../../source/commands/doctor/judgements/terminal.js';
import type {Judgement} from '../../../source/commands/doctor/types.js';

const noReadings = {
	minutes: 5, readings: [], untold: [], given: [],
};
const hourMs = 3_600_000;

const scope = {
	selector: '{namespace="production"}',
	capabilities: {
		version: '3.7.6', serviceLabel: 'app', errorSource: 'detected_level', hasPatterns: true, hasVolume: true,
	},
} as const;
const range = {startMs: 0, endMs: hourMs};

const terminal: TerminalFacts = {
	env: {TERM: 'xterm-256color', LANG: 'en_US.UTF-8'}, isInputTty: true, isOutputTty: true, columns: 120, rows: 40, colorDepth: 8,
};

const directory: DirectoryFacts = {
	directory: '/s', exists: true, notWritable: undefined, mode: 0o700, openFiles: {count: 0, names: []}, freeBytes: 2 ** 40,
};

const way = {
	model: 'claude-sonnet-5-5', address: 'api.anthropic.com', isDefaultAddress: true, keySource: 'ANTHROPIC_API_KEY (environment)', unusedProxy: undefined,
} as const;

const failed = (failure: {readonly status?: number; readonly type?: string; readonly code?: string}, canRetry = false): ClaudeAnswer => ({
	type: 'failed',
	failure: {
		status: failure.status, type: failure.type, code: failure.code, message: '', retryAfterMs: undefined,
	},
	trouble: {
		what: 'What', why: 'why', nextStep: 'Step.', canRetry,
	},
});

const cases: ReadonlyArray<readonly [name: string, judgement: Judgement, state: Judgement['state'], says: RegExp]> = [
	['clocks that agree', judgeClock(10_000, 10_700), 'pass', /agree to the second/],
	['a clock that is 4 s ahead', judgeClock(10_000, 14_500), 'pass', /4 s ahead of/],
	['a clock that is 6 s ahead', judgeClock(10_000, 16_500), 'warn', /6 s ahead of .*NTP/],
	['a clock that is 6 s behind', judgeClock(16_000, 10_500), 'warn', /6 s behind .*NTP/],
	['a clock that is 61 s ahead', judgeClock(10_000, 71_500), 'fail', /1 min 1 s ahead of/],
	['an answer without a date', judgeClock(undefined, 0), 'skip', /no Date header/],

	['nobody in particular', judgeAccess({url: 'http://loki:3100'}), 'pass', /without credentials, no tenant/],
	['a user', judgeAccess({url: 'http://loki:3100', username: 'secret-user', tenant: 'team-a'}), 'pass', /with user and password, tenant team-a/],
	['a token and headers', judgeAccess({url: 'http://loki:3100', bearerToken: 'x', headers: {'x-scope': 'y'}}), 'pass', /with a bearer token and the headers x-scope/],
	['any certificate', judgeAccess({url: 'https://loki:3100', isTlsVerified: false}), 'warn', /TLS verification is off.*LOKI_CA_CERT_PATH/],

	['services', judgeServices({
		scope, services: ['api', 'pay'], existing: [], range,
	}), 'pass', /2 services by app in \{namespace="production"\} in the last hour: api, pay\./],
	['many services', judgeServices({
		scope, services: [...'abcdefgh'], existing: [], range: {startMs: 0, endMs: 24 * hourMs},
	}), 'pass', /8 services .* in the last 24 h: a, b, c, d, e, f and 2 more/],
	['a service that is not there', judgeServices({
		scope, services: ['api', 'pay'], existing: [], range,
	}, ['api', 'payy']), 'warn', /payy is not among them.*There are api, pay/],
	['services without names', judgeServices({
		scope, services: ['unknown_service'], existing: [], range,
	}), 'warn', /no names.*--service-label/],
	['a selector that matches nothing', judgeServices({
		scope, services: [], existing: [{label: 'job', values: ['a', 'b', 'c', 'd']}], range,
	}), 'fail', /Nothing matches .*job=a, b, c and 1 more/],
	['an empty Loki', judgeServices({
		scope, services: [], existing: [], range,
	}), 'fail', /nothing has written.*log shipper/],

	['levels', judgeLevels({...noReadings, source: 'detected_level', counts: [{level: 'info', lines: 100}, {level: 'error', lines: 3}]}), 'pass', /detected_level; in the last 5 min: info 100, error 3\.$/],
	['no error', judgeLevels({...noReadings, source: 'level', counts: [{level: 'info', lines: 100}]}), 'pass', /level; .*No error among them/],
	['a quiet minute', judgeLevels({...noReadings, source: 'level', counts: []}), 'pass', /no line in the last 5 min/],
	['levels that are all unknown', judgeLevels({...noReadings, source: 'detected_level', counts: [{level: 'unknown', lines: 7}, {level: '', lines: 1}]}), 'warn', /no error would be seen.*level=error/],
	['no levels', judgeLevels({...noReadings, source: 'line', counts: [{level: '', lines: 12}]}), 'warn', /lines that match .*error\|exception.*12 in the last 5 min.*discover_log_levels/],

	['services that are read otherwise', judgeLevels({
		...noReadings, source: 'detected_level', counts: [{level: 'info', lines: 76}, {level: 'unknown', lines: 24}], readings: [{service: 'api', marks: ['tens']}, {service: 'ctl', marks: []}],
	}), 'pass', /24(?:\.0)? % of the lines have no level that Loki knows\. Errors by a filter of their own: api read by numbers of pino; ctl read by headers and fields\.$/],
	['services without a level', judgeLevels({
		...noReadings, source: 'line', counts: [], readings: [{service: 'cron', marks: ['words']}], untold: ['cron'], given: [{service: 'pay', stage: '|= "FAIL"', outcome: {type: 'taken', services: 1, lines: 3}}],
	}), 'warn', /cron read by words in the text\. No level at all: cron; .* Set by --error-filter: pay \|= "FAIL" \(3 lines of 1 service in the last 5 min\)\..*--error-filter/],

	['a service whose filter Loki refuses', judgeLevels({
		...noReadings, source: 'detected_level', counts: [{level: 'info', lines: 80}], readings: [{service: 'api', marks: ['tens']}, {service: 'ctl', marks: []}], refused: ['api'],
	}), 'warn', /of their own: ctl read by headers and fields\. This Loki refuses the filter of api: no error of theirs is told apart\..*--error-filter/],

	['limits that were told', judgeLimits({
		maxSeries: 500, maxEntries: 5000, maxRangeMs: 721 * hourMs, areTold: true,
	}, 12), 'pass', /as Loki tells: series 500, lines 5,000, time range 30 d 1 h\.$/],
	['limits that were met', judgeLimits({
		maxSeries: 3, maxEntries: 50, maxRangeMs: undefined, areTold: false,
	}, 12), 'pass', /as met: series 3, lines 50, time range more than is asked for\. The 12 services are asked for in parts/],
	['no limits', judgeLimits({
		maxSeries: Infinity, maxEntries: Infinity, maxRangeMs: Infinity, areTold: true,
	}, 12), 'pass', /series without limit/],
	['a short range', judgeLimits({
		maxSeries: 500, maxEntries: 5000, maxRangeMs: hourMs / 2, areTold: true,
	}, 12), 'warn', /30 min.*max_query_length/],

	['a long history', judgeHistory(24, 24), 'pass', /24 h/],
	['a short history', judgeHistory(5, 24), 'warn', /5 h of the 24 h.*--baseline-hours 5/],
	['no history', judgeHistory(0, 24), 'warn', /No log line in the last 24 h/],

	['no patterns', judgeEndpoint('patterns', false), 'warn', /off.*pattern_ingester/],
	['no volume', judgeEndpoint('volume', false), 'pass', /nothing here depends on it/],
	['statistics', judgeEndpoint('stats', true), 'pass', /index\/stats answers/],

	['a key that is known', judgeClaude(way, {type: 'found', name: 'Claude Sonnet 5.5'}), 'pass', /api\.anthropic\.com accepts the key from ANTHROPIC_API_KEY \(environment\) and has claude-sonnet-5-5 \(Claude Sonnet 5\.5\)\.$/],
	['a proxy that is not used', judgeClaude({...way, unusedProxy: 'HTTPS_PROXY'}, {type: 'found', name: ''}), 'pass', /not through the proxy of HTTPS_PROXY/],
	['a key that is refused', judgeClaude(way, failed({status: 401})), 'fail', /What: why\. The key comes from ANTHROPIC_API_KEY.*Step\./],
	['a model that is not there', judgeClaude(way, failed({status: 404})), 'fail', /Step/],
	['a gateway without pages for models', judgeClaude({...way, isDefaultAddress: false}, failed({status: 404})), 'warn', /lists no models/],
	['a model that a gateway does not know', judgeClaude({...way, isDefaultAddress: false}, failed({status: 404, type: 'not_found_error'})), 'fail', /Step/],
	['an API that is overloaded', judgeClaude(way, failed({status: 529}, true)), 'warn', /Step/],
	['no way out, with a proxy that is not used', judgeClaude({...way, unusedProxy: 'HTTPS_PROXY'}, failed({code: 'ENOTFOUND'}, true)), 'fail', /HTTPS_PROXY is set, but .*NODE_USE_ENV_PROXY=1/],
	['no way out', judgeClaude(way, failed({code: 'ENOTFOUND'}, true)), 'fail', /Step/],

	['a webhook that was not tried', judgeWebhook('hooks.slack.com/.../****', undefined), 'pass', /nothing was sent.*--send-test/],
	['a webhook that took it', judgeWebhook('h', {state: 'delivered', atMs: 0}), 'pass', /delivered to h/],
	['a webhook that may have taken it', judgeWebhook('h', {
		state: 'unsure', atMs: 0, reason: 'R.', nextStep: 'N.',
	}), 'warn', /R\..*N\./],
	['a webhook that did not take it', judgeWebhook('h', {
		state: 'failed', atMs: 0, reason: 'R.', nextStep: 'N.',
	}), 'fail', /R\..*N\./],

	['a good terminal', judgeTerminal(terminal), 'pass', /xterm-256color, 120x40, 256 colours, Unicode/],
	['a pipe', judgeTerminal({...terminal, isOutputTty: false}), 'skip', /output is not a terminal/],
	['no keyboard', judgeTerminal({...terminal, isInputTty: false}), 'skip', /input is not a terminal/],
	['a dumb terminal', judgeTerminal({...terminal, env: {TERM: 'dumb'}}), 'warn', /TERM=xterm/],
	['a tiny window', judgeTerminal({...terminal, columns: 59}), 'warn', /59x40.*it needs 60x15/],
	['a small window', judgeTerminal({...terminal, rows: 20}), 'pass', /80x24 shows more/],
	['another character set', judgeTerminal({...terminal, env: {TERM: 'xterm', LANG: 'de_DE.ISO-8859-1'}}), 'warn', /no Unicode.*C\.UTF-8/],
	['colour is off, over SSH', judgeTerminal({...terminal, env: {...terminal.env, NO_COLOR: '1', SSH_TTY: '/dev/pts/0'}}), 'pass', /colour is off, Unicode, over SSH/],

	['a directory', judgeStateDirectory(directory), 'pass', /\/s can be written \(mode 0700\), 1 TB free/],
	['a directory to be made', judgeStateDirectory({...directory, exists: false, mode: undefined}), 'pass', /will be made/],
	['a directory that cannot be made', judgeStateDirectory({
		...directory, exists: false, mode: undefined, notWritable: 'EACCES',
	}), 'warn', /cannot be made \(EACCES\).*LOKI_SENTINEL_STATE_DIR/],
	['a read-only disk', judgeStateDirectory({...directory, notWritable: 'EROFS'}), 'warn', /cannot be written \(EROFS\)/],
	['a directory for everybody', judgeStateDirectory({...directory, mode: 0o755}), 'warn', /mode 0755.*chmod 700 \/s/],
	['a file for everybody', judgeStateDirectory({...directory, openFiles: {count: 1, names: ['outbox.jsonl']}}), 'warn', /A file .*outbox\.jsonl.*chmod -R go= \/s/],
	['a full disk', judgeStateDirectory({...directory, freeBytes: 1024}), 'warn', /only 1 KB left/],

	['settings by source', judgeSettings({
		described: [
			{setting: 'lokiUrl', value: 'http://loki', source: 'LOKI_URL (environment)'},
			{setting: 'password', value: '****', source: 'password (profile work)'},
			{setting: 'model', value: 'm', source: 'default'},
			{setting: 'tenant', value: '-', source: 'not set'},
		], profile: 'work', notes: [],
	}), 'pass', /^Profile work; lokiUrl http:\/\/loki from LOKI_URL \(environment\); password \*{4} from password \(profile work\)\.$/],
	['a settings file for everybody', judgeSettings({described: [], profile: undefined, notes: ['run chmod 600.']}), 'warn', /No stored profile; all settings are the defaults\. run chmod/],
];

for (const [name, judgement, state, says] of cases) {
	test(`the judgement of ${name}`, () => {
		assert.match([judgement.detail, judgement.nextStep].filter(Boolean).join(' '), says);
		assert.equal(judgement.state, state);
	});
}
