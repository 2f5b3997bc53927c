import {createMarkdownView, type MarkdownView, type StyledLine} from '../../terminal/markdown.js';
import {sanitizeLine} from '../../terminal/sanitize.js';
import {wrap} from '../../terminal/wrap.js';
import type {Analysis, Turn} from '../../store/state.js';
import type {Span, StyledRow} from '../components/line.js';
import type {Tone} from '../theme.js';
import {verdictText} from './verdict-text.js';

/** Lays out a conversation row by row and keeps what it laid out. */
export type AnswerView = {
	readonly rows: (analysis: Analysis) => readonly StyledRow[];
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

export function createAnswerView(columns: number): AnswerView {
	const width = Math.max(10, columns - 2);
	const views: TurnView[] = [];

	const turnRows = (turn: Turn, index: number): readonly StyledRow[] => {
		views[index] ??= {markdown: createMarkdownView(width), consumed: 0, isFinished: false};
		const view = views[index];
		if (turn.text.length > view.consumed) {
			view.markdown.append(turn.text.slice(view.consumed));
			view.consumed = turn.text.length;
		}

		if (turn.endedMs !== undefined && !view.isFinished) {
			view.markdown.finish();
			view.isFinished = true;
		}

		const answer = view.markdown.lines().map(line => [[' '], ...line.map(({text, style}): Span => [text, tones[style]])] satisfies StyledRow);
		return [...questionRows(turn, width), ...answer, ...endRows(turn, width)];
	};

	return {
		rows(analysis) {
			const rows = analysis.turns.flatMap((turn, index) => turnRows(turn, index));
			const isOnlyFailure = analysis.turns.length === 1 && analysis.turns[0]?.status === 'failed';
			if (isOnlyFailure) {
				rows.push([], [[' no AI: rule-based verdict', 'warning']], [], ...verdictText(analysis.verdict, width));
			}

			return analysis.source === 'rules' ? verdictText(analysis.verdict, width) : rows;
		},
	};
}

function questionRows(turn: Turn, width: number): readonly StyledRow[] {
	return turn.question === undefined ? [] : [[], ...wrap(sanitizeLine(turn.question), width - 3).map((row, index) => [[index === 0 ? ' > ' : ' '.repeat(3), 'key'], [row, 'bold']] satisfies StyledRow), []];
}

const sentence = (text: string): string => /[!.?]$/.test(text) ? text : `${text}.`;

/** What ends a turn on the screen: where it stands, or what went wrong and what to do. */
function endRows(turn: Turn, width: number): readonly StyledRow[] {
	if (turn.status === 'waiting') {
		const thinking = turn.thinking.trim().split('\n').at(-1) ?? '';
		return [[[` ${thinking === '' ? 'waiting for the first word' : sanitizeLine(thinking).slice(-width)}`, 'dim']]];
	}

	if (turn.status === 'stopped') {
		return [[], [[' stopped here; what came before stays. ', 'warning'], ['a', 'key'], [' asks again', 'dim']]];
	}

	if (!turn.trouble) {
		return [];
	}

	const {what, why, nextStep, canRetry} = turn.trouble;
	const text = wrap(`${what}: ${sentence(why)} ${nextStep}`, width).map(row => [[` ${row}`, 'warning']] satisfies StyledRow);
	return [[], ...text, ...(canRetry ? [[[' a', 'key'], [' tries again', 'dim']] satisfies StyledRow] : [])];
}
