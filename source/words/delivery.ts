import type {Delivery} from '../facts/alert.js';
import {formatDuration, formatTime, type TimeOptions} from './times.js';

const outcomes: Readonly<Record<Delivery['state'], string>> = {delivered: 'delivered', unsure: 'may have been delivered', failed: 'not delivered'};

/** What became of an alert; undefined is one that no target has answered yet. */
export const deliveryWords = (delivery: Pick<Delivery, 'state'> | undefined): string => delivery === undefined ? 'on its way' : outcomes[delivery.state];

const sentences: Readonly<Record<Delivery['state'] | 'withheld', string>> = {
	delivered: 'was delivered', unsure: 'may not have been delivered', failed: 'was not delivered', withheld: 'was WITHHELD',
};

/** The same behind `The alert of payment`. */
export const deliverySentence = (result: keyof typeof sentences): string => sentences[result];

/** What comes after an alert whose delivery failed or is unclear: when it is sent again, else what a person should do. */
export function nextStepWords(delivery: Exclude<Delivery, {state: 'delivered'}>, options: TimeOptions & {readonly nowMs: number}): string {
	const retry = delivery.state === 'unsure' ? delivery.retry : undefined;
	switch (retry?.by) {
		case 'session': {
			return retry.atMs < options.nowMs ? delivery.nextStep : `It is sent again at ${formatTime(retry.atMs, {...options, withSeconds: true})}, marked as a repeat.`;
		}

		case 'pass': {
			return `It is sent again with the ${retry.afterMs === 0 ? 'next pass' : `first pass after ${formatDuration(retry.afterMs)}`}, marked as a repeat.`;
		}

		case 'reminder': {
			return `It was sent ${retry.attempts} times without a clear answer: look in the channel. It is sent again with the reminder.`;
		}

		case undefined: {
			return delivery.nextStep;
		}
	}
}
