import {lokiSettings} from '../../config/loki-settings.js';
import {createLokiClient} from '../../loki/client.js';
import {LokiError} from '../../loki/http/errors/index.js';
import {matcher, parseSelector} from '../../loki/logql/logql.js';
import {contentChecks} from '../doctor/loki-checks.js';
import type {Check} from '../doctor/types.js';
import {
	askText,
	choose,
	search,
	type Choice,
} from './ask.js';
import {readChoices, type Choices} from './label-choices.js';
import {afterFailure, tryOut} from './try-out.js';
import type {Draft, SetupContext, Step} from './types.js';

/** For all that is asked to offer something. */
const readTimeoutMs = 10_000;
const keptId = 'keep';
const everythingId = 'everything';
const typedId = 'typed';
const labelPrefix = 'label ';
const maxValuesShown = 3;

/** What is watched: chosen among what this Loki has, with the services counted. */
export const selectorStep: Step = async (before, context) => {
	const {settings} = context.resolve(before);
	const loki = lokiSettings(settings);
	if (!loki) {
		return before;
	}

	const client = createLokiClient(loki);
	const choices = await orNothing(async () => readChoices(client, settings.serviceLabel, context.now(), AbortSignal.timeout(readTimeoutMs)));
	for (;;) {
		const selector = await askSelector(choices, before);
		const draft: Draft = {
			...before, selector, namespace: undefined, services: undefined,
		};
		const results = choices ? await tryOut(watchedChecks(draft, context)) : [];
		const next = await afterFailure(results, 'what is watched');
		if (next !== 'again') {
			return next === 'skip' ? before : draft;
		}
	}
};

/** Undefined for everything: then it follows what this Loki has. */
async function askSelector(choices: Choices | undefined, {selector}: Draft): Promise<string | undefined> {
	const stored = typeof selector === 'string' ? selector : undefined;
	const offered: ReadonlyArray<Choice<string>> = [
		...stored === undefined ? [] : [{value: keptId, label: `Keep ${stored}`}],
		{value: everythingId, label: choices ? `Everything: ${services(choices.serviceCount)}` : 'Everything that this Loki has', hint: choices?.widest},
		...choices?.labels.map(({label, values}) => ({value: labelPrefix + label, label: `One ${label}: ${listed(values)}`})) ?? [],
		{value: typedId, label: 'A selector of your own', hint: 'for example {namespace="production", app=~"api|auth"}'},
	];
	const choice = await choose('What should be watched?', offered);
	if (choice === keptId || choice === everythingId) {
		return choice === keptId ? stored : undefined;
	}

	const chosen = choices?.labels.find(({label}) => labelPrefix + label === choice);
	return choices && chosen
		? askValue(choices, chosen)
		: askText({
			message: 'Stream selector', initial: stored, placeholder: '{namespace="production"}', check: wrongSelector,
		});
}

async function askValue({countServices}: Choices, {label, values}: Choices['labels'][number]): Promise<string> {
	const counts = await orNothing(async () => countServices(label, values, AbortSignal.timeout(readTimeoutMs)));
	const value = await search(`Which ${label}?`, values.map((name, index) => {
		const count = counts?.[index];
		return {value: name, label: count === undefined ? name : `${name}, ${services(count)}`};
	}));
	return `{${matcher(label, '=', value)}}`;
}

/** Doctor's checks of what is watched; that Loki answers is known here. */
function watchedChecks(draft: Draft, {resolve, now}: SetupContext): readonly Check[] {
	const {settings} = resolve(draft);
	const loki = lokiSettings(settings);
	const {selector, services: wanted, serviceLabel, baselineHours} = settings;
	return loki
		? contentChecks({
			loki, selector, services: wanted, serviceLabel, baselineHours, now,
		}).map(check => check.id === 'services' ? {...check, needs: []} : check)
		: [];
}

/** What cannot be read is not offered: the answers can be typed in. */
async function orNothing<Result>(read: () => Promise<Result>): Promise<Result | undefined> {
	try {
		return await read();
	} catch (error) {
		const isTimeout = error instanceof Error && error.name === 'TimeoutError';
		if (error instanceof LokiError || isTimeout) {
			return undefined;
		}

		throw error;
	}
}

function wrongSelector(text: string): string | undefined {
	try {
		parseSelector(text);
		return undefined;
	} catch (error) {
		return error instanceof LokiError ? `${error.what}: ${error.why}` : String(error);
	}
}

const services = (count: number): string => count === 1 ? '1 service' : `${count} services`;

function listed(values: readonly string[]): string {
	const more = values.length - maxValuesShown;
	return values.slice(0, maxValuesShown).join(', ') + (more > 0 ? ` and ${more} more` : '');
}
