import {LRUCache} from 'lru-cache';
import {displayWidth} from '../../terminal/width.js';
import {wrap} from '../../terminal/wrap.js';
import type {AnswerReport, Hypothesis} from '../../store/selectors/answer-report.js';
import {citedInSentences, heldConfidence, type PlacedCitation} from '../../store/selectors/citations.js';
import {judgeCommand} from '../../shell/command-effect.js';
import {effectWords} from '../../words/command.js';
import type {EvidenceLine} from '../../investigate/types.js';
import type {Span, StyledRow} from '../components/line.js';
import type {Tone} from '../theme.js';
import {justify} from './row.js';

export type ReportOptions = {
	readonly width: number;
	/** Of this report, in reading order. */
	readonly citations: readonly PlacedCitation[];
	readonly shown: ReadonlyMap<string, EvidenceLine>;
	/** The number of the citation under the cursor. */
	readonly selected: number | undefined;
};

export type ReportRows = {
	readonly rows: readonly StyledRow[];
	/** The row of each citation, by its number. */
	readonly citationRows: ReadonlyMap<number, number>;
};

/** Columns of `ESCALATE ` and the like, and of `    against  `. */
const labelColumns = 10;
const itemColumns = 13;

/** Only the end of an answer changes while it streams: what was wrapped once is not wrapped again. */
const wrapped = new LRUCache<string, readonly string[]>({max: 2000});

function wrapOnce(text: string, columns: number): readonly string[] {
	const key = `${columns} ${text}`;
	const known = wrapped.get(key) ?? wrap(text, columns);
	wrapped.set(key, known);
	return known;
}

type Paragraph = {
	readonly label: string;
	readonly labelTone?: Tone;
	readonly columns: number;
	/** What stands before the text in tones of its own. */
	readonly lead?: readonly Span[];
	readonly text: string;
	readonly tone?: Tone;
};

const lengthOf = (spans: readonly Span[]): number => spans.reduce((sum, [text]) => sum + displayWidth(text), 0);

/** A label, and beside it a text on as many rows as it takes. */
function paragraph({label, labelTone = 'heading', columns, lead = [], text, tone = 'plain'}: Paragraph, width: number): readonly StyledRow[] {
	const leadColumns = lengthOf(lead);
	// The lead keeps its place as a word without spaces.
	const rows = wrapOnce(`${'x'.repeat(leadColumns)}${leadColumns > 0 ? ' ' : ''}${text}`.trimEnd(), Math.max(10, width - columns - 1));
	return rows.map((row, index): StyledRow => index === 0
		? [[` ${label.padEnd(columns)}`, labelTone], ...lead, [row.slice(leadColumns), tone]]
		: [[' '.repeat(columns + 1)], [row, tone]]);
}

const marks: Readonly<Record<PlacedCitation['state'], string>> = {verified: '', 'unknown-line': ' unverified: no such line was shown', misquoted: ' unverified: the quote is not in it'};

/** A report row by row, whole or as far as it has come. */
export function reportRows(report: AnswerReport, options: ReportOptions): ReportRows {
	const {width} = options;
	const rows: StyledRow[] = [];
	const citationRows = new Map<number, number>();
	const waiting = [...options.citations];

	const addCited = (label: string, items: Hypothesis['evidence']) => {
		for (const [index, {line, why}] of items.entries()) {
			const citation = waiting.shift();
			const isSelected = citation !== undefined && citation.number === options.selected;
			const state = citation?.state ?? 'verified';
			const idTone: Tone = isSelected ? 'selected' : (state === 'verified' ? 'key' : 'warning');
			if (citation) {
				citationRows.set(citation.number, rows.length);
			}

			rows.push(...paragraph({
				label: `   ${index === 0 ? label : ''}`, labelTone: 'dim', columns: itemColumns, lead: [[isSelected ? `>${line}` : line, idTone], [marks[state], 'warning']], text: why,
			}, width));
		}
	};

	const addHypothesis = (hypothesis: Hypothesis, place: number) => {
		const {confidence, because} = heldConfidence(hypothesis, report, options.shown);
		const words = confidence === undefined ? '' : `confidence ${confidence}${because ? ` (said high, ${because})` : ''}`;
		const right: StyledRow = [[words, because ? 'warning' : 'dim']];
		const title = wrapOnce(hypothesis.title, Math.max(20, width - words.length - 8));
		rows.push(
			justify([[[`${place}  `, 'heading'], [title[0] ?? '', 'bold']]], [right], width + 1),
			...title.slice(1).map((row): StyledRow => [[' '.repeat(4)], [row, 'bold']]),
		);
		addCited('for', hypothesis.evidence);
		addCited('against', hypothesis.against);
		if (hypothesis.nextCheck !== '') {
			rows.push(...paragraph({
				label: '   next', labelTone: 'dim', columns: itemColumns, text: hypothesis.nextCheck,
			}, width));
		}
	};

	const addList = (label: string, items: readonly string[]) => {
		for (const [index, text] of items.entries()) {
			rows.push(...paragraph({label: index === 0 ? label : '', columns: labelColumns, text}, width));
		}
	};

	if (report.headline !== '') {
		rows.push(...wrapOnce(report.headline, width).map((row): StyledRow => [[` ${row}`, 'bold']]), []);
	}

	for (const [index, hypothesis] of report.hypotheses.entries()) {
		addHypothesis(hypothesis, index + 1);
	}

	if (report.hypotheses.length > 0) {
		rows.push([]);
	}

	addList('RULED OUT', report.ruledOut);
	rows.push(...commandRows(report, options));
	if (report.escalate) {
		const {decision, reason} = report.escalate;
		const word = decision === undefined ? 'unclear' : (decision ? 'yes' : 'no');
		rows.push(...paragraph({
			label: 'ESCALATE', columns: labelColumns, lead: [[`${word}:`, decision === true ? 'critical' : 'good']], text: reason,
		}, width));
	}

	if (report.slackSummary !== '') {
		addList('SLACK', [report.slackSummary]);
	}

	addList('NOT KNOWN', report.gaps);
	const unverified = citedInSentences(report, options.shown).filter(({state}) => state !== 'verified');
	if (unverified.length > 0) {
		const words = [...new Set(unverified.map(({id, state}) => `${id}${marks[state].replace(' unverified', '')}`))].join(', ');
		rows.push(...paragraph({
			label: 'UNVERIFIED', labelTone: 'warning', columns: labelColumns + 1, text: words, tone: 'warning',
		}, width));
	}

	return {rows, citationRows};
}

/** The command is shown as it would be copied, and judged as it is shown: what the model says of it counts for nothing. */
function commandRows({command}: AnswerReport, {width}: ReportOptions): readonly StyledRow[] {
	if (!command) {
		return [];
	}

	const judgement = judgeCommand(command.text);
	return [
		...paragraph({
			label: 'RUN', columns: labelColumns, text: command.text, tone: 'key',
		}, width),
		[[' '.repeat(labelColumns + 1)], [effectWords(judgement), judgement.effect === 'reads' ? 'good' : 'warning'], ['   y copies it, nothing is run', 'dim']],
		...command.purpose === ''
			? []
			: paragraph({
				label: '', columns: labelColumns, text: command.purpose, tone: 'dim',
			}, width),
	];
}
