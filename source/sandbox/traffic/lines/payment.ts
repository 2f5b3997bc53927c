import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import type {Level} from '../fleet.js';
import {javaTime} from '../times.js';
import {
	amount,
	chargeId,
	email,
	orderId,
} from './people.js';

const loggerWidth = 40;
const declineCodes = ['insufficient_funds', 'do_not_honor', 'expired_card'];

/** Spring Boot's console layout. */
export const springLine = (timeMs: number, level: Level, thread: string, logger: string, message: string): Written => ({
	level,
	line: `${javaTime(timeMs)} ${level.toUpperCase().padStart(5)} 1 --- [${thread.padStart(15).slice(-15)}] ${logger.padEnd(loggerWidth)} : ${message}`,
});

export const workerThread = (random: Random): string => `io-8443-exec-${random.int(1, 40)}`;

export const receivedLine = (random: Random, timeMs: number, charge: string, order: string): Written =>
	springLine(timeMs, 'info', workerThread(random), 'c.acme.payment.api.ChargeController', `received charge ${charge} for order ${order}, ${amount(random)} EUR`);

export const chargedLine = (random: Random, timeMs: number, charge: string): Written =>
	springLine(timeMs, 'info', workerThread(random), 'c.acme.payment.processor.CardProcessor', `charged card ending ${random.int(1000, 9999)} in ${random.durationMs(230)} ms, charge ${charge}`);

export const ledgerLine = (random: Random, timeMs: number, charge: string): Written =>
	springLine(timeMs, 'info', workerThread(random), 'c.acme.payment.ledger.LedgerWriter', `ledger entry written for charge ${charge} in ${random.durationMs(8)} ms`);

/** A habit that a reviewer would not let pass: the customer's address in the log. */
export const receiptLine = (random: Random, timeMs: number, charge: string): Written =>
	springLine(timeMs, 'info', workerThread(random), 'c.acme.payment.receipt.ReceiptMailer', `receipt of charge ${charge} goes to ${email(random)}`);

export const declinedLine = (random: Random, timeMs: number, charge: string): Written =>
	springLine(timeMs, 'warn', workerThread(random), 'c.acme.payment.processor.CardProcessor', `card declined, charge ${charge}, code ${random.pick(declineCodes)}`);

export const paymentTrouble = (random: Random, timeMs: number): Written => {
	const charge = chargeId(random);
	if (random.chance(0.55)) {
		return springLine(timeMs, 'error', workerThread(random), 'c.acme.payment.processor.CardProcessor', `processor adyen did not answer in 10000 ms, charge ${charge}, attempt 1`);
	}

	if (random.chance(0.5)) {
		return springLine(timeMs, 'error', workerThread(random), 'c.acme.payment.api.IdempotencyStore', `idempotency key of order ${orderId(random)} was used with other parameters`);
	}

	const {level, line} = springLine(timeMs, 'error', workerThread(random), 'c.acme.payment.processor.WebhookReader', `webhook of processor adyen not read, charge ${charge}`);
	return {
		level,
		line: [
			line,
			'com.fasterxml.jackson.core.io.JsonEOFException: Unexpected end-of-input: was expecting closing quote for a string value',
			'\tat com.fasterxml.jackson.core.base.ParserMinimalBase._reportInvalidEOF(ParserMinimalBase.java:641)',
			'\tat com.acme.payment.processor.WebhookReader.read(WebhookReader.java:52)',
			'\tat com.acme.payment.processor.WebhookController.post(WebhookController.java:38)',
		].join('\n'),
	};
};

export const paymentChore = (random: Random, timeMs: number): Written => {
	if (random.chance(0.06)) {
		return springLine(timeMs, 'warn', 'scheduling-1', 'c.acme.payment.ledger.LedgerWriter', `slow statement insert_ledger took ${random.durationMs(900)} ms, upstream=db-primary`);
	}

	return random.chance(0.4)
		? springLine(timeMs, 'info', 'scheduling-1', 'c.acme.payment.ledger.Reconciler', `reconciled ${random.int(10, 90)} entries in ${random.durationMs(110)} ms`)
		: springLine(timeMs, 'info', 'scheduling-1', 'c.acme.payment.outbox.OutboxPublisher', `published ${random.int(1, 12)} events in ${random.durationMs(9)} ms`);
};
