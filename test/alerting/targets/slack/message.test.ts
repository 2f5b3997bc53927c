import assert from 'node:assert/strict';
import {test} from 'node:test';
import type {Anomaly} from '../../../../source/detect/types.js';
import {composeEnd} from '../../../../source/alerting/compose.js';
import {createExploreUrl} from '../../../../source/alerting/explore-url.js';
import {foldEvents} from '../../../../source/alerting/memory/alert-memory-fold.js';
import {slackMessage} from '../../../../source/alerting/targets/slack/message.js';
import {previewSlackMessage} from '../../../../source/alerting/targets/slack/preview.js';
import type {SlackMessage, SlackText} from '../../../../source/alerting/targets/slack/slack-message.js';
import type {Alert, AlertFinding} from '../../../../source/facts/alert.js';
import {alertRows} from '../../../../source/words/alert-rows.js';
import {alertOf} from '../../../helpers/alerts.js';
import {anomaly, nowMs} from '../../../helpers/states.js';

const spike = anomaly({service: 'payment'});
const {onsetMs} = spike;
const alert = alertOf();
const openCommand = alert.openCommand ?? '';

test('an alert says what, how much, since when, why, and what to do', () => {
	assert.deepEqual(previewSlackMessage(slackMessage(alert)), [
		'🔴 payment: errors',
		'',
		'Service     payment',
		'Namespace   production',
		'Errors now  42/min',
		'Expected    3.1/min, 14x',
		'Since       02:58 UTC (14 min)',
		'Severity    critical',
		'',
		'• errors 42/min vs 3.1/min expected (band 7), 14x, since 02:58 UTC',
		'',
		'Analysis (Claude)',
		'',
		'DB pool of payment is exhausted since 1.42.0',
		'',
		'Connections leak in 1.42.0.',
		'',
		'Next command (nothing was run)',
		'    kubectl rollout history -n production deploy/payment',
		'',
		'Top patterns (lines)',
		'       734  NEW  HikariPool-1 - Connection is not available, request timed out after <*>ms',
		'     1,420  charged card ending <*> in <*> ms',
		'',
		openCommand,
		'Open in Grafana: https://grafana.example/explore?schemaVersion=1&panes=%7B%7D',
	]);
});

test('the line for notifications is always there', () => {
	assert.equal(slackMessage(alert).text, '🔴 payment: errors. DB pool of payment is exhausted since 1.42.0');
});

const sources: ReadonlyArray<readonly [source: AlertFinding['source'], shown: string]> = [
	['claude', 'Analysis (Claude)'],
	['scripted', 'Analysis (scripted answer)'],
	['rules', 'Analysis (no AI: rule-based verdict)'],
];

for (const [source, shown] of sources) {
	test(`the message says who speaks: ${shown}`, () => {
		const lines = previewSlackMessage(slackMessage({...alert, finding: alert.finding && {...alert.finding, source}}));
		assert.ok(lines.includes(shown));
	});
}

const signs: ReadonlyArray<readonly [name: string, change: Partial<Anomaly>, header: string]> = [
	['critical', {severity: 'critical', factor: 2}, '🔴 payment: errors'],
	['a warning, whatever its factor', {severity: 'warning', observedPerMinute: 420, factor: 135}, '🟡 payment: errors'],
	['no factor', {severity: 'warning', factor: undefined, kind: 'new-pattern'}, '🟡 payment: new error pattern'],
	['all services', {service: '*', severity: 'critical', kind: 'fleet-silence'}, '🔴 all services: all services silent'],
];

for (const [name, change, header] of signs) {
	test(`the header of ${name}`, () => {
		assert.equal(previewSlackMessage(slackMessage(alertOf([{...spike, ...change}])))[0], header);
	});
}

