import {formatCount, formatShare} from '../../../words/numbers.js';
import {sparkline} from '../../../terminal/sparkline.js';
import {fit} from '../../../terminal/width.js';
import {isErrorLevel} from '../../../patterns/level-words.js';
import type {Evidence, EvidencePattern} from '../../../facts/evidence.js';
import type {Span, StyledRow} from '../../components/line.js';
import type {Tone} from '../../theme.js';

const sparkColumns = 14;

/** The head of the pattern table: what the sample stands for. */
export function patternHead(evidence: Evidence, columns: number): StyledRow {
	const title = ` PATTERNS (${formatCount(evidence.sampledLines)} of ${formatCount(evidence.totalLines)} lines sampled${columns >= 100 ? '; errors as % of errors, others of all' : ''})`;
	const tail = `${fit('LINES', 8, {align: 'right'})}${fit('%', 6, {align: 'right'})}  ${fit('OVER TIME', sparkColumns)}`;
	return [[fit(title, columns - tail.length) + tail, 'dim']];
}

type PatternRowOptions = {
	readonly isSelected: boolean;
	readonly isHidden: boolean;
	/** An open storm is of this pattern. */
	readonly isStorm: boolean;
};

export function patternTableRow(pattern: EvidencePattern, columns: number, {isSelected, isHidden, isStorm}: PatternRowOptions): StyledRow {
	const badge = isHidden ? hiddenBadge : badgeOf(pattern, isStorm);
	const width = columns - 9 - 8 - 6 - 2 - sparkColumns;
	const isError = isErrorLevel(pattern.level);
	const spans: Span[] = [
		[isSelected ? '>' : ' ', 'selected'],
		[fit(badge[0], 7), badge[1]],
		[fit(shortComponent(pattern.template), width), toneOf(isSelected, isHidden)],
		[' '],
		[fit(formatCount(pattern.sampledLines), 8, {align: 'right'})],
		[fit(formatShare(pattern.share).replace(' %', ''), 6, {align: 'right'})],
		['  '],
		[fit(sparkline(pattern.history, sparkColumns), sparkColumns), isError ? 'critical' : 'dim'],
	];
	return spans;
}

/** `o.h.engine.jdbc.spi.SqlExceptionHelper: ...` begins with what tells least: of a dotted class the last part is shown. */
const shortComponent = (template: string): string => template.replace(/^(?:[a-z]\w*\.){2,12}(?=[A-Z]\w*:)/, '');

const hiddenBadge = ['hidden', 'dim'] as const;

function toneOf(isSelected: boolean, isHidden: boolean): Tone {
	if (isSelected) {
		return 'selected';
	}

	return isHidden ? 'dim' : 'plain';
}

function badgeOf(pattern: EvidencePattern, isStorm: boolean): readonly [text: string, tone: 'warning' | 'critical' | 'dim'] {
	if (pattern.isNew) {
		return ['NEW', 'critical'];
	}

	return isStorm ? ['STORM', 'warning'] : [pattern.level === 'unknown' ? '' : pattern.level.slice(0, 6), 'dim'];
}
