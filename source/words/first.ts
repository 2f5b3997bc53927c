import type {First} from '../detect/incidents/first.js';
import {serviceName} from './service-name.js';

/** In its place on the screen, while that may still change. */
export const judgingFirst = (name: string): string => `judging who was first: ${name}`;

/** Whether what several services call, and all of them name, is likelier to have been first than any of them. */
export const isOutsideFirst = ({service, outside}: Pick<First, 'service' | 'outside'>): boolean => outside !== undefined && outside.by.length > 1 && outside.by[0] === service;

/** A host that is no service of the fleet: `db-primary (not in Loki)`. */
const outsideName = (host: string): string => `${host} (not in Loki)`;

/** Beside the first, where its errors name a host outside, `its errors name db-primary (not in Loki)`; else nothing. */
export const outsideWords = ({service, outside}: Pick<First, 'service' | 'outside'>): readonly string[] =>
	outside?.by[0] === service && outside.by.length === 1 ? [`its errors name ${outsideName(outside.host)}`] : [];

/**
Who was first, and how sure that is: `payment likely first at 02:58`, `unclear: payment or cart, at 02:58`, `everything: 38 of 40 services`.
`at` is empty where the time is not told; `name` stands for the service where it is told otherwise than by its name.
*/
export function firstWords(first: First, {at, name = serviceName(first.service)}: {readonly at: string; readonly name?: string}): string {
	const {confidence, rival, everything, outside} = first;
	const preliminary = confidence === 'preliminary' ? ' (preliminary)' : '';
	if (everything) {
		return `everything: ${everything.broken} of ${everything.services} services${preliminary}`;
	}

	const when = at === '' ? '' : ` at ${at}`;
	if (outside && isOutsideFirst(first)) {
		return `${outsideName(outside.host)} ${preliminary === '' ? 'likely ' : ''}first, named by ${name}${when}${preliminary}`;
	}

	return confidence === 'unclear' && rival !== undefined ? `unclear: ${name} or ${serviceName(rival)}${at === '' ? '' : `, at ${at}`}` : `${name} ${confidence === 'likely' ? 'likely ' : ''}first${when}${preliminary}`;
}