test('the gravest open anomaly leads, the others are counted', () => {
	const storm: Anomaly = {
		...spike, kind: 'pattern-storm', severity: 'warning', factor: 3, pattern: {id: 'p', template: 'retrying'},
	};
	const over: Anomaly = {...spike, state: 'resolved', resolvedMs: nowMs};
	const message = slackMessage({...alert, anomalies: [over, storm, {...storm, kind: 'new-pattern'}, spike]});
	const lines = previewSlackMessage(message);
	assert.equal(lines[0], '🔴 payment: errors (+3 more findings)');
	assert.deepEqual(lines.slice(9, 13), [
		'• errors 42/min vs 3.1/min expected (band 7), 14x, since 02:58 UTC',
		'• log storm: one pattern at ~42/min: "retrying", at least since 02:58 UTC',
		'• new error pattern at ~42/min: "retrying", at least since 02:58 UTC',
		'and 1 more',
	]);
});

test('the header and its numbers are those of the service that it names, the sign and the severity those of the worst', () => {
	const own: Anomaly = {
		...spike, kind: 'new-pattern', severity: 'warning', pattern: {id: 'p', template: 'retrying'}, observedPerMinute: 5,
	};
	const lines = previewSlackMessage(slackMessage({
		...alert, anomalies: [{...spike, service: 'checkout'}, own], members: [{service: 'payment', onsetMs}, {service: 'checkout', onsetMs: onsetMs + 90_000}],
	}));
	assert.equal(lines[0], '🔴 payment: new error pattern, 1 more service');
	for (const line of ['Errors now  ~5/min', 'Severity    critical', 'payment 02:58 UTC, checkout +1 min 30 s', '• payment: new error pattern at ~5/min: "retrying", at least since 02:58 UTC']) {
		assert.ok(lines.includes(line), `${line}\nin\n${lines.join('\n')}`);
	}
});

test('an old onset carries its day', () => {
	const message = slackMessage({...alert, anomalies: [{...spike, onsetMs: nowMs - (26 * 60 * 60 * 1000)}]});
	assert.equal(previewSlackMessage(message)[6], 'Since       2026-11-22 01:12 UTC (26 h)');
});

test('what is not known is left out', () => {
	const message = slackMessage({
		...alert, namespace: undefined, anomalies: [], members: [], finding: {source: 'claude', told: {headline: '', command: ' '}, verdict: undefined}, topPatterns: [], openCommand: undefined, exploreUrl: undefined,
	});
	assert.deepEqual(previewSlackMessage(message), ['🟡 payment: alert', '', 'Service    payment', 'Namespace  -']);
});

test('the end of the trouble is a message of its own that names the first', () => {
	const [incident] = foldEvents([{
		v: 1, id: 'e', atMs: onsetMs, by: 'test', scope: 's', event: 'opened', incident: 'i1', fingerprints: [], members: [{service: 'payment', onsetMs}], severity: 'critical', onsetMs,
	}]).incidents;
	assert.ok(incident);
	const message = slackMessage(composeEnd(incident, {
		resolvedMs: onsetMs + (14 * 60_000), alertedMs: onsetMs + 240_000, selector: '{app="payment"}', nowMs: nowMs + 60_000,
	}));
	assert.equal(message.text, '🟢 payment: resolved after 14 min');
	assert.deepEqual(previewSlackMessage(message), [
		'🟢 payment: resolved',
		'',
		'Service      payment',
		'Namespace    -',
		'Lasted       14 min, 02:58 UTC to 03:12 UTC',
		'First alert  03:02 UTC',
	]);
});

function textsOf({blocks}: SlackMessage): SlackText[] {
	return blocks.flatMap(block => {
		if (block.type === 'section') {
			return [...(block.text ? [block.text] : []), ...block.fields ?? []];
		}

		if (block.type === 'context') {
			return block.elements;
		}

		return block.type === 'header' ? [block.text] : [];
	});
}

/** Everything that can be said, said by an attacker. */
function hostileAlert(text: string): Alert {
	return {
		...alert,
		service: text,
		namespace: text,
		members: Array.from({length: 20}, () => ({service: text, onsetMs})),
		anomalies: Array.from({length: 9}, () => ({...spike, kind: 'pattern-storm' as const, pattern: {id: 'p', template: text}})),
		finding: {
			source: 'claude', verdict: undefined, told: {headline: text, cause: text, command: text},
		},
		topPatterns: Array.from({length: 9}, () => ({template: text, lines: 1, isNew: true})),
		openCommand: `npx loki-sentinel open ${text}`,
		exploreUrl: `https://grafana.example/${text}`,
	};
}

