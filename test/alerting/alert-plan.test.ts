import assert from 'node:assert/strict';
import {test} from 'node:test';
import {groupIncidents} from '../../source/detect/incidents/incident.js';
import {fleetService, type Anomaly} from '../../source/detect/types.js';
import {foldEvents, toldOf} from '../../source/alerting/memory/alert-memory-fold.js';
import {targetKinds} from '../../source/alerting/targets/registry.js';
import {planAlerts} from '../../source/alerting/alert-plan.js';
import {readEvent, type JournalEvent, type NewEvent} from '../../source/alerting/memory/journal-event.js';
import {hashFingerprint} from '../../source/detect/incidents/incident-id.js';
import {connected} from '../helpers/connected.js';
import {anomalyWith, mondayMs} from '../helpers/traffic.js';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

/** Lives through passes: what is planned is told at once where Slack is up, and written down. */
function createTeam({targets = ['slack']}: {readonly targets?: readonly string[]} = {}) {
	const events: JournalEvent[] = [];
	let serial = 0;
	const note = (added: readonly NewEvent[], atMs: number) => {
		for (const event of added) {
			serial++;
			events.push({
				v: 1, id: `e${serial}`, atMs, by: 'test', scope: 's', ...event,
			});
		}
	};

	return {
		note,
		pass(minute: number, anomalies: readonly Anomaly[], {isSlackUp = true, isBaselineShort = false, down = isSlackUp ? [] : targets}: {readonly isSlackUp?: boolean; readonly isBaselineShort?: boolean; readonly down?: readonly string[]} = {}): string[] {
			const nowMs = mondayMs + (minute * minuteMs);
			const plan = planAlerts({
				targets, incidents: groupIncidents(connected(anomalies)), remembered: foldEvents(events), nowMs, remindMs: 4 * hourMs, isBaselineShort, redact: text => text, fleet: {isPreliminary: false, services: 40},
			});
			note(plan.events, nowMs);
			for (const alert of plan.alerts) {
				const [incident, severity] = alert.reason === 'resolved' ? [alert.remembered.id, alert.remembered.severity] : [alert.incident.id, alert.incident.severity];
				note([down.includes(alert.target)
					? {
						event: 'released', incident, reason: alert.reason, target: alert.target, claim: 'c',
					}
					: {
						event: 'alerted', incident, reason: alert.reason, target: alert.target, severity, result: 'delivered', destination: 'slack',
					}], nowMs);
			}

			return plan.alerts.map(alert => `${targets.length > 1 ? `${alert.target}: ` : ''}${alert.reason} ${alert.reason === 'resolved' ? alert.remembered.members.map(({service}) => service).join('+') : alert.incident.members.map(({service}) => service).join('+')}`);
		},
	};
}

const at = (minute: number): number => mondayMs + (minute * minuteMs);
const bad = (service: string, minute: number, known: Partial<Anomaly> = {}): Anomaly => anomalyWith({service, onsetMs: at(minute), ...known});
const over = (service: string, minute: number, endMinute: number): Anomaly => bad(service, minute, {state: 'resolved', resolvedMs: at(endMinute)});

test('once when it opens, once when it becomes critical, once when it is over', () => {
	const team = createTeam();
	assert.deepEqual(team.pass(0, []), []);
	assert.deepEqual(team.pass(3, [bad('payment', 1)]), ['opened payment']);
	assert.deepEqual(team.pass(4, [bad('payment', 1)]), []);
	assert.deepEqual(team.pass(5, [bad('payment', 1, {severity: 'critical'})]), ['worsened payment']);
	assert.deepEqual(team.pass(6, [bad('payment', 1, {severity: 'critical'})]), []);
	assert.deepEqual(team.pass(7, [bad('payment', 1)]), [], 'what was critical and is not any more is no news');
	assert.deepEqual(team.pass(9, [over('payment', 1, 8)]), ['resolved payment']);
	assert.deepEqual(team.pass(10, [over('payment', 1, 8)]), []);
	assert.deepEqual(team.pass(30, []), []);
});

const outage = (minute: number, known: Partial<Anomaly> = {}): Anomaly => bad(fleetService, minute, {kind: 'fleet-silence', severity: 'critical', ...known});

