import {once} from 'node:events';
import {test, type TestContext} from 'node:test';
import assert from 'node:assert/strict';
import {createConversation, type ConversationOptions} from '../../../source/investigate/claude/conversation.js';
import {createRedactor} from '../../../source/investigate/redaction/redact.js';
import type {AnalysisEvent, AnalysisTrouble} from '../../../source/facts/analysis.js';
import {
	answerWith,
	errorWith,
	messageEnd,
	messageStart,
	ping,
	sse,
	thinkingBlock,
	startMessagesServer,
	stream,
	textDelta,
	textStart,
	thinkingDelta,
	type Reply,
} from '../helpers/messages-server.js';
import {sampleEvidence, sampleLine} from '../helpers/sample-evidence.js';

const apiKey = 'sk-ant-test-0123456789abcdefghij';

const withServer = async (replies: readonly Reply[], run: (server: Awaited<ReturnType<typeof startMessagesServer>>, converse: (options?: Partial<ConversationOptions>) => ReturnType<typeof createConversation>) => Promise<void>) => {
	const server = await startMessagesServer(...replies);
	try {
		await run(server, options => createConversation({
			evidence: sampleEvidence(), model: 'claude-sonnet-5-5', apiKey, baseUrl: server.url, redactor: createRedactor(), retryDelaysMs: [5, 5], now: Date.now, ...options,
		}));
	} finally {
		await server.close();
	}
};

const collect = async (events: AsyncIterable<AnalysisEvent>, onEvent?: (event: AnalysisEvent) => void): Promise<readonly AnalysisEvent[]> => {
	const all: AnalysisEvent[] = [];
	for await (const event of events) {
		all.push(event);
		onEvent?.(event);
	}

	return all;
};

const never = new AbortController().signal;
const textOf = (events: readonly AnalysisEvent[]): string => events.map(event => event.type === 'text' ? event.text : '').join('');
const lastOf = (events: readonly AnalysisEvent[]): AnalysisEvent => events.at(-1)!;
const troubleOf = (events: readonly AnalysisEvent[]): AnalysisTrouble => {
	const last = lastOf(events);
	const trouble = last.type === 'failed' || last.type === 'ended' ? last.trouble : undefined;
	assert.ok(trouble, JSON.stringify(last));
	for (const part of [trouble.what, trouble.why, trouble.nextStep]) {
		assert.ok(part.length > 0);
		assert.ok(!part.includes(apiKey), part);
		assert.ok(!part.includes('\u{1B}'), part);
	}

	return trouble;
};

test('the first question streams an answer, its thinking and its cost', async () => {
	await withServer([response => {
		stream(response, messageStart({
			input_tokens: 1000, cache_read_input_tokens: 2000, cache_creation_input_tokens: 4000, output_tokens: 1,
		}), thinkingDelta('looking at L1'), textStart, ping, textDelta('The pool '), textDelta('ran out.'), messageEnd('end_turn', {}, 500));
		response.end();
	}], async (server, converse) => {
		const events = await collect(converse().ask(undefined, never));
		assert.equal(textOf(events), 'The pool ran out.');
		assert.deepEqual(events[0], {type: 'started', model: 'claude-sonnet-5-5'});
		assert.deepEqual(events[1], {type: 'thinking', text: 'looking at L1'});
		assert.deepEqual(lastOf(events), {type: 'ended', stopReason: 'end_turn', trouble: undefined});
		const {usage} = (events.findLast(event => event.type === 'usage')!);
		assert.equal(usage.inputTokens, 7000);
		assert.equal(usage.outputTokens, 500);
		assert.equal(usage.costDollars?.toFixed(4), '0.0172', '1,000 in at $2, 2,000 read at $0.10, 4,000 written at $2.50, 500 out at $10');

		const [request] = server.requests;
		assert.equal(request!.path, '/v1/messages');
		assert.equal(request!.headers.authorization, `Bearer ${apiKey}`);
		assert.equal(request!.body.max_tokens, 16_000);
		assert.deepEqual(request!.body.thinking, {type: 'adaptive', display: 'summarized'});
		assert.deepEqual(request!.body.cache_control, {type: 'ephemeral'});
		assert.equal(request!.body.messages.length, 1);
		assert.match(request!.body.messages[0]!.content, /<evidence>[\s\S]*HikariPool-1[\s\S]*<\/evidence>/);
	});
});

