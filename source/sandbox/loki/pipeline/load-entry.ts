import type {Stream} from '../store/stream.js';
import type {LineState} from './line-state.js';

/** Begins a pipeline with an entry of a stream. */
export const loadEntry = (state: LineState, stream: Stream, index: number, labels: ReadonlyMap<string, string>): void => {
	state.reset(stream.lines[index]!, labels);
	state.timeMs = stream.timesMs[index]!;
	state.subNs = stream.subNs[index]!;
	const level = stream.levels[stream.levelIds[index]!]!;
	if (level !== '') {
		state.addMetadata('detected_level', level);
	}

	for (const [name, value] of stream.metadata[index] ?? []) {
		state.addMetadata(name, value);
	}
};