test('a silence of the whole fleet and a broken service are two messages, whichever comes first', () => {
	const first = createTeam();
	assert.deepEqual(first.pass(3, [bad('payment', 1, {severity: 'critical'})]), ['opened payment']);
	assert.deepEqual(first.pass(6, [bad('payment', 1, {severity: 'critical'}), outage(4)]), [`opened ${fleetService}`]);
	assert.deepEqual(first.pass(9, [bad('payment', 1, {severity: 'critical'}), outage(4, {state: 'resolved', resolvedMs: at(8)})]), [`resolved ${fleetService}`]);
	assert.deepEqual(first.pass(12, [over('payment', 1, 11)]), ['resolved payment']);

	const second = createTeam();
	assert.deepEqual(second.pass(3, [outage(1)]), [`opened ${fleetService}`]);
	assert.deepEqual(second.pass(6, [outage(1), bad('payment', 2, {severity: 'critical'})]), ['opened payment']);

	const together = createTeam();
	assert.deepEqual(together.pass(3, [outage(1), bad('payment', 1)]).toSorted(), [`opened ${fleetService}`, 'opened payment']);
});

test('a memory that holds both as one incident does not keep the outage from being told', () => {
	const team = createTeam();
	const prints = [outage(1), bad('payment', 1)].map(({fingerprint}) => hashFingerprint(fingerprint));
	team.note([
		{
			event: 'opened', incident: 'both', fingerprints: prints, members: ['payment', fleetService].map(service => ({service, onsetMs: at(1)})), severity: 'critical', onsetMs: at(1),
		},
		{
			event: 'alerted', incident: 'both', reason: 'opened', target: 'slack', severity: 'critical', result: 'delivered', destination: 'slack',
		},
	], at(2));
	const now = [outage(1), bad('payment', 1, {severity: 'critical'})];
	assert.deepEqual(team.pass(3, now), [`opened ${fleetService}`]);
	assert.deepEqual(team.pass(4, now), []);
});

test('several services are one message; one that joins is none, unless it makes the incident critical', () => {
	const team = createTeam();
	assert.deepEqual(team.pass(3, [bad('payment', 1), bad('checkout', 2)]), ['opened payment+checkout']);
	assert.deepEqual(team.pass(5, [bad('payment', 1), bad('checkout', 2), bad('cart', 4)]), []);
	assert.deepEqual(team.pass(8, [bad('payment', 1), bad('checkout', 2), bad('cart', 4), bad('api', 7, {severity: 'critical'})]), ['worsened payment+checkout+cart+api']);
	assert.deepEqual(team.pass(40, [bad('cart', 4), bad('api', 7, {severity: 'critical'})]), [], 'the first members are well: it is the same incident');
	assert.deepEqual(team.pass(50, [over('cart', 4, 45), over('api', 7, 48)]), ['resolved payment+checkout+cart+api']);
});

test('another trouble of the same service joins, one of another service much later is its own', () => {
	const team = createTeam();
	team.pass(3, [bad('payment', 1)]);
	assert.deepEqual(team.pass(33, [bad('payment', 1), bad('payment', 30, {kind: 'volume-surge', fingerprint: 'volume-surge:payment'})]), []);
	assert.deepEqual(team.pass(63, [bad('payment', 1), bad('search', 60)]), ['opened search']);
});

test('again after the reminder time', () => {
	const team = createTeam();
	team.pass(0, [bad('payment', 0)]);
	assert.deepEqual(team.pass(239, [bad('payment', 0)]), []);
	assert.deepEqual(team.pass(240, [bad('payment', 0)]), ['reminded payment']);
	assert.deepEqual(team.pass(300, [bad('payment', 0)]), []);
});

test('what was not delivered is planned again, and its end too', () => {
	const team = createTeam();
	assert.deepEqual(team.pass(1, [bad('payment', 0)], {isSlackUp: false}), ['opened payment']);
	assert.deepEqual(team.pass(2, [bad('payment', 0)], {isSlackUp: false}), ['opened payment']);
	assert.deepEqual(team.pass(20, [over('payment', 0, 19)], {isSlackUp: false}), ['resolved payment']);
	assert.deepEqual(team.pass(40, []), ['resolved payment']);
	assert.deepEqual(team.pass(41, []), []);
});

