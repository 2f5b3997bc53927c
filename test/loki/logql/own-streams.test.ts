import assert from 'node:assert/strict';
import {test} from 'node:test';
import {withoutOwnStreams} from '../../../source/loki/logql/own-streams.js';

const cases: ReadonlyArray<readonly [selector: string, watched: string]> = [
	['{service_name=~".+"}', '{service_name=~".+", app!="loki-sentinel"}'],
	['{app=~".+", kind="journal"}', '{app=~".+", kind="journal", app!="loki-sentinel"}'],
	['{app!="loki-sentinel", job=~".+"}', '{app!="loki-sentinel", job=~".+"}'],
	// The journal has no such labels, or other values of them.
	['{namespace="production"}', '{namespace="production"}'],
	['{app="payment"}', '{app="payment"}'],
	['{namespace=~"prod.*"}', '{namespace=~"prod.*", app!="loki-sentinel"}'],
];

for (const [selector, watched] of cases) {
	test(`${selector} is watched as ${watched}`, () => {
		assert.equal(withoutOwnStreams(selector), watched);
	});
}
