import assert from 'node:assert/strict';
import {after, before, test} from 'node:test';
import type {SandboxLoki} from '../../../source/sandbox/types.js';
import {
	entry,
	get,
	instant,
	lines,
	nowMs,
	startLoki,
} from './harness.js';

let loki: SandboxLoki;

const as = (tenant: string): Readonly<Record<string, string>> => ({'X-Scope-OrgID': tenant});

before(async () => {
	loki = await startLoki({isMultiTenant: true});
	loki.push([entry(10, {app: 'x'}, 'of a')], 'team-a');
	loki.push([entry(20, {app: 'x'}, 'of b'), entry(30, {app: 'x'}, 'of b too')], 'team-b');
});

after(async () => {
	await loki.close();
});

test('shows a tenant its own lines only', async () => {
	assert.deepEqual(await lines(loki, '{app="x"}', {headers: as('team-a')}), ['of a']);
	assert.deepEqual(await lines(loki, '{app="x"}', {headers: as('team-b')}), ['of b', 'of b too']);
	assert.deepEqual(await lines(loki, '{app="x"}', {headers: as('team-c')}), []);
});

test('answers for several tenants at once, with the tenant as a label', async () => {
	assert.deepEqual(await lines(loki, '{app="x"}', {headers: as('team-b|team-a')}), ['of a', 'of b', 'of b too']);
	assert.deepEqual(
		await instant(loki, 'sum by (__tenant_id__) (count_over_time({app="x"}[5m]))', as('team-a|team-b')),
		['{__tenant_id__=team-a} 1', '{__tenant_id__=team-b} 2'],
	);
	assert.deepEqual(await lines(loki, '{app="x", __tenant_id__="team-a"}', {headers: as('team-a|team-b')}), ['of a']);
});

test('refuses a request without a tenant, and one with a tenant that cannot be', async () => {
	const path = '/loki/api/v1/labels';
	assert.deepEqual(await get(loki, path), {status: 401, text: 'no org id'});
	assert.deepEqual(await get(loki, path, {}, as('a/b')), {status: 400, text: 'tenant ID \'a/b\' contains unsupported character \'/\''});
	assert.deepEqual(await get(loki, path, {}, as('..')), {status: 400, text: 'tenant ID is \'.\' or \'..\''});
	assert.deepEqual(await get(loki, path, {}, as('x'.repeat(151))), {status: 400, text: 'tenant ID is too long: max 150 characters'});
	assert.deepEqual(await get(loki, '/ready'), {status: 200, text: 'ready\n'});
});

test('takes a push for one tenant only', async () => {
	const push = async (tenant: string): Promise<number> => {
		const body = JSON.stringify({streams: [{stream: {app: 'pushed'}, values: [[`${nowMs}000000`, 'x']]}]});
		const response = await fetch(`${loki.url}/loki/api/v1/push`, {method: 'POST', headers: {'content-type': 'application/json', ...as(tenant)}, body});
		return response.status;
	};

	assert.equal(await push('team-a'), 204);
	assert.equal(await push('team-a|team-b'), 400);
	assert.deepEqual(await lines(loki, '{app="pushed"}', {headers: as('team-a|team-b')}), ['x']);
});
