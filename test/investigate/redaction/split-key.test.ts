import assert from 'node:assert/strict';
import {generateKeyPairSync} from 'node:crypto';
import {afterEach, test} from 'node:test';
import {mapStrings} from '../../../source/incidents/records/record-line.js';
import {createSafeText} from '../../../source/incidents/records/safe-text.js';
import {renderFirstTurn} from '../../../source/investigate/claude/request/prompt.js';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import {afterThisTest, endTest} from '../../helpers/local-server.js';
import {onsetMs, sampleEvidence} from '../helpers/sample-evidence.js';
import {entry, startToolbox} from '../helpers/toolbox.js';

afterEach(endTest);

const key = String(generateKeyPairSync('rsa', {modulusLength: 2048}).privateKey.export({type: 'pkcs8', format: 'pem'})).trim().split('\n');
const body = key.slice(1, -1);

const assertHidden = (text: string): void => {
	for (const line of body) {
		assert.ok(!text.includes(line.slice(0, 16)), line);
	}
};

const evidence = () => ({
	...sampleEvidence(),
	lines: key.map((line, index) => ({
		id: `L${index + 1}`, service: 'payment', timeMs: onsetMs + index, level: 'error' as const, line: `tls: ${line}`, labels: {},
	})),
});

test('a key that is split over lines is in no prompt', () => {
	const {text} = renderFirstTurn(evidence(), createRedactor());
	assert.match(text, /tls: <PRIVATE_KEY_/);
	assertHidden(text);
});

test('a key that is split over lines is in no result of a tool, not even where some of its lines are left out', async () => {
	const box = await startToolbox(key.map((line, index) => entry(onsetMs + (index * 10), 'payment', line)));
	afterThisTest(box.close);
	for (const limit of [100, 7]) {
		const {result} = await box.call('query_logs', {
			from: '2026-01-05T02:55:00Z', to: '2026-01-05T03:05:00Z', service: 'payment', limit,
		});
		assert.equal(result.state, 'ok');
		assert.match(result.content, /<PRIVATE_KEY_/);
		assertHidden(result.content);
	}
});

test('a key that is split over lines is in no record', () => {
	const redactor = createRedactor();
	const map = createSafeText({
		redact: redactor.redact, redactLines: redactor.redactLines, redactLabel: (_name, value) => redactor.redact(value), hideKnown: redactor.hideKnown,
	});
	const text = JSON.stringify(mapStrings({type: 'lines-shown', service: 'payment', lines: evidence().lines}, map));
	assert.match(text, /<PRIVATE_KEY_/);
	assertHidden(text);
});
