import {isOpen} from '../../detect/lifecycle.js';
import {overviewRows} from '../../store/selectors/overview.js';
import {isStorm} from '../../store/selectors/patterns.js';
import type {Analysis} from '../../store/analysis.js';
import type {State} from '../../store/state.js';
import type {StyledRow} from '../../ui/components/line.js';
import {createAnswerView} from '../../ui/layout/answer-view.js';
import {headerRow, verdictRow} from '../../ui/layout/header.js';
import {rowText} from '../../ui/layout/row.js';
import {sparkValues} from '../../ui/screens/overview/spark.js';
import {headRow, overviewColumns, serviceRow} from '../../ui/screens/overview/table.js';
import {patternHead, patternTableRow} from '../../ui/screens/service/pattern-table.js';
import {onsetRow} from '../../ui/screens/service/parts.js';
import {anomaliesOf} from '../../ui/layout/service-title.js';
import {anomalySentence} from '../../words/anomaly.js';
import {formatShare} from '../../words/numbers.js';
import {causeWords, escalationReason, verdictHeadline} from '../../words/verdict.js';

/** Text has no window; this is wide enough for every column and for most logs of a pipeline. */
const columns = 120;

const textOf = (row: StyledRow): string => rowText(row).trimEnd();

/** The overview as plain text, the rows of the screen without its colours. */
export function overviewLines(state: State): readonly string[] {
	const rows = overviewRows(state);
	const widths = overviewColumns(columns, Math.max(...rows.map(row => row.service.length)));
	return [
		headerRow(state, columns),
		verdictRow(state, columns),
		[],
		headRow(widths, 'LAST HOUR'),
		...rows.map(row => serviceRow(row, widths, {
			values: sparkValues(state, row, 60), isSelected: false, timeZone: state.timeZone,
		})),
	].map(row => textOf(row));
}

/** Each open anomaly in its own sentence. */
export function anomalyLines(state: State): readonly string[] {
	const services = overviewRows(state).filter(row => row.anomaly && isOpen(row.anomaly)).map(row => row.service);
	return ['ANOMALIES', ...services.flatMap(service => anomaliesOf(state, service).map(anomaly => `  ${anomaly.severity.padEnd(9)} ${service}: ${anomalySentence(anomaly, {timeZone: state.timeZone})}`))];
}

/** A conversation as the analysis screen shows it. */
export const answerLines = (analysis: Analysis, timeZone: string | undefined): readonly string[] => createAnswerView(columns, {timeZone}).rows(analysis).rows.map(row => textOf(row).replace(/^ /, ''));

/** What is known of one service without a model: patterns, what changed, the verdict. */
export function detailLines(state: State, service: string): readonly string[] {
	const detail = state.details.get(service);
	if (!detail?.evidence || !detail.verdict) {
		return [`${service}: ${detail?.trouble?.what ?? 'failed to read its lines'}`];
	}

	const {evidence, verdict} = detail;
	const reader = {timeZone: state.timeZone};
	const cause = causeWords(verdict, reader);
	return [
		textOf(patternHead(evidence, columns)),
		...evidence.patterns.slice(0, 8).map(pattern => textOf(patternTableRow(pattern, columns, {
			isSelected: false, isHidden: false, isStorm: isStorm(state, service, pattern),
		}))),
		...evidence.changes.slice(0, 5).map(change => ` changed: ${change.name}=${change.value}  ${formatShare(change.badShare)} now, ${formatShare(change.baselineShare)} before`),
		textOf(onsetRow(state, service, columns)),
		'',
		`NO AI  ${verdictHeadline(verdict, reader)}`,
		...cause ? [`  likely cause: ${cause.name}: ${cause.reason}`] : [],
		...verdict.command ? [`  run now: ${verdict.command.text}`] : [],
		`  escalate: ${verdict.escalate.decision ? 'yes' : 'no'}, ${escalationReason(verdict, reader)}`,
	];
}
