import {useRef} from 'react';
import type {Analysis} from '../../../store/state.js';
import {
	createAnswerView,
	type AnswerOptions,
	type AnswerRows,
	type AnswerView,
} from '../../layout/answer-view.js';
import {useRestore} from '../../hooks/use-restore.js';

const noRows: AnswerRows = {rows: [], citationRows: new Map()};

/** The rows of a whole conversation; while an answer streams only its last block is laid out again. */
export function useAnswerRows(analysis: Analysis | undefined, columns: number, options: AnswerOptions): AnswerRows {
	const restore = useRestore();
	const view = useRef<{readonly key: string; readonly view: AnswerView}>(undefined);
	const key = `${analysis?.service} ${analysis?.startedMs} ${columns}`;
	if (view.current?.key !== key) {
		view.current = {key, view: createAnswerView(columns, restore)};
	}

	return analysis ? view.current.view.rows(analysis, options) : noRows;
}
