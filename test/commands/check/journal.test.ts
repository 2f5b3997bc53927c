import assert from 'node:assert/strict';
import path from 'node:path';
import {afterEach, test} from 'node:test';
import {startProxy} from '../../helpers/proxy.js';
import {readDocument} from '../helpers/check-schema.js';
import {
	breakPayment,
	closeWorlds,
	openWorld,
	quiet,
} from '../helpers/check-world.js';

afterEach(closeWorlds);

test('with the journal every run may have a fresh state directory; the journal itself is not watched', async () => {
	const here = await openWorld({hours: 2});
	let run = 0;
	const look = async () => {
		run++;
		const {exitCode, stdout, stderr} = await here.check(['--json', '--journal', 'loki', '--selector', '{app=~".+"}'], {LOKI_SENTINEL_STATE_DIR: path.join(here.home, `fresh-${run}`)});
		assert.equal(stderr, '');
		assert.equal(exitCode, 0);
		return readDocument(stdout);
	};

	await look();
	breakPayment(here);
	await look();
	here.pass(1);
	await look();
	here.setRates('payment', quiet);
	here.setRates('checkout', quiet);
	here.pass(16);
	await look();
	here.pass(1);
	const last = await look();
	assert.deepEqual(here.told(), ['🔴 payment: errors, 1 more service', '🟢 payment: resolved']);
	assert.equal(last.services.watched, 3);
	assert.equal(last.baseline?.isCold, true);
});

test('a Loki that takes no pushes: the state directory remembers, and it is said', async () => {
	const here = await openWorld({hours: 2});
	breakPayment(here);
	const proxy = await startProxy(here.loki.url);
	proxy.interfere = (request, response) => {
		if (request.url?.endsWith('/push')) {
			request.resume();
			response.writeHead(403).end('no write access');
			return true;
		}

		return false;
	};

	try {
		const first = await here.check(['--json', '--journal', 'loki'], {LOKI_URL: proxy.url});
		assert.match(first.stderr, /The journal in Loki cannot be written \(no write access\): alerts are remembered without it/);
		assert.match(readDocument(first.stdout).notes.join('\n'), /The journal in Loki cannot be written/);
		assert.equal(first.exitCode, 0);
		here.pass(1);
		await here.check(['--json', '--journal', 'loki'], {LOKI_URL: proxy.url});
		assert.equal(here.told().length, 1);
	} finally {
		await proxy.close();
	}
});
