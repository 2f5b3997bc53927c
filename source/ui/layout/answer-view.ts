import {createMarkdownView, type MarkdownView, type StyledLine} from '../../terminal/markdown/markdown.js';
import type {RestoreText} from '../../terminal/restored-text.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {wrap} from '../../terminal/wrap.js';
import {holds} from '../../answer/citations.js';
import {markdownHeldBecause} from '../../answer/confidence.js';
import {citationsOf, type PlacedCitation, shownTo} from '../../answer/placed-citations.js';
import {answerReport} from '../../answer/report.js';
import type {Analysis, Turn} from '../../store/analysis.js';
import type {Span, StyledRow} from '../components/line.js';
import {restoredWords, wholeLength} from '../restored-words.js';
import type {Tone} from '../theme.js';
import type {Reader} from '../../words/reader.js';
import {reportRows} from './report-rows.js';
import {placesOf} from './row.js';
import {textTail} from './text-tail.js';
import {toolRows} from './tool-rows.js';
import {verdictText} from './verdict-text.js';

export type AnswerRows = {
	readonly rows: readonly StyledRow[];
	/** Where each citation stands, by its number. */
	readonly citationRows: ReadonlyMap<number, number>;
};

/** Lays out a conversation row by row and keeps what it laid out. */
export type AnswerView = {
	readonly rows: (analysis: Analysis, options?: AnswerOptions) => AnswerRows;
};

export type AnswerOptions = {
	/** The number of the citation under the cursor. */
	readonly selected?: number | undefined;
	/** Whether what the model's calls gave is shown. */
	readonly areToolsOpen?: boolean | undefined;
};

const tones: Readonly<Record<StyledLine[number]['style'], Tone>> = {
	plain: 'plain', bold: 'bold', italic: 'plain', code: 'key', heading: 'heading', dim: 'dim', link: 'key',
};

type TurnView = {
	markdown: MarkdownView;
	/** How much of the turn's text the view was given. */
	consumed: number;
	isFinished: boolean;
};

/** With `restore` the real values stand where the model wrote placeholders, which is for the screen only. */
export function createAnswerView(columns: number, reader: Reader, restore?: RestoreText): AnswerView {
	const width = Math.max(10, columns - 2);
	const words = restoredWords(restore);
	const views: TurnView[] = [];

	const markdownRows = (turn: Turn, index: number): readonly StyledRow[] => {
		views[index] ??= {markdown: createMarkdownView(width), consumed: 0, isFinished: false};
		const view = views[index];
		const length = turn.endedMs === undefined ? wholeLength(turn.text) : turn.text.length;
		if (length > view.consumed) {
			view.markdown.append(words.text(turn.text.slice(view.consumed, length)));
			view.consumed = length;
		}

		if (turn.endedMs !== undefined && !view.isFinished) {
			view.markdown.finish();
			view.isFinished = true;
		}

		return view.markdown.lines().map(line => [[' '], ...line.map(({text, style}): Span => [text, tones[style]])] satisfies StyledRow);
	};

	const answerRows = (analysis: Analysis, turn: Turn, index: number, selected: number | undefined): AnswerRows => {
		const citations = citationsOf(analysis).filter(citation => citation.turn === index);
		const report = answerReport(turn);
		if (report) {
			return reportRows(words.report(report, turn.endedMs !== undefined), {
				width, citations, selected,
			});
		}

		const rows = markdownRows(turn, index);
		return {rows: [...rows, ...turn.endedMs === undefined ? [] : [...unverifiedRows(citations, width), ...heldRows(analysis, turn, width)]], citationRows: placesOf(citations, rows)};
	};

	return {
		rows(analysis, {selected, areToolsOpen = false} = {}) {
			if (analysis.source === 'rules') {
				return {rows: verdictText(analysis.verdict, width, reader), citationRows: new Map()};
			}

			const rows: StyledRow[] = [];
			const citationRows = new Map<number, number>();
			for (const [index, turn] of analysis.turns.entries()) {
				rows.push(...questionRows(turn, width), ...toolRows(turn.tools, width, areToolsOpen));
				const answer = answerRows(analysis, turn, index, selected);
				for (const [number, row] of answer.citationRows) {
					citationRows.set(number, rows.length + row);
				}

				rows.push(...answer.rows, ...endRows(turn, width));
			}

			const hasNoAnswer = analysis.turns.length > 0 && analysis.turns.every(({status, trouble}) => status === 'failed' || (status === 'ended' && trouble !== undefined));
			if (hasNoAnswer) {
				rows.push([], [[' no AI: rule-based verdict', 'warning']], [], ...verdictText(analysis.verdict, width, reader));
			}

			return {rows, citationRows};
		},
	};
}

const stateWords: Readonly<Record<PlacedCitation['state'], string>> = {
	verified: '', cited: '', 'unknown-line': 'no such line was shown', misquoted: 'the quote is not in it',
};

/** Below an answer in Markdown: what of its citations could not be held against the lines that the model was shown. */
function unverifiedRows(citations: readonly PlacedCitation[], width: number): readonly StyledRow[] {
	const wrong = citations.filter(citation => !holds(citation));
	if (wrong.length === 0) {
		return [];
	}

	const words = [...new Set(wrong.map(({id, state}) => `${id} (${stateWords[state]})`))].join(', ');
	return wrap(`unverified: ${words}`, width).map((row): StyledRow => [[` ${row}`, 'warning']]);
}

/** Below that: what such an answer says of its own confidence, and what is left of it. */
function heldRows(analysis: Analysis, turn: Turn, width: number): readonly StyledRow[] {
	const because = markdownHeldBecause(turn, shownTo(analysis, turn));
	return because ? wrap(`confidence medium (said high, ${because})`, width).map((row): StyledRow => [[` ${row}`, 'warning']]) : [];
}

function questionRows(turn: Turn, width: number): readonly StyledRow[] {
	return turn.question === undefined ? [] : [[], ...wrap(sanitizeLine(turn.question), width - 3).map((row, index) => [[index === 0 ? ' > ' : ' '.repeat(3), 'key'], [row, 'bold']] satisfies StyledRow), []];
}

const sentence = (text: string): string => /[!.?]$/.test(text) ? text : `${text}.`;

/** What ends a turn on the screen: where it stands, or what went wrong and what to do. */
function endRows(turn: Turn, width: number): readonly StyledRow[] {
	if (turn.status === 'waiting') {
		const thinking = turn.thinking.trim().split('\n').at(-1) ?? '';
		return [[[` ${thinking === '' ? 'waiting for the first word' : textTail(sanitizeLine(thinking), width)}`, 'dim']]];
	}

	if (turn.status === 'stopped') {
		const what = turn.trouble ? `${turn.trouble.what}; ` : 'stopped here; earlier text is kept. ';
		return [[], [[` ${what}`, 'warning'], ['a', 'key'], [' asks again', 'dim']]];
	}

	if (!turn.trouble) {
		return [];
	}

	const {what, why, nextStep, canRetry} = turn.trouble;
	const text = wrap(`${what}: ${sentence(why)} ${nextStep}`, width).map(row => [[` ${row}`, 'warning']] satisfies StyledRow);
	return [[], ...text, ...(canRetry ? [[[' a', 'key'], [' tries again', 'dim']] satisfies StyledRow] : [])];
}
