import {LRUCache} from 'lru-cache';
import {displayWidth} from '../../terminal/width.js';
import {wrap} from '../../terminal/wrap.js';
import {holds} from '../../answer/citations.js';
import {heldConfidence} from '../../answer/confidence.js';
import type {PlacedCitation, ReportPart} from '../../answer/placed-citations.js';
import type {AnswerReport, Hypothesis} from '../../answer/report.js';
import {judgeCommand} from '../../shell/command-effect.js';
import {effectWords} from '../../words/command.js';
import type {Span, StyledRow} from '../components/line.js';
import type {Tone} from '../theme.js';
import {justify, placesOf} from './row.js';

export type ReportOptions = {
	readonly width: number;
	/** Of this report, in reading order. */
	readonly citations: readonly PlacedCitation[];
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

const marks: Readonly<Record<PlacedCitation['state'], string>> = {
	verified: ' verified', cited: ' cited', 'unknown-line': ' unverified: no such line was shown', misquoted: ' unverified: the quote is not in it',
};

/** A report row by row, whole or as far as it has come. */
export function reportRows(report: AnswerReport, options: ReportOptions): ReportRows {
	const {width} = options;
	const rows: StyledRow[] = [];
	const citationRows = new Map<number, number>();
	const byPart = new Map<ReportPart, PlacedCitation[]>();
	for (const citation of options.citations) {
		const part = citation.part ?? '';
		byPart.set(part, [...byPart.get(part) ?? [], citation]);
	}

	/** Adds the rows of a part, and notes where its citations stand; the ids in a sentence are marked as the cursor finds them. */
	const add = (part: ReportPart, added: readonly StyledRow[]) => {
		for (const [number, row] of placesOf(byPart.get(part) ?? [], added)) {
			citationRows.set(number, rows.length + row);
		}

		rows.push(...added.map(row => markSelected(row, byPart.get(part) ?? [], options.selected)));
	};

	const addCited = (label: 'for' | 'against', place: number, items: Hypothesis['evidence']) => {
		for (const [index, {line, why}] of items.entries()) {
			const part = `${label} ${place} ${index}`;
			const citation = byPart.get(part)?.[0];
			const isSelected = citation !== undefined && citation.number === options.selected;
			const state = citation?.state ?? 'cited';
			const idTone: Tone = isSelected ? 'selected' : (holds({state}) ? 'key' : 'warning');
			add(part, paragraph({
				label: `   ${index === 0 ? label : ''}`, labelTone: 'dim', columns: itemColumns, lead: [[isSelected ? `>${line}` : line, idTone], [marks[state], holds({state}) ? 'dim' : 'warning']], text: why,
			}, width));
		}
	};

	const addHypothesis = (hypothesis: Hypothesis, place: number) => {
		const cited = hypothesis.evidence.flatMap((_, index) => byPart.get(`for ${place - 1} ${index}`)?.[0] ?? []);
		const {confidence, because} = heldConfidence(hypothesis.confidence, {cited, all: options.citations});
		const words = confidence === undefined ? '' : `confidence ${confidence}${because ? ` (said high, ${because})` : ''}`;
		const right: StyledRow = [[words, because ? 'warning' : 'dim']];
		const title = wrapOnce(hypothesis.title, Math.max(20, width - words.length - 8));
		add(`title ${place - 1}`, [
			justify([[[`${place}  `, 'heading'], [title[0] ?? '', 'bold']]], [right], width + 1),
			...title.slice(1).map((row): StyledRow => [[' '.repeat(4)], [row, 'bold']]),
		]);
		addCited('for', place - 1, hypothesis.evidence);
		addCited('against', place - 1, hypothesis.against);
		if (hypothesis.nextCheck !== '') {
			add(`next ${place - 1}`, paragraph({
				label: '   next', labelTone: 'dim', columns: itemColumns, text: hypothesis.nextCheck,
			}, width));
		}
	};

	const addList = (label: string, partName: string, items: readonly string[]) => {
		for (const [index, text] of items.entries()) {
			add(`${partName} ${index}`, paragraph({label: index === 0 ? label : '', columns: labelColumns, text}, width));
		}
	};

	if (report.headline !== '') {
		add('headline', wrapOnce(report.headline, width).map((row): StyledRow => [[` ${row}`, 'bold']]));
		rows.push([]);
	}

	for (const [index, hypothesis] of report.hypotheses.entries()) {
		addHypothesis(hypothesis, index + 1);
	}

	if (report.hypotheses.length > 0) {
		rows.push([]);
	}

	addList('RULED OUT', 'ruled-out', report.ruledOut);
	rows.push(...commandRows(report, options));
	if (report.escalate) {
		const {decision, reason} = report.escalate;
		const word = decision === undefined ? 'unclear' : (decision ? 'yes' : 'no');
		add('escalate', paragraph({
			label: 'ESCALATE', columns: labelColumns, lead: [[`${word}:`, decision === true ? 'critical' : 'good']], text: reason,
		}, width));
	}

	if (report.slackSummary !== '') {
		add('slack', paragraph({label: 'SLACK', columns: labelColumns, text: report.slackSummary}, width));
	}

	addList('NOT KNOWN', 'gap', report.gaps);
	// Beside a line of evidence it is said there.
	const isBesideLine = (citation: PlacedCitation): boolean => /^(?:for|against) /.test(citation.part ?? '') && byPart.get(citation.part ?? '')?.[0] === citation;
	const unverified = options.citations.filter(citation => !holds(citation) && !isBesideLine(citation));
	if (unverified.length > 0) {
		const words = [...new Set(unverified.map(({id, state}) => `${id}${marks[state].replace(' unverified', '')}`))].join(', ');
		rows.push(...paragraph({
			label: 'UNVERIFIED', labelTone: 'warning', columns: labelColumns + 1, text: words, tone: 'warning',
		}, width));
	}

	return {rows, citationRows};
}

/** The id of the citation under the cursor stands out in the sentence that names it. */
function markSelected(row: StyledRow, citations: readonly PlacedCitation[], selected: number | undefined): StyledRow {
	const id = citations.find(({number}) => number === selected)?.id;
	if (id === undefined || row.some(([, tone]) => tone === 'selected')) {
		return row;
	}

	return row.flatMap((span): readonly Span[] => {
		const [text, tone] = span;
		const at = text.search(new RegExp(String.raw`(?<![\w-])${id}(?![\w-])`));
		return at === -1 ? [span] : [[text.slice(0, at), tone], [id, 'selected'], [text.slice(at + id.length), tone]];
	});
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
