import assert from 'node:assert/strict';
import {test} from 'node:test';
import {composeAlert} from '../../source/alerting/compose.js';
import {slackMessage} from '../../source/alerting/targets/slack/message.js';
import {previewSlackMessage} from '../../source/alerting/targets/slack/preview.js';
import {groupIncidents} from '../../source/detect/incidents/incident.js';
import type {EvidenceLine} from '../../source/facts/evidence.js';
import {createRedactor} from '../../source/investigate/redaction/redact.js';
import {alertOf, scope} from '../helpers/alerts.js';
import {anomaly, evidenceOf, nowMs} from '../helpers/states.js';
import {causeOf, verdictOf} from '../helpers/verdicts.js';

const spike = anomaly({service: 'payment'});
const pattern = anomaly({
	service: 'payment', kind: 'new-pattern', onsetMs: spike.onsetMs + 60_000, pattern: {id: 'p', template: 'pool ran out'}, share: 0.6,
});
const byRules = {source: 'rules', told: undefined, evidence: evidenceOf('payment', [])} as const;

/** Clock times that no zone stands behind. */
const unlabelled = (lines: readonly string[]): readonly string[] => lines.flatMap(line => line.match(/\b\d\d:\d\d(?::\d\d)?(?! UTC)\b/g) ?? []);

test('an alert has one zone, and every time names it', () => {
	const lines = previewSlackMessage(slackMessage(alertOf([pattern, spike], {finding: {...byRules, verdict: verdictOf({cause: causeOf('connection pool exhausted', 'requests wait')})}})));
	assert.deepEqual(unlabelled(lines), [], lines.join('\n'));
	assert.ok(lines.includes('• errors 42/min vs 3.1/min expected (band 7), 14x, since 02:58 UTC'), lines.join('\n'));
	assert.ok(lines.includes('payment: connection pool exhausted, errors 42/min vs 3.1/min expected since 02:58 UTC; escalate'), lines.join('\n'));
});

test('an alert of several services names each once, with one offset and one zone', () => {
	const lines = previewSlackMessage(slackMessage(alertOf([spike, anomaly({
		service: 'checkout', severity: 'warning', onsetMs: spike.onsetMs + 90_000, observedPerMinute: 5, expectedPerMinute: 0.004, limitPerMinute: 14,
	})])));
	assert.deepEqual(unlabelled(lines), [], lines.join('\n'));
	assert.ok(lines.includes('payment 02:58 UTC, checkout +1 min 30 s'), lines.join('\n'));
	assert.ok(lines.includes('• payment: errors 42/min vs 3.1/min expected (band 7), 14x, since 02:58 UTC'), lines.join('\n'));
	assert.ok(lines.includes('• checkout: errors 5/min vs 0.004/min expected, >100x, since 02:59 UTC'), lines.join('\n'));
});

const secret = 'AKIAIOSFODNN7EXAMPLE';

test('no text of an alert holds a secret, whatever part of the facts it stands in', () => {
	const text = `key ${secret} of alice@example.com`;
	const odd = anomaly({
		service: text, fingerprint: text, kind: 'new-pattern', pattern: {id: text, template: text}, share: 0.5,
	});
	const alert = alertOf([odd], {
		finding: {
			source: 'claude',
			told: {headline: text, cause: text, command: text},
			evidence: evidenceOf(text, []),
			verdict: verdictOf({
				service: text, anomaly: odd, command: {text, purpose: text}, cause: {
					type: 'rollout', match: undefined, rollout: {
						name: 'session_id', value: '9a8b7c6d5e4f3a2b1c0d', badShare: 1, baselineShare: 0, leadMs: 0,
					},
				},
			}),
		},
	});
	const {openCommand, exploreUrl, ...said} = alert;
	assert.doesNotMatch(JSON.stringify(said), new RegExp(`${secret}|alice|9a8b7c6d5e4f3a2b1c0d`));
});

const namespaces: ReadonlyArray<readonly [name: string, selector: string, labels: ReadonlyArray<Readonly<Record<string, string>>>, namespace: string | undefined]> = [
	['the selector', '{namespace="production", app=~".+"}', [{namespace: 'other'}], 'production'],
	['a selector of another shipper', '{k8s_namespace_name="production"}', [], 'production'],
	['the only one of the lines', '{app=~".+"}', [{namespace: 'shop'}, {namespace: 'shop'}], 'shop'],
	['none: the lines are of two', '{app=~".+"}', [{namespace: 'shop'}, {namespace: 'pay'}], undefined],
	['none: the selector excludes one', '{namespace!="production"}', [], undefined],
	['none: a value that looks like it', String.raw`{app="x\", namespace=\"y"}`, [], undefined],
];

for (const [name, selector, labels, namespace] of namespaces) {
	test(`the namespace is that of ${name}`, () => {
		const lines: readonly EvidenceLine[] = labels.map((own, index) => ({
			id: String(index), service: 'payment', timeMs: nowMs, level: 'error', line: 'x', labels: own,
		}));
		const alert = composeAlert({
			about: {service: 'payment'}, reason: 'opened', finding: {...byRules, evidence: {...byRules.evidence, lines}, verdict: verdictOf()}, redactor: createRedactor(), selector, scope, exploreUrl: undefined, nowMs,
		});
		assert.equal(alert.namespace, namespace);
	});
}

test('a service that nothing is wrong with can be alerted about all the same', () => {
	const alert = alertOf([], {about: {service: 'cart'}, finding: undefined});
	assert.equal(alert.incident, undefined);
	assert.equal(slackMessage(alert).text, '🟡 cart: alert');
});

test('an alert says how sure it is who was first, and what is not in Loki', () => {
	const database = {service: 'db-primary.internal', by: 'outside', lines: 9} as const;
	const two = [anomaly({service: 'payment'}), anomaly({service: 'checkout', onsetMs: spike.onsetMs + 40_000})];
	const rowsOf = (...given: Parameters<typeof alertOf>): string => previewSlackMessage(slackMessage(alertOf(...given))).join('\n');
	assert.match(rowsOf(two), /unclear: payment or checkout\. In the order in which they broke\n.*payment 02:58 UTC, checkout \+40 s/);
	assert.match(rowsOf(two, {isPreliminary: true}), /payment first \(preliminary\)\. In the order[\s\S]*• preliminary: not enough history yet to be sure who was first/);
	assert.match(rowsOf([anomaly({service: 'payment', links: [database]})]), /• its errors name db-primary\.internal \(not in Loki\)/);
	assert.doesNotMatch(rowsOf([spike]), /preliminary|In the order/);
});

test('an alert about most of the fleet names no first service', () => {
	const fleet = Array.from({length: 38}, (_, index) => anomaly({service: `svc-${index}`}));
	const alert = alertOf(fleet, {
		about: {
			...groupIncidents(fleet, {services: 40})[0]!, first: {
				service: 'svc-0', onsetMs: spike.onsetMs, confidence: 'unclear', rival: 'svc-1', everything: {broken: 38, services: 40}, outside: undefined,
			},
		}, finding: undefined,
	});
	assert.equal(slackMessage(alert).text, '🔴 38 of 40 services: errors');
	assert.match(previewSlackMessage(slackMessage(alert)).join('\n'), /everything: 38 of 40 services\. In the order in which they broke/);
});
