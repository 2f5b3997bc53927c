import {
	formatCount,
	formatFactor,
	formatOffset,
	formatRate,
	formatShare,
	formatTime,
} from '../../../words/numbers.js';
import {sparkline} from '../../../terminal/sparkline.js';
import {fit, fitMiddle} from '../../../terminal/width.js';
import type {Anomaly} from '../../../detect/types.js';
import {isOpen} from '../../../detect/lifecycle.js';
import type {OverviewRow} from '../../../store/selectors/overview.js';
import {severityTone, type Tone} from '../../theme.js';
import type {Span, StyledRow} from '../../components/line.js';
import {isNewError, kindOf} from '../../../detect/kinds/registry.js';
import {kindWords} from '../../../words/kinds.js';
import {sparkScale} from './spark.js';

/** Widths of the overview's columns, in terminal columns; 0 where a column is left out. */
export type OverviewColumns = {
	readonly service: number;
	readonly spark: number;
	readonly rate: number;
	readonly usual: number;
	readonly factor: number;
	readonly share: number;
	readonly lines: number;
	readonly what: number;
};

const badgeColumns = 5;
const minServiceColumns = 14;
const maxServiceColumns = 26;
const minWhatColumns = 10;

/** Fixed widths first, then what is left goes to the sparkline (at most a column a minute of the hour) and to WHAT. Columns go from the right: lines, then share. */
export function overviewColumns(columns: number, longestName: number): OverviewColumns {
	const service = Math.min(maxServiceColumns, Math.max(minServiceColumns, longestName + 2), Math.max(minServiceColumns, Math.floor(columns / 5)));
	const hasShare = columns >= 92;
	const hasLines = columns >= 104;
	const rate = 7;
	const usual = 7;
	const factor = 6;
	const share = hasShare ? 7 : 0;
	const lines = hasLines ? 11 : 0;
	const rest = columns - badgeColumns - service - rate - usual - factor - share - lines - 2;
	const spark = Math.max(10, Math.min(60, Math.floor(rest * 0.62), rest - minWhatColumns));
	return {
		service, spark, rate, usual, factor, share, lines, what: Math.max(0, rest - spark),
	};
}

/** The table's head, aligned with its rows. */
export function headRow(widths: OverviewColumns, rangeLabel: string): StyledRow {
	const head = ' '.repeat(badgeColumns)
		+ fit('SERVICE', widths.service)
		+ fit(`ERRORS, ${rangeLabel}`, widths.spark)
		+ fit('/MIN', widths.rate, {align: 'right'})
		+ fit('USUAL', widths.usual, {align: 'right'})
		+ ' '.repeat(widths.factor)
		+ (widths.share > 0 ? fit('%', widths.share, {align: 'right'}) : '')
		+ (widths.lines > 0 ? fit('LINES/MIN', widths.lines, {align: 'right'}) : '')
		+ '  '
		+ fit('WHAT', widths.what);
	return [[head, 'dim']];
}

const badges: Readonly<Record<'critical' | 'warning' | 'silent' | 'muted' | 'resolved' | 'calm', readonly [text: string, tone: Tone]>> = {
	critical: ['!!', 'critical'],
	warning: ['!', 'warning'],
	silent: ['~', 'warning'],
	muted: ['m', 'dim'],
	resolved: ['ok', 'good'],
	calm: ['', 'plain'],
};

function badgeOf({anomaly, mutedUntilMs}: OverviewRow): readonly [text: string, tone: Tone] {
	if (!anomaly) {
		return badges.calm;
	}

	if (mutedUntilMs !== undefined) {
		return badges.muted;
	}

	if (!isOpen(anomaly)) {
		return badges.resolved;
	}

	if (kindOf(anomaly.kind).isSilence) {
		return anomaly.severity === 'critical' ? ['~~', 'critical'] : badges.silent;
	}

	return badges[anomaly.severity];
}

export type OverviewRowOptions = {
	readonly values: ReadonlyArray<number | undefined>;
	readonly isSelected: boolean;
	readonly timeZone: string | undefined;
};

