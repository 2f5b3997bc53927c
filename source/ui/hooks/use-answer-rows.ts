import {useRef} from 'react';
import type {Analysis} from '../../store/state.js';
import type {StyledRow} from '../components/line.js';
import {createAnswerView, type AnswerView} from '../layout/answer-view.js';

/** The rows of a whole conversation; while an answer streams only its last block is laid out again. */
export function useAnswerRows(analysis: Analysis | undefined, columns: number): readonly StyledRow[] {
	const view = useRef<{readonly key: string; readonly view: AnswerView}>(undefined);
	const key = `${analysis?.service} ${analysis?.startedMs} ${columns}`;
	if (view.current?.key !== key) {
		view.current = {key, view: createAnswerView(columns)};
	}

	return analysis ? view.current.view.rows(analysis) : [];
}
