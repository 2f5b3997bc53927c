import {formatShare} from '../../../words/numbers.js';
import {fit} from '../../../terminal/width.js';
import {isOpen} from '../../../detect/lifecycle.js';
import {alertAbout} from '../../../store/selectors/alerts.js';
import type {OverviewRow} from '../../../store/selectors/overview.js';
import {isJudging} from '../../../store/selectors/verdict-line.js';
import type {State} from '../../../store/state.js';
import {severityTone} from '../../theme.js';
import type {Span, StyledRow} from '../../components/line.js';
import {judgingWords} from '../../layout/header.js';
import {fitRow, justify} from '../../layout/row.js';
import {alertSpan} from '../../layout/service-title.js';
import {anomalySentence} from '../../../words/anomaly.js';
import {causeWords} from '../../../words/verdict.js';

/** Three rows on the service under the cursor: how many are below the list, its sentence, its loudest pattern or verdict. */
export function selectionRows(state: State, row: OverviewRow | undefined, columns: number, below: number): readonly StyledRow[] {
	const more: StyledRow = below > 0 ? [[`     ... ${below} more below`, 'dim']] : [];
	return row ? [more, sentenceRow(state, row, columns), patternRow(state, row, columns)] : [more];
}

function sentenceRow(state: State, row: OverviewRow, columns: number): StyledRow {
	const {anomaly} = row;
	const alert = alertAbout(state, row.service);
	const right: StyledRow[] = alert ? [[alertSpan(alert, state.timeZone)]] : [];
	if (!anomaly) {
		return justify([[[row.service, 'bold']], [isJudging(state) ? [judgingWords(state), 'warning'] : ['nothing abnormal', 'dim']]], right, columns);
	}

	const tone = isOpen(anomaly) ? severityTone[anomaly.severity] : 'dim';
	const sentence = anomalySentence(anomaly, {timeZone: state.timeZone});
	return justify([[[row.service, 'bold']], [[fit(sentence, Math.min(sentence.length, columns - row.service.length - 6)), tone]]], right, columns);
}

function patternRow(state: State, row: OverviewRow, columns: number): StyledRow {
	const detail = state.details.get(row.service);
	const pattern = detail?.evidence?.patterns[0];
	const indent: Span = [' '.repeat(Math.min(row.service.length + 4, 20))];
	const cause = detail?.verdict && causeWords(detail.verdict, {timeZone: state.timeZone});
	if (cause) {
		return fitRow([indent, ['likely: ', 'dim'], [cause.name], [`  (no AI) ${cause.reason}`, 'dim']], columns);
	}

	if (pattern) {
		return fitRow([indent, [`"${pattern.template}"`, 'dim'], [pattern.isNew ? '  NEW' : '', 'warning'], [`  ${formatShare(pattern.share)} of the sample`, 'dim']], columns);
	}

	const newest = row.anomalies.find(anomaly => anomaly.pattern);
	return newest?.pattern ? fitRow([indent, [`"${newest.pattern.template}"`, 'dim']], columns) : [];
}
