import type {LineFacts} from '../../../detect/connections/types.js';
import type {SenseEvent} from '../../../detect/senses/types.js';
import {streamKey} from '../../../loki/lines/stream-key.js';
import {serviceNamed} from '../../../loki/logql/logql.js';
import type {LogEntry} from '../../../loki/types.js';
import {joinLines} from '../../../patterns/join-lines.js';
import {levelOfLabels} from '../../../patterns/label-level.js';
import {isErrorLevel} from '../../../patterns/level-words.js';
import {durationOf} from '../../../patterns/read/duration.js';
import type {KnownNames} from '../../../patterns/read/known-names.js';
import {isRoutineWarning} from '../../../patterns/read/routine-warning.js';
import {messageOf, saidOf, tellsFailedCall} from '../../../patterns/read/said.js';
import {statementOf} from '../../../patterns/read/statement.js';
import {isSwitch} from '../../../patterns/read/switch.js';
import {traceIdsOf} from '../../../patterns/read/trace.js';
import type {PatternMiner} from '../../../patterns/types.js';
import {lineFacts} from '../line-facts.js';

/** Statements and patterns whose texts are remembered. */
const maxTexts = 20_000;

export type EventReader = {
	/** Lines as events, stack traces joined, oldest first. */
	readonly read: (entries: readonly LogEntry[], names: KnownNames) => readonly SenseEvent[];
	/** Patterns merge as more of them is seen: the key that stands for this one now. */
	readonly keyNow: (key: string) => string;
};

const patternKey = 'p:';

/** Reads what lines say, who wrote them, and which request they are of; `onFacts` hears what each says of other services. */
export function createEventReader(miner: PatternMiner, serviceLabel: string, onFacts?: (facts: LineFacts) => void): EventReader {
	const texts = new Map<string, {readonly text: string; readonly isSwitch: boolean}>();

	const textOf = (id: string, line: string): {readonly text: string; readonly isSwitch: boolean} => {
		const known = texts.get(id);
		if (known) {
			return known;
		}

		const text = messageOf(line);
		const made = {text, isSwitch: isSwitch(text)};
		if (texts.size >= maxTexts) {
			texts.clear();
		}

		texts.set(id, made);
		return made;
	};

	const keyNow = (key: string): string => key.startsWith(patternKey) ? patternKey + miner.resolve(key.slice(patternKey.length)) : key;

	return {
		keyNow,
		read: (entries, names) => joinLines(entries, ({labels}) => streamKey(labels)).map(({line, timeMs, lines}): SenseEvent => {
			const labels = lines[0]?.labels ?? {};
			const service = serviceNamed(labels[serviceLabel]);
			const mined = miner.add(line, timeMs, levelOfLabels(labels));
			const isError = isErrorLevel(mined.level);
			const key = statementOf(line) ?? `${patternKey}${mined.patternId}`;
			const isWarning = mined.level === 'warn';
			const said = isError ? saidOf(line, service, names) : undefined;
			const ids = traceIdsOf(line, labels);
			onFacts?.(lineFacts({
				service, timeMs, line, labels, isBad: isError, said, trace: ids?.trace,
			}, names));
			const durationMs = durationOf(line);
			const {text, isSwitch: isSwitched} = textOf(`${service}\n${key}`, line);
			const warned = isWarning && !isSwitched && !isRoutineWarning(text) ? saidOf(line, service, names) : undefined;
			const isOwnWarning = warned?.others.length === 0 && !tellsFailedCall(line) && !isRoutineWarning(warned.text);
			return {
				timeMs,
				service,
				key,
				text,
				isError,
				...(said && {error: {said: said.text, isOfOther: said.others.length > 0 || said.isRelayed}}),
				...(isOwnWarning && {warning: {said: warned.text, writer: streamKey(labels)}}),
				...(ids && {trace: ids.trace, ...(ids.span !== undefined && {span: ids.span})}),
				...(durationMs !== undefined && {durationMs}),
				...(isSwitched && {isSwitch: true}),
			};
		}),
	};
}
