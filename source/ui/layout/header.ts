import {
	formatAge,
	formatBytes,
	formatDollars,
	formatTime,
	plural,
} from '../../words/numbers.js';
import {anomalySentence} from '../../words/anomaly.js';
import {retryWords} from '../../words/times.js';
import {fleetVerdict} from '../../store/selectors/verdict-line.js';
import type {State} from '../../store/state.js';
import type {Span, StyledRow} from '../components/line.js';
import {displayWidth, fitMiddle} from '../../terminal/width.js';
import {fitRow, rowWidth} from './row.js';
import {titleRow} from './title-row.js';
import {onsetOrder} from './onset-order.js';

/** Data older than so many polls is stale: the age turns yellow. */
const stalePolls = 2.5;

/** From this width there is room for the program's name and for what the last poll cost. */
const wideColumns = 118;
/** The time at the end, with the space around it. */
const clockColumns = 14;
const gap = 2;
/** Shares of the place that host and tenant have at most; the selector has the rest. */
const hostShare = 0.4;
const tenantShare = 0.24;
/** A selector in fewer columns says nothing. */
const minSelectorColumns = 8;

/** The first line: where you are and how fresh the data is. */
export function headerRow(state: State, columns: number): StyledRow {
	const {cost, backfill, view, isDemo, spentDollars} = state;
	const isWide = columns >= wideColumns;
	const age = [ageOf(state)];
	const watching: readonly StyledRow[] = view.isWatched ? [[['watching', 'key']]] : [];
	const baseline = [baselineOf(backfill)];
	const needed = isWide || isBaselineWhole(backfill) ? [...watching, age, baseline] : [age, baseline, ...watching];
	const name: StyledRow = isWide ? [['loki-sentinel', 'heading'], ...isDemo ? [[' demo', 'key'] satisfies Span] : []] : (isDemo ? [['demo', 'key']] : []);
	const poll: StyledRow = [[`${plural(cost.lastPollRequests, 'query', 'queries')} ${formatBytes(cost.lastPollBytes)}`, 'dim']];
	const dollars: StyledRow = spentDollars > 0 ? [[`AI ${formatDollars(spentDollars)}`, 'dim']] : [];
	const place = placeOf(state, columns - clockColumns - joinedWidth([name, ...needed]));
	// Where not all fits, what the last poll cost goes before what the verdict rests on.
	return titleRow(state, {left: [name, ...place], right: isWide ? [...needed, poll, dollars] : needed}, columns, {gap});
}

const joinedWidth = (parts: readonly StyledRow[]): number => parts.reduce((sum, part) => sum + (part.length === 0 ? 0 : rowWidth(part) + gap), 0);

/** What is watched: whose incident this is must never be a guess, so Loki, tenant and selector lose their middles rather than their places. */
function placeOf({connection: {host, tenant = '', selector}}: State, columns: number): readonly StyledRow[] {
	const cut = (text: string, most: number): string => fitMiddle(text, Math.min(most, displayWidth(text)));
	const head: readonly StyledRow[] = [[[cut(host, Math.floor(columns * hostShare))]], tenant === '' ? [] : [[cut(tenant, Math.floor(columns * tenantShare))]]];
	const rest = columns - joinedWidth(head) - gap;
	return [...head, rest < Math.min(minSelectorColumns, displayWidth(selector)) ? [] : [[cut(selector, rest), 'dim']]];
}

function ageOf(state: State): Span {
	if (state.view.isPaused) {
		return ['paused', 'warning'];
	}

	const {lastAnswerMs, status} = state.connection;
	if (lastAnswerMs === undefined) {
		return [status === 'failing' ? 'no data yet' : 'reading the last hour', 'warning'];
	}

	const ageMs = Math.max(0, state.nowMs - lastAnswerMs);
	return [formatAge(ageMs), ageMs > stalePolls * state.pollMs || status === 'failing' ? 'warning' : 'plain'];
}

const isBaselineWhole = ({doneHours, wantedHours}: State['backfill']): boolean => doneHours >= wantedHours;

