import assert from 'node:assert/strict';
import {test} from 'node:test';
import {createMiner} from '../../source/patterns/mining/miner.js';

/** Each line of a group is another event: they must stay apart however often they come. `#` is another number each time. */
const apart: ReadonlyArray<readonly string[]> = [
	['level=error msg="db down"', 'level=info msg="all good"'],
	['level=error msg="db down"', 'level=info msg="db down"', 'level=warn msg="db down"'],
	['{"level":"error","msg":"order # done"}', '{"level":"info","msg":"order # done"}'],
	['2026-03-01 12:00:# ERROR pool is full', '2026-03-01 12:00:# WARN pool is full'],
	['E0301 12:00:00.12# 1 a.go:#] list failed', 'I0301 12:00:00.12# 1 a.go:#] list failed'],
	['<11>Mar  1 12:00:# web-1 app[#]: pool state', '<14>Mar  1 12:00:# web-1 app[#]: pool state'],
	['{"level":50,"msg":"order # done"}', '{"level":30,"msg":"order # done"}'],
	['connection to 10.0.0.# refused', 'connection to 10.0.0.# reset', 'connection to 10.0.0.# closed', 'connection to 10.0.0.# established', 'connection to 10.0.0.# lost', 'connection to 10.0.0.# timeout'],
	['login of user alice on host web-# ok', 'login of user alice on host web-# failed', 'login of user alice on host web-# denied', 'login of user alice on host web-# expired'],
	['GET /api/orders/# 200', 'GET /api/orders/# 500', 'GET /api/orders/# 404', 'POST /api/orders/# 200'],
	['request to the payment backend answered with status 200', 'request to the payment backend answered with status 503'],
	['health check of node # passed: true', 'health check of node # passed: false'],
	['job # finished success=true', 'job # finished success=false'],
	['{"event":"order_created","id":#}', '{"event":"order_cancelled","id":#}', '{"event":"order_paid","id":#}', '{"event":"order_shipped","id":#}', '{"event":"stock_counted","id":#}'],
	['level=error msg="query failed" err=EOF', 'level=error msg="query failed" err=ECONNRESET', 'level=error msg="query failed" err=EPIPE', 'level=error msg="query failed" err=ENOSPC', 'level=error msg="query failed" err=EMFILE'],
	['cannot start worker # on this node: EACCES', 'cannot start worker # on this node: ENOMEM', 'cannot start worker # on this node: EMFILE', 'cannot start worker # on this node: ENOSPC'],
	['level=error msg="call failed" code=Unavailable', 'level=error msg="call failed" code=Internal', 'level=error msg="call failed" code=NotFound', 'level=error msg="call failed" code=Aborted'],
	['pod web-# entered state Running again', 'pod web-# entered state CrashLoopBackOff again', 'pod web-# entered state OOMKilled again', 'pod web-# entered state ErrImagePull again'],
	['unhandled java.lang.NullPointerException in the handler of cart #', 'unhandled java.lang.IllegalStateException in the handler of cart #', 'unhandled java.io.IOException in the handler of cart #', 'unhandled java.lang.OutOfMemoryError in the handler of cart #'],
	['the worker cannot open the large data file #', 'the worker cannot parse the large data file #', 'the worker cannot stat the large data file #', 'the worker cannot copy the large data file #', 'the worker cannot map the large data file #'],
	['worker # failed to bind the public port', 'worker # failed to drain the public port', 'worker # failed to probe the public port', 'worker # failed to bridge the public port', 'worker # failed to poll the public port'],
	['process # was killed by SIGKILL at once', 'process # was killed by SIGTERM at once', 'process # was killed by SIGSEGV at once', 'process # was killed by SIGBUS at once'],
	['订单 # 处理成功', '订单 # 处理失败'],
	[String.raw`{"msg":"\u8ba2\u5355 # \u5931\u8d25"}`, String.raw`{"msg":"\u8ba2\u5355 # \u6210\u529f"}`],
	['disk /dev/sda# is full', 'disk /dev/sda# is healthy', 'disk /dev/sda# is degraded', 'disk /dev/sda# is offline'],
	['\u{1B}[31mERROR\u{1B}[0m pool # is slow', '\u{1B}[32mINFO\u{1B}[0m pool # is slow'],
	['raft: became leader at term #', 'raft: became follower at term #', 'raft: became candidate at term #'],
	['Started', 'Stopped', 'Restarted', 'Paused', 'Resumed', 'Crashed', 'Drained', 'Joined', 'Evicted', 'Removed', 'Merged', 'Split', 'Idle', 'Busy'],
	['startTimer() was called from the main loop', 'stopTimer() was called from the main loop', 'pollTimer() was called from the main loop', 'killTimer() was called from the main loop'],
	['value of max.poll.records=# is unused here', 'value of session.timeout=# is unused here'],
	[`long ${'word '.repeat(300)}ends well`, `long ${'word '.repeat(300)}ends badly`],
];

for (const [number, group] of apart.entries()) {
	test(`never one pattern, ${number + 1}: ${group.slice(0, 2).map(line => line.slice(0, 60)).join(' | ')}`, () => {
		const miner = createMiner();
		const ids = new Map<string, Set<string>>(group.map(line => [line, new Set()]));
		for (let round = 0; round < 20; round++) {
			for (const line of group) {
				const {patternId} = miner.add(line.replaceAll('#', () => String(10 + ((round * 7) % 50))), round);
				ids.get(line)!.add(patternId);
			}
		}

		const resolved = [...ids].map(([, own]) => new Set([...own].map(id => miner.resolve(id))));
		assert.ok(resolved.every(own => own.size === 1), 'each line is one pattern');
		assert.equal(new Set(resolved.flatMap(own => [...own])).size, group.length, miner.patterns().map(({template}) => template).join('\n'));
	});
}

test('a failure is new even where a variable is known to stand', () => {
	const miner = createMiner();
	for (const name of ['mail', 'orders', 'stock', 'audit']) {
		miner.add(`consumer of queue ${name} moved on to offset 7`, 0);
	}

	assert.equal(miner.add('consumer of queue prices moved on to offset 7', 0).isNew, false);
	assert.equal(miner.add('consumer of queue failed moved on to offset 7', 0).isNew, true);
});

test('patterns of different levels never merge, whatever varies in them', () => {
	const miner = createMiner();
	for (const [index, name] of ['mail', 'orders', 'stock', 'audit', 'prices', 'carts'].entries()) {
		miner.add(`level=${index % 2 === 0 ? 'error' : 'warn'} msg="consumer of queue ${name} fell behind by 7"`, 0);
	}

	assert.deepEqual(miner.patterns().map(({level, template}) => `${level} ${template}`).toSorted(), ['error consumer of queue <*> fell behind by <*>', 'warn consumer of queue <*> fell behind by <*>']);
});
