import type {AnalysisEvent} from '../../facts/analysis.js';

/** An event of a service's answer, and when it came. */
export type AnswerEvent = {
	readonly service: string;
	readonly event: AnalysisEvent;
	readonly atMs: number;
};

/** Adds an event to those that wait to be written: pieces of text are joined, of several counts of tokens the last one stays. Pure. */
export function joinDelta(waiting: readonly AnswerEvent[], next: AnswerEvent): readonly AnswerEvent[] {
	const {event} = next;
	if (event.type === 'usage') {
		return [...waiting.filter(({service, event: other}) => service !== next.service || other.type !== 'usage'), next];
	}

	const index = waiting.findLastIndex(({service, event: other}) => service === next.service && other.type !== 'usage');
	const before = waiting[index]?.event;
	return (event.type === 'text' || event.type === 'thinking') && before?.type === event.type ? waiting.with(index, {...next, event: {type: event.type, text: before.text + event.text}}) : [...waiting, next];
}