const attacks = ['<!channel>', '<!here|x>', '<@U123>', '<!subteam^S1>', '@here @channel @everyone', '``` <!channel> ```', '````', '`<!channel>`', '<https://evil.example|click>', '&lt;!channel&gt;', '\u{202E}*bold*', 'a\n```\nb', '\u{1B}[31m'];

test('nothing in an alert can page a channel, write a link or leave its place', () => {
	for (const attack of attacks) {
		const message = slackMessage(hostileAlert(attack));
		const texts = textsOf(message);
		const open = texts.filter(({text}) => /<[!#@]/.test(text) || text.includes('<https://evil'));
		assert.deepEqual(open, [], attack);
		const fences = texts.filter(({type, text}) => type === 'mrkdwn' && text.split('```').length % 2 === 0);
		assert.deepEqual(fences, [], attack);
		assert.ok(texts.every(part => part.type === 'plain_text' || part.verbatim === true));
		assert.doesNotMatch(message.text, /<[!@]|@(?:here|channel|everyone)/);
	}
});

test('foreign text in markup stands between fences or backticks', () => {
	const marked = textsOf(slackMessage(hostileAlert('hostile'))).filter(({type, text}) => type === 'mrkdwn' && text.includes('hostile'));
	assert.equal(marked.length, 4);
	const outside = marked.map(({text}) => text.replaceAll(/```\n[\s\S]*?\n```|`[^`]*`|<https:[^>]*>/g, ''));
	assert.doesNotMatch(outside.join(''), /hostile/);
});

test('a message is never too long for Slack, whatever is in it', () => {
	const texts = ['x', '&', '<', '"', '\\', '🙂', '\n', '漢', '\u{1B}', '\u{202E}', '`', '@here '].map(part => part.repeat(20_000));
	for (const text of texts) {
		const message = slackMessage(hostileAlert(text));
		assert.ok(JSON.stringify(message).length < 10_000, `${JSON.stringify(message).length} for ${JSON.stringify(text[0])}`);
		const header = message.blocks[0];
		assert.strictEqual(header?.type, 'header');
		assert.ok(header.text.text.length <= 150);
		assert.ok(textsOf(message).every(part => part.text.length > 0 && part.text.length <= 2000));
		assert.ok(message.text.length > 0);
	}
});

test('a long text is cut at a whole character, and not at an entity', () => {
	const message = slackMessage({...alert, finding: {source: 'claude', told: {headline: '<🙂'.repeat(2000)}, verdict: undefined}});
	assert.doesNotMatch(JSON.stringify(message), /&(?!lt;|gt;|amp;)|\\ud/i);
});

test('the link to Grafana carries selector and window', () => {
	const url = new URL(createExploreUrl({grafanaUrl: 'https://grafana.example/g', datasourceUid: 'P1'})('{app="a|b"}', 1000, 2000));
	assert.equal(url.pathname, '/g/explore');
	assert.deepEqual(JSON.parse(url.searchParams.get('panes') ?? ''), {
		loki: {
			datasource: 'P1', queries: [{
				refId: 'A', expr: '{app="a|b"}', queryType: 'range', datasource: {type: 'loki', uid: 'P1'},
			}], range: {from: '1000', to: '2000'},
		},
	});
	const message = slackMessage({...alert, exploreUrl: url.href});
	assert.match(JSON.stringify(message), /<https:\/\/grafana\.example\/g\/explore\?[^<>|]*\|Open in Grafana>/);
});

test('a repeat is the same content under a line that says so', () => {
	const first = slackMessage(alert);
	const repeat = slackMessage(alert, {firstMs: nowMs - 120_000, nowMs});
	assert.equal(repeat.text, `repeat: the first attempt at 03:10 UTC may not have arrived. ${first.text}`);
	assert.deepEqual(repeat.blocks.slice(1), first.blocks);
});

test('the screen reads of an alert what Slack shows', () => {
	assert.deepEqual(alertRows(alert), previewSlackMessage(slackMessage(alert)));
});
