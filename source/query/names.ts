import {dropOldest} from '../detect/drop-oldest.js';
import type {Matcher} from '../logql/ast.js';
import type {WantedNames} from '../logql/complete.js';
import {readMatchers, writeMatchers} from '../loki/logql/selector-matchers.js';
import {isAbort, troubleOf} from '../loki/http/trouble.js';
import type {
	LogEntry,
	LokiClient,
	Scope,
	TimeRange,
} from '../loki/types.js';
import {lineFields, type LineField} from '../patterns/line-fields.js';
import type {KnownNames} from './choices.js';

/** Answers that are kept; the oldest go first. */
const maxAnswers = 100;
/** Of one answer. */
const maxNames = 5000;
/** Lines whose fields are offered. */
const maxLines = 50;
/** What was refused is asked for again after this long. */
const retryMs = 5000;

type Answer = KnownNames & {readonly isFailed: boolean; readonly askedMs: number};

export type NamesOptions = {
	readonly client: Pick<LokiClient, 'labels' | 'labelValues'>;
	/** Undefined before Loki has answered. */
	readonly scope: () => Scope | undefined;
	/** Lines that are held, the newest last: their fields are offered. */
	readonly lines: () => readonly LogEntry[];
	/** The time in which names are looked for. */
	readonly range: () => TimeRange;
	readonly now: () => number;
	readonly signal: AbortSignal;
	/** Called where names came in that were on their way. */
	readonly onCome: () => void;
};

/** Names and values for a query that is typed. What is not known is asked of Loki once a session, and is here when it has come: nothing waits. */
export function createNames({client, scope, lines, range, now, signal, onCome}: NamesOptions): (wanted: WantedNames) => KnownNames {
	const answers = new Map<string, Answer>();
	const ask = (key: string, what: string, read: () => Promise<readonly string[]>): KnownNames => {
		const known = answers.get(key);
		if (known && !(known.isFailed && now() - known.askedMs > retryMs)) {
			return known;
		}

		const reading: Answer = {
			names: [], note: `reading ${what}`, isFailed: false, askedMs: now(),
		};
		answers.set(key, reading);
		dropOldest(answers, maxAnswers);
		void (async () => {
			try {
				const names = await read();
				answers.set(key, {...reading, names: names.slice(0, maxNames), note: names.length === 0 ? `no ${what}` : ''});
			} catch (error) {
				if (isAbort(error, signal)) {
					return;
				}

				answers.set(key, {...reading, isFailed: true, note: `${what} could not be read: ${troubleOf(error).why}`});
			}

			onCome();
		})();

		return reading;
	};

	/** Streams with the matchers that are typed; without any, those that are watched, in whatever the label itself says of them. */
	const selectorOf = ({selector}: Scope, matchers: readonly Matcher[], label: string | undefined): string | undefined => {
		const meant = matchers.length > 0 ? matchers : readMatchers(selector).filter(({name}) => name !== label);
		return meant.length === 0 ? undefined : `{${writeMatchers(meant).join(', ')}}`;
	};

	const labels = (watched: Scope, matchers: readonly Matcher[]): KnownNames => {
		const selector = selectorOf(watched, matchers, undefined);
		return ask(JSON.stringify(['labels', selector]), 'labels', async () => client.labels(range(), {signal, ...selector !== undefined && {selector}}));
	};

	const fieldsOfLines = (): readonly LineField[] => lines().slice(-maxLines).flatMap(line => lineFields(line));

	return wanted => {
		const watched = scope();
		if (!watched) {
			return {names: [], note: 'Loki has not answered yet'};
		}

		switch (wanted.type) {
			case 'labels': {
				return labels(watched, wanted.matchers);
			}

			case 'fields': {
				const {names, note} = labels(watched, wanted.matchers);
				return {names: distinct([...names, ...fieldsOfLines().map(({label}) => label)]), note};
			}

			case 'values': {
				const {label, matchers} = wanted;
				const selector = selectorOf(watched, matchers, label);
				const {names, note} = ask(JSON.stringify(['values', label, selector]), `values of ${label}`, async () => client.labelValues(label, range(), selector, {signal}));
				const ofLines = names.length > 0 ? [] : fieldsOfLines().filter(field => field.label === label).map(({value}) => value);
				return {names: distinct([...names, ...ofLines]), note: ofLines.length > 0 ? '' : note};
			}
		}
	};
}

const distinct = (names: readonly string[]): readonly string[] => [...new Set(names)].filter(name => name !== '').toSorted();