test('a follow-up carries the conversation, redacted', async () => {
	await withServer([answerWith('The pool ran out.'), answerWith('No.')], async (server, converse) => {
		const conversation = converse();
		await collect(conversation.ask(undefined, never));
		const events = await collect(conversation.ask('did jane@example.com deploy?', never));
		assert.equal(textOf(events), 'No.');
		assert.deepEqual(server.requests[1]!.body.messages.slice(1), [
			{role: 'assistant', content: 'The pool ran out.'},
			{role: 'user', content: 'did <EMAIL_1> deploy?'},
		]);
		assert.equal(server.requests[1]!.body.messages[0]!.content, server.requests[0]!.body.messages[0]!.content);
		assert.equal(conversation.redactedCount(), 1);
		const {usage} = (events.findLast(event => event.type === 'usage')!);
		assert.equal(usage.inputTokens, 2000, 'of the whole conversation');
	});
});

test('a secret that is typed into a question is hidden, though nothing around it tells one', async () => {
	await withServer([answerWith('The pool ran out.'), answerWith('No.')], async (server, converse) => {
		const redactor = createRedactor();
		redactor.redact('password=hunter2and3');
		const conversation = converse({redactor});
		await collect(conversation.ask(undefined, never));
		await collect(conversation.ask('is hunter2and3 still right?', never));
		assert.deepEqual(server.requests[1]!.body.messages.at(-1), {role: 'user', content: 'is <PASSWORD_1> still right?'});
	});
});

test('a conversation of an earlier session goes on with its turns, the half answer among them', async () => {
	await withServer([answerWith('Since 02:58.')], async (server, converse) => {
		const history = [
			{question: undefined, answer: 'A leak, says bob@example.com.', isWhole: true},
			{question: 'which pod?', answer: 'payment-7f9', isWhole: false},
		];
		const events = await collect(converse({history}).ask('since when?', never));
		assert.equal(textOf(events), 'Since 02:58.');
		const sent = server.requests[0]?.body.messages ?? [];
		assert.deepEqual(sent.map(({role}) => role), ['user', 'assistant', 'user', 'assistant', 'user']);
		assert.match(JSON.stringify(sent[0]), /<evidence>/);
		assert.doesNotMatch(JSON.stringify(sent), /bob@example/);
		assert.match(JSON.stringify(sent[3]), /payment-7f9/);
		assert.match(JSON.stringify(sent[4]), /since when\?/);
	});
});

test('the preview is what is sent', async () => {
	const evidence = sampleEvidence({lines: [sampleLine('L1', 'refused for jane@example.com')]});
	await withServer([answerWith('Fine.')], async (server, converse) => {
		const conversation = converse({evidence});
		const preview = conversation.preview();
		assert.match(preview, /<EMAIL_1>/);
		assert.ok(!preview.includes('jane@example.com'));
		assert.ok(!preview.includes(apiKey));
		await collect(conversation.ask(undefined, never));
		assert.ok(preview.includes(server.requests[0]!.body.messages[0]!.content));
		assert.ok(preview.includes(server.requests[0]!.body.system));
		assert.match(conversation.preview('mail bob@example.com?'), /Fine\.[\s\S]*not sent yet\)\nmail <EMAIL_2>\?/);
		assert.equal(server.requests.length, 1, 'a preview sends nothing');
	});
});

