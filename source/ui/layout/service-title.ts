import {formatAge, formatDuration, formatTime} from '../../words/numbers.js';
import {anomalySentence} from '../../words/anomaly.js';
import {byLead} from '../../detect/lead.js';
import type {Anomaly} from '../../detect/types.js';
import {isOpen} from '../../detect/lifecycle.js';
import type {AlertRecord, State} from '../../store/state.js';
import {alertAbout} from '../../store/selectors/alerts.js';
import {isJudging} from '../../store/selectors/verdict-line.js';
import {targetName} from '../../words/target-name.js';
import {severityTone} from '../theme.js';
import type {Span, StyledRow} from '../components/line.js';
import {judgingWords} from './header.js';
import {fitRow} from './row.js';
import {titleRow} from './title-row.js';

/** The anomalies of one service, the one that leads first. */
export const anomaliesOf = (state: State, service: string): readonly Anomaly[] => state.anomalies
	.filter(anomaly => anomaly.service === service)
	.toSorted((a, b) => byLead(a, b));

/** The first line of the screens about one service; `age` is empty where they say themselves how old it is what they show. */
export function serviceTitle(state: State, service: string, columns: number, screen?: string, age = freshness(state)): StyledRow {
	const [worst, ...others] = anomaliesOf(state, service).filter(anomaly => isOpen(anomaly));
	const onsetMs = worst && Math.min(worst.onsetMs, ...others.map(anomaly => anomaly.onsetMs));
	const alert = alertAbout(state, service);
	const right: StyledRow[] = [
		[stateSpan(state, worst)],
		onsetMs === undefined ? [] : [[`since ${formatTime(onsetMs, {timeZone: state.timeZone})} (${formatDuration(state.nowMs - onsetMs)})`]],
		[age],
		alert ? [alertSpan(alert, state.timeZone)] : [],
	];
	return titleRow(state, {left: [[[service, 'heading']], screen === undefined ? [] : [[screen, 'dim']]], right}, columns);
}

function stateSpan(state: State, worst: Anomaly | undefined): Span {
	if (worst) {
		return [worst.severity, severityTone[worst.severity]];
	}

	return isJudging(state) ? ['judging', 'warning'] : ['calm', 'good'];
}

function freshness(state: State): Span {
	if (state.view.isPaused) {
		return ['paused', 'warning'];
	}

	const {lastAnswerMs, status} = state.connection;
	return lastAnswerMs === undefined ? ['no data yet', 'warning'] : [formatAge(state.nowMs - lastAnswerMs), status === 'failing' ? 'warning' : 'dim'];
}

/** One row for each anomaly, its sentence. */
export function sentenceRows(state: State, service: string, columns: number, most: number): readonly StyledRow[] {
	const anomalies = anomaliesOf(state, service);
	if (anomalies.length === 0) {
		return [isJudging(state) ? [[` ${judgingWords(state)}`, 'warning']] : [[' nothing abnormal in what was read', 'good']]];
	}

	return anomalies.slice(0, most).map(anomaly => fitRow([
		[' '],
		[isOpen(anomaly) ? '' : 'resolved: ', 'good'],
		[anomalySentence(anomaly, {timeZone: state.timeZone}), isOpen(anomaly) ? severityTone[anomaly.severity] : 'dim'],
	], columns));
}

/** What became of a service's newest alert, and when. */
export function alertSpan(alert: AlertRecord, timeZone: string | undefined): Span {
	const name = targetName(alert.target);
	if (!alert.delivery) {
		return [`sending to ${name}`, 'bold'];
	}

	const at = formatTime(alert.delivery.atMs, {timeZone});
	const words = {delivered: [`alerted ${name}`, 'good'], unsure: [`${name} unsure`, 'warning'], failed: [`${name} failed`, 'warning']} as const;
	const [text, tone] = words[alert.delivery.state];
	return [`${text} ${at}`, tone];
}
