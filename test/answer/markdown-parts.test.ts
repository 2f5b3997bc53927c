import {test} from 'node:test';
import assert from 'node:assert/strict';
import {checkCitations} from '../../source/answer/citations.js';
import {readReport} from '../../source/answer/markdown-parts.js';
import {sampleLine} from '../investigate/helpers/sample-evidence.js';

const answer = `The database pool of payment ran out at 02:58, seconds after version 1.42.0 started.

## Root causes
1. **Connections leak in 1.42.0** (confidence: high)
- for: the pool is empty [L12], first on the new pod [L19]
- against: one old pod shows a timeout [L44]

\`\`\`
## Slack
not this one
\`\`\`

## Run now
\`\`\`bash
kubectl -n production exec deploy/payment -- curl -s localhost:8080/actuator/metrics
\`\`\`
It shows how many connections are in use.

## Escalate
Yes: 18 % of charges fail and the share is rising.

## Slack
payment: DB pool exhausted since 02:58 after 1.42.0; roll back 1.42.0
`;

test('an answer is cut at its headings', () => {
	const report = readReport(answer);
	assert.equal(report.headline, 'The database pool of payment ran out at 02:58, seconds after version 1.42.0 started.');
	assert.match(report.rootCauses ?? '', /^1\. \*\*Connections leak[\s\S]*not this one/);
	assert.deepEqual(report.command, {text: 'kubectl -n production exec deploy/payment -- curl -s localhost:8080/actuator/metrics'});
	assert.deepEqual(report.escalate, {decision: true, reason: '18 % of charges fail and the share is rising.'});
	assert.equal(report.slackLine, 'payment: DB pool exhausted since 02:58 after 1.42.0; roll back 1.42.0');
});

test('a part of an answer gives the parts that are whole so far', () => {
	const whole = readReport(answer);
	const reports = Array.from({length: answer.length + 1}, (_, length) => readReport(answer.slice(0, length)));
	const commands = new Set(reports.map(({command}) => command?.text));
	assert.deepEqual(commands, new Set([undefined, whole.command?.text]), 'never half a command');
	assert.ok(reports.every(({headline}) => whole.headline!.startsWith(headline ?? '')));
	assert.equal(readReport('').headline, undefined);
	assert.equal(readReport('## Run now\n```\nrm -rf /tm').command, undefined);
});

test('odd headings and odd text are read all the same', async t => {
	const cases: ReadonlyArray<readonly [name: string, markdown: string, expected: Partial<ReturnType<typeof readReport>>]> = [
		['numbered and bold headings', '**All is broken.**\n### 1. Root Causes:\nx\n**Run now:**\n`df -h`\n\n# Escalation\n**No**, it is falling.\n#### Slack summary\n> "payment: broken"\n', {
			headline: 'All is broken.', rootCauses: 'x', command: {text: 'df -h'}, escalate: {decision: false, reason: 'it is falling.'}, slackLine: 'payment: broken',
		}],
		['a title first', '# payment is down\n\ntext', {headline: 'payment is down', rootCauses: undefined, command: undefined}],
		['only prose', 'I cannot say.', {headline: 'I cannot say.', escalate: undefined, slackLine: undefined}],
		['neither yes nor no', '## Escalate\nThat depends.', {escalate: {decision: undefined, reason: 'That depends.'}}],
		['Windows line ends', 'Broken.\r\n## Slack\r\npayment: broken\r\n', {headline: 'Broken.', slackLine: 'payment: broken'}],
		['a fence that is never closed', 'x\n## Run now\n```\nuptime\n## Escalate\nNo.', {command: undefined, escalate: {decision: false, reason: ''}}],
		['another heading ends a part', '## Slack\npayment: broken\n## Notes\nmore', {slackLine: 'payment: broken'}],
		['a slack line with a mention', '## Slack\n`<!channel> payment\u{202E} down`', {slackLine: '<!channel> payment<U+202E> down'}],
	];
	for (const [name, markdown, expected] of cases) {
		await t.test(name, () => {
			const report = readReport(markdown);
			assert.deepEqual({...report, ...expected}, report);
		});
	}
});

test('a command is one line without hidden characters', async t => {
	const cases: ReadonlyArray<readonly [raw: string, text: string]> = [
		['$ kubectl get pods', 'kubectl get pods'],
		['# look first\nkubectl get pods \\\n  -n production', 'kubectl get pods -n production'],
		['uptime\ndf -h', 'uptime && df -h'],
		['uptime\nreboot', 'uptime && reboot'],
		['kubectl get\u{202E} pods', 'kubectl get pods'],
		['kubectl get pods\u{1B}[2K\u{1B}[1A', 'kubectl get pods[2K[1A'],
		['kubectl get \u{1B}P; reboot\u{1B}\\pods', String.raw`kubectl get P; reboot\pods`],
		['kubectl get \u{1B}[1mpods\u{1B}[0m', 'kubectl get pods'],
		['kubectl get pods\u{E0041}\u{200B}', 'kubectl get pods'],
		['df\u{A0}-h', 'df -h'],
	];
	for (const [raw, text] of cases) {
		await t.test(JSON.stringify(raw), () => {
			const {command} = readReport(`x\n## Run now\n\`\`\`\n${raw}\n\`\`\`\n`);
			assert.equal(command?.text, text);
		});
	}
});

test('citations are checked against what was shown', () => {
	const lines = [sampleLine('L1', 'HikariPool-1 - Connection is not available, request timed out after 30001ms.'), sampleLine('L2', 'refused for <EMAIL_1>')];
	const check = checkCitations('Pool [L1] "Connection is not available ... timed out", mail L2: `refused for jane@example.com`, [L7], L2 "accepted", SQL1 and L1x are none.', lines, line => [line.line, line.line.replace('<EMAIL_1>', 'jane@example.com')]);
	assert.deepEqual(check.citations.map(({id, state}) => `${id} ${state}`), ['L1 verified', 'L2 verified', 'L7 unknown-line', 'L2 misquoted']);
	assert.equal(check.heldLines, 2);
	assert.equal(check.isWeak, false);
	assert.equal(checkCitations('only [L1], again [L1]', lines).isWeak, true);
	assert.deepEqual(checkCitations('', lines).citations, []);
});
