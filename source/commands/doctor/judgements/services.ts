import type {Discovery} from '../../../loki/discovery/discover.js';
import {hourMs} from '../../../detect/minute.js';
import type {Judgement} from '../types.js';

const maxNamesShown = 6;
const maxLabelsShown = 8;
const maxValuesShown = 3;
const unknownService = 'unknown_service';

/** What was found to watch; `services` are those that the user wants, all where not given. */
export function judgeServices({scope, services, existing, range}: Pick<Discovery, 'scope' | 'services' | 'existing' | 'range'>, wanted?: readonly string[]): Judgement {
	const {selector, capabilities: {serviceLabel}} = scope;
	if (services.length === 0) {
		return nothing(selector, existing);
	}

	const hours = Math.round((range.endMs - range.startMs) / hourMs);
	const found = `${count(services.length)} by ${serviceLabel} in ${selector} in the last ${hours === 1 ? 'hour' : `${hours} h`}`;
	const missing = wanted?.filter(name => !services.includes(name)) ?? [];
	if (missing.length > 0) {
		return {
			state: 'warn',
			detail: `${found}; ${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} not among them.`,
			nextStep: `Check the names in --services. There are ${listed(services, maxNamesShown)}.`,
		};
	}

	if (services.every(name => name === unknownService)) {
		return {
			state: 'warn',
			detail: `${found}, but Loki found no names for them.`,
			nextStep: 'Name the label that tells services apart with --service-label, or let your log shipper set one of app, service or container.',
		};
	}

	return {state: 'pass', detail: `${found}: ${listed(services, maxNamesShown)}.`};
}

function nothing(selector: string, existing: Discovery['existing']): Judgement {
	if (existing.length === 0) {
		return {
			state: 'fail',
			detail: `Nothing matches ${selector}: nothing has written to this Loki in the last 24 h.`,
			nextStep: 'Check that a log shipper (Alloy, Promtail) pushes to it, and that this is its tenant.',
		};
	}

	const labels = existing.slice(0, maxLabelsShown).map(({label, values}) => `${label}=${listed(values, maxValuesShown)}`);
	return {state: 'fail', detail: `Nothing matches ${selector}.`, nextStep: `Choose with --selector. There are ${labels.join('; ')}.`};
}

function count(services: number): string {
	return services === 1 ? '1 service' : `${services} services`;
}

function listed(names: readonly string[], max: number): string {
	const more = names.length - max;
	return `${names.slice(0, max).join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
