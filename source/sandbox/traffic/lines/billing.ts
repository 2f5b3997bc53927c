import type {Random} from '../random.js';
import type {Written} from '../stage.js';
import {klogTime} from '../times.js';
import {userId} from './people.js';

const invoice = (random: Random): string => `inv_${random.int(100_000, 999_999)}`;

/** One line of the hourly run, in klog's format. */
export const invoiceLine = (random: Random, timeMs: number): Written => {
	const time = klogTime(timeMs);
	if (random.chance(0.006)) {
		return {level: 'error', line: `E${time}       1 ledger.go:88] posting invoice ${invoice(random)} failed: duplicate key value violates unique constraint "postings_pkey"`};
	}

	if (random.chance(0.03)) {
		return {level: 'warn', line: `W${time}       1 invoice.go:240] invoice ${invoice(random)} skipped: card of ${userId(random)} has expired`};
	}

	const event = random.chance(0.5)
		? `invoice.go:212] invoice ${invoice(random)} rendered in ${random.durationMs(31)}ms`
		: `ledger.go:71] posted invoice ${invoice(random)} to account ${userId(random)}`;
	return {level: 'info', line: `I${time}       1 ${event}`};
};

export const billingChore = (random: Random, timeMs: number): Written => ({
	level: 'info',
	line: `I${klogTime(timeMs)}       1 leader.go:57] lease production/billing-cron renewed in ${random.durationMs(5)}ms`,
});
