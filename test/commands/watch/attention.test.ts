import assert from 'node:assert/strict';
import {test} from 'node:test';
import {startAttention} from '../../../source/commands/watch/attention.js';
import {fleetService, type Anomaly} from '../../../source/detect/types.js';
import {createScreenStore} from '../../../source/ui/screens/screen-store.js';
import {connected} from '../../helpers/connected.js';
import {
	anomaly,
	judged,
	minutesOf,
	stateAfter,
	type Action,
} from '../../helpers/states.js';

const bell = '\u{7}';
const payment = anomaly({service: 'payment'});
const checkout = anomaly({service: 'checkout', severity: 'warning'});
const search = anomaly({service: 'search', kind: 'pattern-storm'});

const {expectations} = judged('payment');
const detected = (...anomalies: readonly Anomaly[]): Action => ({type: 'detected', anomalies, expectations});

/** What was sent to the terminal after each of the steps. */
function watched(env: Readonly<Record<string, string>>, ...steps: ReadonlyArray<readonly Action[]>): {readonly sent: ReadonlyArray<readonly string[]>; readonly notices: ReadonlyArray<string | undefined>} {
	const store = createScreenStore(stateAfter({type: 'minutes-read', minutes: minutesOf({payment: [200, 40], checkout: [200, 20], search: [900, 0]})}), () => undefined);
	let sent: string[] = [];
	const end = startAttention({
		store, env, terminal: {isTmux: false}, send(sequence) {
			sent.push(sequence);
		},
	});
	const all: string[][] = [];
	const notices: Array<string | undefined> = [];
	for (const actions of steps) {
		sent = [];
		for (const action of actions) {
			store.dispatch(action);
		}

		// A view action has the listeners told at once, facts a little later.
		store.dispatch({type: 'help-toggled'});
		all.push(sent);
		notices.push(store.getState().notice?.text);
	}

	sent = [];
	end();
	all.push(sent);
	store.close();
	return {sent: all, notices};
}

const watch: Action = {type: 'watch-toggled'};
const title = (text: string): string => `\u{1B}]0;${text} - loki-sentinel${bell}`;

test('what is wrong already is no news; an incident that opens and one that is over ring, and the title says what is open', () => {
	const {sent, notices} = watched({}, [detected(payment), watch], [detected(payment, search)], [detected(search)], [detected()]);
	assert.deepEqual(sent, [
		['\u{1B}[22;0t', title('1 incident: payment')],
		[title('2 incidents: payment'), bell],
		[title('1 incident: search'), bell],
		[title('calm'), bell],
		['\u{1B}[23;0t'],
	]);
	assert.deepEqual(notices, [undefined, 'new incident: search', 'over: payment', 'over: search']);
});

test('one that becomes critical rings, and so does one that twice as many services are in', () => {
	const {notices} = watched({}, [detected(checkout), watch], [detected({...checkout, severity: 'critical'})], [detected(...connected([payment, {...checkout, severity: 'critical'}]))]);
	assert.deepEqual(notices, [undefined, 'critical now: checkout', 'more services: checkout +1']);
});

test('a fleet that falls silent rings, and a Loki that does not answer is no calm', () => {
	const silent = anomaly({service: fleetService, kind: 'fleet-silence'});
	const failing: Action = {type: 'connection-changed', change: {status: 'failing'}};
	assert.deepEqual(watched({}, [detected(), watch], [detected(silent)], [detected(), failing]).sent.slice(1, 3), [
		[title('all services silent'), bell],
		[title('no answer from Loki'), bell],
	]);
});

test('nothing is sent where nobody watches, and the title is given back when that ends', () => {
	assert.deepEqual(watched({}, [detected(payment)], [detected(payment, search)]).sent, [[], [], []]);
	assert.deepEqual(watched({}, [detected(payment), watch], [watch], [detected(payment, search)]).sent.slice(1), [['\u{1B}[23;0t'], [], []]);
});

test('incidents that come apart are no news, and neither is one that is muted', () => {
	assert.deepEqual(watched({}, [detected(...connected([payment, checkout])), watch], [detected(payment, checkout)]).sent[1], [title('2 incidents: payment')]);
	const mute: Action = {type: 'mutes-changed', mutes: [{target: {service: 'payment'}, untilMs: payment.lastSeenMs + 3_600_000}]};
	assert.ok(!watched({}, [detected(payment, search), watch], [mute]).sent[1]?.includes(bell));
});

test('a terminal that is known to notify is told what it is, and no name orders it anything', () => {
	const odd = anomaly({service: 'pay\u{7}\u{1B}]52;c;x'});
	const {sent} = watched({TERM_PROGRAM: 'WezTerm'}, [detected(payment), watch], [detected(payment, odd)]);
	const [, call = ''] = sent[1] ?? [];
	assert.ok(call.startsWith(`${bell}\u{1B}]9;new incident: pay`), JSON.stringify(call));
	assert.equal(call.split('\u{1B}').length, 2);
	assert.ok(call.endsWith(bell));
	assert.equal(call.slice(1, -1).includes(bell), false);
});