test('every stop reason ends in a usable screen', async t => {
	const cases: ReadonlyArray<readonly [stopReason: string, details: Readonly<Record<string, unknown>>, what: RegExp]> = [
		['end_turn', {}, /^nothing$/],
		['stop_sequence', {}, /^nothing$/],
		['max_tokens', {}, /not complete/],
		['tool_use', {}, /not complete/],
		['pause_turn', {}, /paused/],
		['refusal', {stop_details: {type: 'refusal', category: 'cyber', explanation: 'This looks like\u{1B}[2J an attack.'}}, /declined/],
		['model_context_window_exceeded', {}, /not complete/],
		['something_new', {}, /unknown way/],
	];
	for (const [stopReason, details, what] of cases) {
		await t.test(stopReason, async () => {
			await withServer([response => {
				stream(response, messageStart(), textStart, textDelta('Partly.'), messageEnd(stopReason, details));
				response.end();
			}], async (_server, converse) => {
				const events = await collect(converse().ask(undefined, never));
				assert.equal(textOf(events), 'Partly.');
				assert.ok(!JSON.stringify(events).includes(String.raw`\u001b`));
				const last = lastOf(events);
				assert.strictEqual(last.type, 'ended');
				assert.strictEqual(last.stopReason, stopReason);
				assert.match(last.trouble?.what ?? 'nothing', what);
			});
		});
	}
});

test('an answer without a word says so', async () => {
	await withServer([response => {
		stream(response, messageStart(), messageEnd('end_turn'));
		response.end();
	}], async (_server, converse) => {
		assert.match(troubleOf(await collect(converse().ask(undefined, never))).what, /empty/);
	});
});

test('every refused request says what happened, why, and what to do', async t => {
	const cases: ReadonlyArray<readonly [name: string, reply: Reply, what: RegExp, canRetry: boolean]> = [
		['400', errorWith(400, 'invalid_request_error', 'thinking: not supported'), /refused/, false],
		['400 too long', errorWith(400, 'invalid_request_error', 'prompt is too long: 300000 tokens > 200000 maximum'), /too long/, false],
		['401', errorWith(401, 'authentication_error', `invalid x-api-key ${apiKey}`), /API key was not accepted/, false],
		['402', errorWith(402, 'billing_error', 'credit balance too low'), /cannot pay/, true],
		['403', errorWith(403, 'permission_error', 'not allowed'), /may not/, false],
		['404', errorWith(404, 'not_found_error', 'model: claude-x'), /not found/, false],
		['413', errorWith(413, 'request_too_large', 'too large'), /too large/, false],
		['429 spend limit', errorWith(429, 'rate_limit_error', 'limit', {'x-should-retry': 'false'}), /rate limiting/, true],
		['500', errorWith(500, 'api_error', 'Internal\u{1B}]0;x\u{7} server error'), /API failed/, true],
		['503 in HTML', response => {
			response.writeHead(503, {'content-type': 'text/html'});
			response.end('<html>down</html>');
		}, /API failed/, true],
		['529', errorWith(529, 'overloaded_error', 'Overloaded'), /overloaded/, true],
		['301', response => {
			response.writeHead(301, {location: 'https://elsewhere.example.com/'});
			response.end();
		}, /not a Messages API/, false],
		['an HTML page with 200', response => {
			response.writeHead(200, {'content-type': 'text/html'});
			response.end('<html>login</html>');
		}, /could not be read/, true],
		['an error event at once', response => {
			stream(response, sse('error', {error: {type: 'overloaded_error', message: 'Overloaded'}}));
			response.end();
		}, /overloaded/, true],
		['a broken event', response => {
			stream(response, messageStart(), 'event: content_block_delta\ndata: {"type":\n\n');
			response.end();
		}, /could not be read/, true],
	];
	for (const [name, reply, what, canRetry] of cases) {
		await t.test(name, async () => {
			await withServer([reply], async (_server, converse) => {
				const events = await collect(converse().ask(undefined, never));
				const trouble = troubleOf(events);
				assert.equal(lastOf(events).type, 'failed');
				assert.match(trouble.what, what);
				assert.equal(trouble.canRetry, canRetry);
			});
		});
	}
});

