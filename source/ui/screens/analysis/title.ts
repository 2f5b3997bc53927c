import {formatCount, formatDollars, formatDuration} from '../../../words/numbers.js';
import {retryWords} from '../../../words/times.js';
import type {BudgetName, BudgetUse} from '../../../facts/analysis.js';
import {alertAbout} from '../../../store/selectors/alerts.js';
import {isAnswering} from '../../../store/selectors/analysis.js';
import type {Analysis} from '../../../store/analysis.js';
import type {State} from '../../../store/state.js';
import type {StyledRow} from '../../components/line.js';
import {titleRow} from '../../layout/title-row.js';
import {alertSpan} from '../../layout/service-title.js';

/** The first line of an analysis: who answers, how long, what it cost, how much was held back. */
export function analysisTitle(state: State, analysis: Analysis | undefined, service: string, columns: number): StyledRow {
	const left: StyledRow[] = [[[service, 'heading']], [['analysis', 'dim']], sourceLabel(analysis)];
	if (!analysis) {
		return titleRow(state, {left, right: []}, columns);
	}

	const turn = analysis.turns.at(-1);
	const seconds = turn && analysis.source !== 'rules' ? formatDuration((turn.endedMs ?? state.nowMs) - turn.startedMs) : '';
	const {inputTokens, outputTokens, costDollars} = analysis.usage;
	const tokens = inputTokens + outputTokens;
	const {budget} = analysis;
	const alert = alertAbout(state, service);
	return titleRow(state, {
		left, right: [
			waitingFor(state, analysis),
			[[isAnswering(analysis) ? `answering ${seconds}` : seconds, isAnswering(analysis) ? 'key' : 'dim'], ...budget ? budgetPart(`/${budget.seconds.limit} s`, budget, 'seconds') : []],
			budget ? budgetPart(`calls ${budget.calls.used}/${budget.calls.limit}`, budget, 'calls') : [],
			budget && budget.resultBytes.used > 0 ? budgetPart(`${kilobytes(budget.resultBytes.used)}/${kilobytes(budget.resultBytes.limit)} KB`, budget, 'resultBytes') : [],
			tokens === 0 ? [] : [[`${formatCount(tokens)} tokens`, 'dim']],
			costDollars === undefined || costDollars === 0 ? [] : [[formatDollars(costDollars), 'dim']],
			alert ? [alertSpan(alert, state.timeZone)] : [],
		],
	}, columns, {gap: 2});
}

const kilobytes = (bytes: number): string => formatCount(Math.round(bytes / 1024));

/** A part of the budget; yellow where it is the one because of which nothing more is looked up. */
const budgetPart = (text: string, {spent}: BudgetUse, name: BudgetName): StyledRow => [[text, spent === name ? 'warning' : 'dim']];

function sourceLabel(analysis: Analysis | undefined): StyledRow {
	if (!analysis) {
		return [['collecting evidence', 'key']];
	}

	const labels = {
		claude: [[analysis.model]],
		scripted: [['scripted answer, no model was called', 'warning']],
		rules: [['no AI: rule-based verdict', 'warning']],
	} as const satisfies Record<Analysis['source'], StyledRow>;
	return labels[analysis.source];
}

/** Counts down to the next try where the service asked to wait. */
function waitingFor(state: State, analysis: Analysis): StyledRow {
	const retryAtMs = analysis.turns.at(-1)?.retryAtMs;
	return retryAtMs === undefined ? [] : [[retryWords(retryAtMs, state.nowMs), 'warning']];
}