function baselineOf(backfill: State['backfill']): Span {
	const {doneHours, wantedHours} = backfill;
	const isWhole = isBaselineWhole(backfill);
	return [`baseline ${doneHours}${isWhole ? `/${wantedHours}` : ` of ${wantedHours}`} h`, isWhole ? 'dim' : 'plain'];
}

/** The second line: the verdict, or what is in the way of one. */
export function verdictRow(state: State, columns: number): StyledRow {
	const trouble = troubleLine(state);
	if (trouble) {
		return fitRow([[` ${trouble}`, 'warning']], columns);
	}

	const verdict = fleetVerdict(state);
	if (state.connection.lastAnswerMs === undefined) {
		return fitRow([[' looking for services', 'dim']], columns);
	}

	if (verdict.tone === 'unknown') {
		return fitRow([[' no log lines found yet', 'dim']], columns);
	}

	if (verdict.tone === 'judging') {
		return fitRow([[` ${plural(verdict.services, 'service')}, `], [judgingWords(state), 'warning']], columns);
	}

	if (verdict.tone === 'calm') {
		const since = formatTime(state.startedMs, {timeZone: state.timeZone});
		const calm = verdict.muted > 0 ? `nothing abnormal but ${verdict.muted} muted.` : 'nothing abnormal.';
		const unsure = state.connection.guess ?? state.connection.doubt;
		return unsure === undefined
			? fitRow([[` ${plural(verdict.services, 'service')}, ${calm}`, 'good'], [` Watching since ${since}.${learning(state)}`, 'dim']], columns)
			: fitRow([[` ${plural(verdict.services, 'service')}, ${calm.replace('.', ' in what is known.')} ${unsure}`, 'warning']], columns);
	}

	const {guess, doubt} = state.connection;
	const unsure = guess === undefined ? doubt && firstClause(doubt) : 'errors are a guess';
	const unsureSpans: Span[] = unsure === undefined ? [] : [[`  ${unsure}`, 'warning']];
	const spans: Span[] = [[' ']];
	if (verdict.fleet) {
		spans.push([anomalySentence(verdict.fleet, {timeZone: state.timeZone}) + (verdict.abnormal > 0 ? '; ' : '.'), 'critical']);
	}

	if (verdict.abnormal > 0) {
		const count = `${verdict.abnormal} of ${verdict.services} abnormal: `;
		const muted = verdict.muted > 0 ? `  ${verdict.muted} muted` : '';
		const news = `.${verdict.newPatterns > 0 ? `  ${plural(verdict.newPatterns, 'new error pattern')}` : ''}${muted}`;
		const order = onsetOrder(verdict, state, columns - rowWidth([...spans, ...unsureSpans]) - count.length - news.length);
		const isJudged = verdict.incidents.every(({id}) => state.leaders.has(id));
		spans.push([count, 'critical'], [order, isJudged ? 'bold' : 'warning'], [news, 'warning']);
	}

	return fitRow([...spans, ...unsureSpans], columns);
}

/** What is doubted, without why. */
const firstClause = (sentence: string): string => /^.*?(?=[,.:;](?: |$)| \(|$)/.exec(sentence)?.[0] ?? '';

/** What stands where a verdict would, before there is one. */
export const judgingWords = ({backfill: {doneHours, wantedHours}}: Pick<State, 'backfill'>): string => `judging, baseline ${doneHours} of ${wantedHours} h`;

function learning(state: State): string {
	const {doneHours, wantedHours, isRunning} = state.backfill;
	return doneHours < wantedHours && !isRunning && state.connection.status === 'live' ? ` Learning: ${doneHours} of ${wantedHours} h.` : '';
}

function troubleLine(state: State): string | undefined {
	const {connection, nowMs} = state;
	if (connection.status !== 'failing' || !connection.trouble) {
		return undefined;
	}

	const {what, why, nextStep} = connection.trouble;
	const forMs = nowMs - (connection.lastAnswerMs ?? connection.failingSinceMs ?? nowMs);
	const since = forMs >= 2000 ? ` for ${formatAge(forMs).replace(' ago', '')}` : '';
	const retry = connection.retryAtMs === undefined ? '' : `, ${retryWords(connection.retryAtMs, nowMs)}`;
	return `${what}${since}${retry} (${why}). ${nextStep}`;
}