test('what came before a stream broke stays', async t => {
	const begin = [messageStart(), textStart, textDelta('The pool ran')];
	const cases: ReadonlyArray<readonly [name: string, reply: Reply, what: RegExp]> = [
		['a clean end too early', response => {
			stream(response, ...begin);
			response.end();
		}, /cut off/],
		['a reset', response => {
			stream(response, ...begin);
			setImmediate(() => {
				response.socket?.resetAndDestroy();
			});
		}, /cut off/],
		['an error event', response => {
			stream(response, ...begin, sse('error', {error: {type: 'overloaded_error', message: 'Overloaded'}}));
			response.end();
		}, /overloaded/],
		['an error event of an unknown type', response => {
			stream(response, ...begin, sse('error', {error: {type: 'new_error', message: 'Something new'}}));
			response.end();
		}, /No connection|failed|cut off/],
	];
	for (const [name, reply, what] of cases) {
		await t.test(name, async () => {
			await withServer([reply], async (server, converse) => {
				const events = await collect(converse().ask(undefined, never));
				assert.equal(lastOf(events).type, 'failed');
				assert.match(troubleOf(events).what, what);
				assert.equal(textOf(events), 'The pool ran');
				assert.equal(server.requests.length, 1, 'nothing is retried in the middle');
				assert.ok(events.findLast(event => event.type === 'usage')!.usage.outputTokens >= 3, 'what was seen is counted');
			});
		});
	}
});

test('a server that goes silent is given up, but pings keep it alive', async t => {
	await t.test('after the first words', async () => {
		await withServer([response => {
			stream(response, messageStart(), textStart, textDelta('The pool'));
		}], async (_server, converse) => {
			const events = await collect(converse({idleTimeoutMs: 500}).ask(undefined, never));
			assert.match(troubleOf(events).what, /stopped coming/);
			assert.equal(textOf(events), 'The pool');
		});
	});
	await t.test('before any word', async () => {
		await withServer([() => undefined], async (_server, converse) => {
			const events = await collect(converse({idleTimeoutMs: 30}).ask(undefined, never));
			assert.match(troubleOf(events).what, /No answer came/);
		});
	});
	await t.test('pings', async () => {
		await withServer([response => {
			stream(response, messageStart(), textStart);
			let pings = 0;
			const timer = setInterval(() => {
				pings++;
				if (pings < 30) {
					stream(response, ping);
					return;
				}

				clearInterval(timer);
				stream(response, textDelta('Late.'), messageEnd('end_turn'));
				response.end();
			}, 50);
		}], async (_server, converse) => {
			const events = await collect(converse({idleTimeoutMs: 1000}).ask(undefined, never));
			assert.equal(textOf(events), 'Late.');
		});
	});
});

test('a model that only pings is given up when its time is over', async () => {
	await withServer([response => {
		stream(response, messageStart(), textStart);
		const timer = setInterval(() => {
			stream(response, ping);
		}, 20);
		response.on('close', () => {
			clearInterval(timer);
		});
	}], async (_server, converse) => {
		const events = await collect(converse({idleTimeoutMs: 5000, wordlessTimeoutMs: 200}).ask(undefined, never));
		assert.match(troubleOf(events).what, /No answer came/);
		assert.match(troubleOf(events).why, /without a word of claude/);
	});
});

test('an overload in the middle is asked again where nobody has seen the half, and told where somebody has', async t => {
	const overloaded = sse('error', {error: {type: 'overloaded_error', message: 'Overloaded'}});
	await t.test('thinking only', async () => {
		await withServer([response => {
			stream(response, messageStart(), thinkingBlock(0, 'hm', 'c2ln'), overloaded);
			response.end();
		}, answerWith('Now.')], async (server, converse) => {
			const events = await collect(converse().ask(undefined, never));
			assert.equal(textOf(events), 'Now.');
			assert.equal(server.requests.length, 2);
		});
	});
	await t.test('words on the screen', async () => {
		await withServer([response => {
			stream(response, messageStart(), textStart, textDelta('The pool'), overloaded);
			response.end();
		}, answerWith('Now.')], async (server, converse) => {
			const events = await collect(converse().ask(undefined, never));
			assert.equal(textOf(events), 'The pool');
			assert.match(troubleOf(events).what, /overloaded/);
			assert.equal(server.requests.length, 1);
		});
	});
});

