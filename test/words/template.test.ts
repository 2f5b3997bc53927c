import assert from 'node:assert/strict';
import {test} from 'node:test';
import {templateText} from '../../source/words/template.js';

const rows: ReadonlyArray<readonly [template: string, told: string]> = [
	['order <*> failed after <*>ms', 'order <*> failed after <*>ms'],
	// The logger and the ids of a request say where, not what.
	['org.example.shop.Cart: cart <*> is closed', 'cart <*> is closed'],
	['o.a.c.c.C.[dispatcherServlet]: Servlet.service() threw', 'Servlet.service() threw'],
	['o.a.c.c.C.[dispatcherServlet]#<*> TraceID: <*> SpanID: <*> Servlet.service() threw', 'Servlet.service() threw'],
	['sshd: Invalid user <*> from <*>', 'sshd: Invalid user <*> from <*>'],
	// The innermost exception and its message come first.
	[
		'request <*> failed java.lang.IllegalStateException: Cart <*> is closed java.io.IOException: disk full at com.example.Cart.add at com.example.Service.save',
		'java.io.IOException: disk full; in java.lang.IllegalStateException: Cart <*> is closed; in request <*> failed',
	],
	[
		'c.e.Web: Servlet.service() threw exception [Request processing failed; nested exception is java.lang.IllegalStateException: No instances available for stock] with root cause',
		'java.lang.IllegalStateException: No instances available for stock; in Servlet.service() threw exception [Request processing failed',
	],
	['shop.pay.PaymentError: card declined for order <*> at pay.charge at views.checkout', 'shop.pay.PaymentError: card declined for order <*>'],
	['Caused by: java.net.ConnectException: Connection refused', 'java.net.ConnectException: Connection refused'],
	['token  expired\nfor <*>', 'token expired for <*>'],
	['at <*>', 'at <*>'],
	['', ''],
];

test('a template in a sentence begins with what happened', () => {
	for (const [template, told] of rows) {
		assert.equal(templateText(template), told);
	}
});

test('of a composed text that is too long the end is shown, of any other one the beginning', () => {
	const composed = 'reconcile of cluster <*> failed: cannot load the configuration of tenant <*>: open <*>: permission denied';
	assert.equal(templateText(composed, 60), '… open <*>: permission denied');
	assert.equal(templateText(composed, 200), composed);
	assert.equal(templateText('payment of order <*> was not accepted by the bank of the customer', 30), 'payment of order <*> was not …');
	assert.ok(templateText(`${'word '.repeat(300)}: ${'word '.repeat(300)}`, 80).length <= 80);
});