test('what comes back within minutes is reported again once, and its end only when it stays away', () => {
	const team = createTeam();
	team.pass(1, [bad('payment', 0)]);
	assert.deepEqual(team.pass(10, [over('payment', 0, 9)]), ['resolved payment']);
	assert.deepEqual(team.pass(12, [bad('payment', 0)]), ['opened payment']);
	assert.deepEqual(team.pass(16, [over('payment', 0, 15)]), []);
	assert.deepEqual(team.pass(18, [bad('payment', 0)]), []);
	assert.deepEqual(team.pass(22, [over('payment', 0, 21)]), []);
	assert.deepEqual(team.pass(37, []), ['resolved payment']);
});

test('too short a baseline does not end what it cannot see', () => {
	const team = createTeam();
	team.pass(1, [bad('payment', 0)]);
	assert.deepEqual(team.pass(2, [], {isBaselineShort: true}), []);
	assert.deepEqual(team.pass(3, []), ['resolved payment']);
});

test('what is muted is not reported until the mute ends; a service or a fingerprint can be muted, and taken back', () => {
	const team = createTeam();
	team.note([{event: 'muted', target: {service: 'payment'}, untilMs: at(30)}, {event: 'muted', target: {fingerprint: hashFingerprint('error-spike:cart')}, untilMs: at(60)}], at(0));
	assert.deepEqual(team.pass(1, [bad('payment', 0)]), []);
	assert.deepEqual(team.pass(2, [bad('payment', 0), bad('cart', 1)]), []);
	team.note([{event: 'muted', target: {service: 'payment'}, untilMs: 0}], at(3));
	assert.deepEqual(team.pass(4, [bad('payment', 0), bad('cart', 1)]), ['opened payment+cart']);
});

test('two runs that opened the same incident under two names remember one', () => {
	const opened = (id: string, incident: string): JournalEvent => ({
		v: 1, id, atMs: at(1), by: id, scope: 's', event: 'opened', incident, fingerprints: [hashFingerprint('error-spike:payment')], members: [{service: 'payment', onsetMs: at(0)}], severity: 'warning', onsetMs: at(0),
	});
	const {incidents} = foldEvents([opened('a', 'one'), opened('b', 'two'), {
		v: 1, id: 'c', atMs: at(2), by: 'b', scope: 's', event: 'alerted', incident: 'two', reason: 'opened', target: 'slack', severity: 'warning', result: 'delivered', destination: 'slack',
	}]);
	assert.deepEqual(incidents.map(incident => [incident.id, toldOf(incident)?.firstMs]), [['one', at(2)]]);
});

test('dollars are counted by day', () => {
	const spent = (id: string, atMs: number, dollars: number): JournalEvent => ({
		v: 1, id, atMs, by: 'a', scope: 's', event: 'analysed', incident: 'one', source: 'claude', model: 'm', headline: 'h', inputTokens: 1, outputTokens: 1, dollars,
	});
	assert.deepEqual([...foldEvents([spent('a', mondayMs, 0.1), spent('b', mondayMs + hourMs, 0.25), spent('c', mondayMs + (25 * hourMs), 1)]).dollars], [['2026-01-05', 0.35], ['2026-01-06', 1]]);
});

test('what one target has got does not hide what another one has not', () => {
	const team = createTeam({targets: ['slack', 'pager']});
	assert.deepEqual(team.pass(1, [bad('payment', 0)], {down: ['pager']}), ['slack: opened payment', 'pager: opened payment']);
	assert.deepEqual(team.pass(2, [bad('payment', 0)], {down: ['pager']}), ['pager: opened payment']);
	assert.deepEqual(team.pass(3, [bad('payment', 0, {severity: 'critical'})]), ['slack: worsened payment', 'pager: opened payment']);
	assert.deepEqual(team.pass(4, [bad('payment', 0, {severity: 'critical'})]), []);
	assert.deepEqual(team.pass(5, [over('payment', 0, 4)], {down: ['slack']}), ['slack: resolved payment', 'pager: resolved payment']);
	assert.deepEqual(team.pass(6, [over('payment', 0, 4)]), ['slack: resolved payment']);
	assert.deepEqual(team.pass(7, []), []);
});

test('an event of a version that knew one target means Slack', () => {
	const line = {
		v: 1, id: 'a', atMs: at(1), by: 'b', scope: 's', event: 'alerted', incident: 'one', reason: 'opened', severity: 'warning', result: 'delivered', destination: 'hooks.slack.com',
	};
	const event = readEvent(line);
	assert.strictEqual(event?.event, 'alerted');
	assert.equal(event.target, 'slack');
	assert.ok(Object.hasOwn(targetKinds, event.target));
});