/** One service as one row. */
export function serviceRow(row: OverviewRow, widths: OverviewColumns, {values, isSelected, timeZone}: OverviewRowOptions): StyledRow {
	const isAbnormal = row.anomaly !== undefined && isOpen(row.anomaly) && row.mutedUntilMs === undefined;
	const [badge, badgeTone] = badgeOf(row);
	const tone: Tone = isAbnormal && row.anomaly ? severityTone[row.anomaly.severity] : 'plain';
	const quiet: Tone = isAbnormal ? 'plain' : 'dim';
	const spans: Span[] = [
		[isSelected ? '>' : ' ', 'selected'],
		[fit(badge, badgeColumns - 1), badgeTone],
		[fitMiddle(row.service, widths.service - 1) + ' ', isSelected ? 'selected' : 'plain'],
		[fit(sparkline(values, widths.spark - 1, {max: sparkScale(values, row)}), widths.spark), tone === 'plain' ? 'dim' : tone],
		[fit(row.errorsPerMinute === undefined ? '-' : formatRate(row.errorsPerMinute), widths.rate, {align: 'right'}), isAbnormal ? 'bold' : 'plain'],
		[fit(row.usualErrorsPerMinute === undefined ? '' : formatRate(row.usualErrorsPerMinute), widths.usual, {align: 'right'}), 'dim'],
		[fit(row.factor === undefined ? '' : formatFactor(row.factor), widths.factor, {align: 'right'}), tone],
	];
	if (widths.share > 0) {
		spans.push([fit(row.errorShare === undefined ? '-' : formatShare(row.errorShare).replace(' %', ''), widths.share, {align: 'right'}), quiet]);
	}

	if (widths.lines > 0) {
		spans.push([fit(row.linesPerMinute === undefined ? '-' : formatCount(Math.round(row.linesPerMinute)), widths.lines, {align: 'right'}), quiet]);
	}

	spans.push(['  '], [fit(whatOf(row, widths.what, timeZone), widths.what), isAbnormal ? tone : 'dim']);
	return spans;
}

/** The newest anomaly in a few words: the longest form that fits. */
function whatOf(row: OverviewRow, columns: number, timeZone: string | undefined): string {
	const {anomaly, anomalies} = row;
	if (!anomaly) {
		return '';
	}

	const isNew = anomalies.some(other => isNewError(other.kind) && isOpen(other)) && !isNewError(anomaly.kind);
	const news = isNew ? ', NEW pattern' : '';
	const since = row.follows ? followingWords(row.follows) : `since ${formatTime(anomaly.onsetMs, {timeZone})}`;
	if (row.mutedUntilMs !== undefined) {
		const until = `muted until ${formatTime(row.mutedUntilMs, {timeZone})}`;
		return [`${until}: ${phrases(anomaly, since)[1]}`, until].find(form => form.length <= columns) ?? 'muted';
	}

	const [long, short] = isOpen(anomaly) ? phrases(anomaly, since) : [`resolved ${formatTime(anomaly.resolvedMs ?? anomaly.lastSeenMs, {timeZone})}`, 'resolved'];
	const forms = [`${long}${news}`, long, `${short}${isNew ? ' NEW' : ''}`, short];
	return forms.find(form => form.length <= columns) ?? short;
}

/** `+40 s after payment` */
function followingWords({service, delayMs}: NonNullable<OverviewRow['follows']>): string {
	const offset = formatOffset(delayMs);
	return offset.startsWith('+') ? `${offset} after ${service}` : `${offset} as ${service}`;
}

/** `log storm, since 02:58` and `storm`, `silent since 03:01` and `silent`. */
function phrases(anomaly: Anomaly, since: string): readonly [long: string, short: string] {
	const {phrase, label} = kindWords[anomaly.kind];
	return [`${phrase(anomaly)}${kindOf(anomaly.kind).isSilence ? '' : ','} ${since}`, label];
}