test('an address that ends in /v1 is the same as one without', async () => {
	await withServer([answerWith('Fine.')], async (server, converse) => {
		for (const end of ['/v1', '/v1/', '']) {
			assert.equal(textOf(await collect(converse({baseUrl: `${server.url}${end}`}).ask(undefined, never))), 'Fine.');
		}

		assert.deepEqual(server.requests.map(({path}) => path), ['/v1/messages', '/v1/messages', '/v1/messages']);
	});
});

test('a busy API is asked again after a wait that is shown', async t => {
	for (const [status, type] of [[429, 'rate_limit_error'], [529, 'overloaded_error'], [503, 'api_error']] as const) {
		await t.test(String(status), async () => {
			await withServer([errorWith(status, type, 'busy', {'retry-after-ms': '20'}), answerWith('Now.')], async (server, converse) => {
				const before = Date.now();
				const events = await collect(converse().ask(undefined, never));
				const waiting = events.find(event => event.type === 'waiting')!;
				assert.ok(waiting.untilMs >= before + 20);
				assert.ok(waiting.reason.length > 0);
				assert.equal(textOf(events), 'Now.');
				assert.equal(server.requests.length, 2);
			});
		});
	}

	await t.test('three tries at most', async () => {
		await withServer([errorWith(529, 'overloaded_error', 'Overloaded')], async (server, converse) => {
			const events = await collect(converse().ask(undefined, never));
			assert.equal(server.requests.length, 3);
			assert.equal(events.filter(event => event.type === 'waiting').length, 2);
			assert.match(troubleOf(events).what, /overloaded/);
		});
	});

	await t.test('a wait longer than a minute is said, not sat out', async () => {
		await withServer([errorWith(429, 'rate_limit_error', 'busy', {'retry-after': '3600'})], async (server, converse) => {
			const events = await collect(converse().ask(undefined, never));
			assert.equal(server.requests.length, 1);
			assert.match(troubleOf(events).nextStep, /Retry in 1 h,/);
		});
	});

	await t.test('an abort ends the wait', async () => {
		await withServer([errorWith(429, 'rate_limit_error', 'busy', {'retry-after': '50'})], async (_server, converse) => {
			const controller = new AbortController();
			const events = await collect(converse().ask(undefined, controller.signal), event => {
				if (event.type === 'waiting') {
					controller.abort();
				}
			});

			assert.deepEqual(lastOf(events), {type: 'ended', stopReason: 'aborted', trouble: undefined});
		});
	});
});

test('an abort ends the answer and keeps what came', async () => {
	const closing = new AbortController();
	const closed = once(closing.signal, 'abort');
	await withServer([response => {
		response.on('close', () => {
			closing.abort();
		});
		stream(response, messageStart(), textStart, textDelta('The pool'));
	}, answerWith('Go on.')], async (server, converse) => {
		const conversation = converse();
		const controller = new AbortController();
		const events = await collect(conversation.ask(undefined, controller.signal), event => {
			if (event.type === 'text') {
				controller.abort();
			}
		});

		assert.deepEqual(lastOf(events), {type: 'ended', stopReason: 'aborted', trouble: undefined});
		await closed;
		await collect(conversation.ask('and then?', never));
		assert.deepEqual(server.requests[1]!.body.messages.slice(1), [
			{role: 'assistant', content: 'The pool'},
			{role: 'user', content: 'and then?'},
		]);
	});
});

test('a reader who leaves ends the request', async () => {
	const closing = new AbortController();
	const closed = once(closing.signal, 'abort');
	await withServer([response => {
		response.on('close', () => {
			closing.abort(response.writableFinished ? 'ended' : 'closed by the client');
		});
		stream(response, messageStart(), textStart, textDelta('The pool'));
	}], async (_server, converse) => {
		const reader = converse().ask(undefined, never)[Symbol.asyncIterator]();
		await reader.next();
		await reader.return?.();
		await closed;
		assert.equal(closing.signal.reason, 'closed by the client');
	});
});

test('a signal that is aborted already sends nothing', async () => {
	await withServer([answerWith('No.')], async (server, converse) => {
		const events = await collect(converse().ask(undefined, AbortSignal.abort()));
		assert.deepEqual(lastOf(events), {type: 'ended', stopReason: 'aborted', trouble: undefined});
		assert.equal(server.requests.length, 0);
	});
});

