import {useRef} from 'react';
import type {Analysis} from '../../../store/analysis.js';
import type {Reader} from '../../../words/reader.js';
import {
	createAnswerView,
	type AnswerOptions,
	type AnswerRows,
	type AnswerView,
} from '../../layout/answer-view.js';
import {useRestore} from '../../hooks/use-restore.js';

const noRows: AnswerRows = {rows: [], citationRows: new Map()};

/** The rows of a whole conversation; while an answer streams only its last block is laid out again. */
export function useAnswerRows(analysis: Analysis | undefined, columns: number, {timeZone, ...options}: AnswerOptions & Pick<Reader, 'timeZone'>): AnswerRows {
	const restore = useRestore();
	const view = useRef<{readonly key: string; readonly view: AnswerView}>(undefined);
	const key = `${analysis?.service} ${analysis?.startedMs} ${columns} ${timeZone}`;
	if (view.current?.key !== key) {
		view.current = {key, view: createAnswerView(columns, {timeZone}, restore)};
	}

	return analysis ? view.current.view.rows(analysis, options) : noRows;
}