test('a failed first question is asked anew, and a failed follow-up does not count twice', async () => {
	const overloaded: Reply = response => {
		stream(response, messageStart(), textStart, textDelta('Half'));
		response.end();
	};

	await withServer([overloaded, answerWith('Whole.'), overloaded, answerWith('Yes.')], async (server, converse) => {
		const conversation = converse();
		await collect(conversation.ask(undefined, never));
		await collect(conversation.ask(undefined, never));
		assert.equal(server.requests[1]!.body.messages.length, 1);
		await collect(conversation.ask('sure?', never));
		await collect(conversation.ask('sure?', never));
		assert.deepEqual(server.requests[3]!.body.messages.slice(1), [
			{role: 'assistant', content: 'Whole.'},
			{role: 'user', content: 'sure?'},
		]);
	});
});

test('only one question at a time', async () => {
	await withServer([response => {
		stream(response, messageStart(), textStart, textDelta('The pool'));
	}], async (_server, converse) => {
		const conversation = converse();
		const first = conversation.ask(undefined, never)[Symbol.asyncIterator]();
		await first.next();
		assert.match(troubleOf(await collect(conversation.ask('and?', never))).what, /One question/);
		await first.return?.();
	});
});

test('without a key nothing is sent, and a token stands in for a key', async () => {
	await withServer([answerWith('Fine.')], async (server, converse) => {
		assert.match(troubleOf(await collect(converse({apiKey: undefined}).ask(undefined, never))).nextStep, /ANTHROPIC_API_KEY/);
		assert.equal(server.requests.length, 0);
		await collect(converse({apiKey: undefined, authToken: 'gateway-token-1'}).ask(undefined, never));
		assert.equal(server.requests[0]!.headers.authorization, 'Bearer gateway-token-1');
	});
});

test('a host that is not there is named with the reason', async () => {
	const server = await startMessagesServer(answerWith('No.'));
	await server.close();
	const conversation = createConversation({
		evidence: sampleEvidence(), model: 'claude-sonnet-5-5', apiKey, baseUrl: server.url, redactor: createRedactor(), now: Date.now,
	});
	const trouble = troubleOf(await collect(conversation.ask(undefined, never)));
	assert.match(trouble.what, /No connection to 127\.0\.0\.1/);
	assert.match(trouble.why, /nothing listens/);
});

test('a model that is not in the table gets the safe settings, and no cost', async () => {
	await withServer([answerWith('Fine.')], async (server, converse) => {
		const events = await collect(converse({model: 'qwen3:32b'}).ask(undefined, never));
		assert.equal(server.requests[0]!.body.thinking, undefined);
		assert.equal(server.requests[0]!.body.cache_control, undefined);
		assert.equal(server.requests[0]!.body.max_tokens, 8192);
		assert.equal(events.findLast(event => event.type === 'usage')!.usage.costDollars, undefined);
	});
});

test('an answer without end is stopped', async () => {
	await withServer([response => {
		stream(response, messageStart(), textStart);
		const big = textDelta('x'.repeat(50_000));
		stream(response, big, big, big, big, big, big);
	}], async (_server, converse) => {
		const events = await collect(converse().ask(undefined, never));
		assert.match(troubleOf(events).what, /stopped/);
		assert.ok(textOf(events).length <= 250_000);
	});
});

test('nothing is written to the console', async (t: TestContext) => {
	const mocks = (['warn', 'error', 'log'] as const).map(name => t.mock.method(console, name, () => undefined).mock);
	await withServer([response => {
		stream(response, messageStart(), 'event: content_block_delta\ndata: {"type":\n\n');
		response.end();
	}], async (_server, converse) => {
		const events = await collect(converse({model: 'claude-sonnet-4-5'}).ask(undefined, never));
		t.assert.strictEqual(lastOf(events).type, 'failed');
	});
	t.assert.deepStrictEqual(mocks.map(mock => mock.callCount()), [0, 0, 0]);
});
