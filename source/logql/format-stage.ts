import type {
	Extraction,
	LabelFilter,
	LineFilter,
	NamedMatcher,
	Stage,
	Unwrap,
} from './ast.js';
import {formatBytes} from './bytes.js';
import {formatGoDuration} from './duration.js';
import {formatGoFloat} from './go-float.js';
import {quote} from './go-strings.js';
import {formatMatcher} from './write-matcher.js';

const formatTerm = ({isIp, text}: LineFilter['terms'][number]): string => (isIp ? `ip(${quote(text)})` : quote(text));

/** A line filter. The terms of a negative one stand on their own: none of them may be in the line. */
export const formatLineFilter = ({operator, terms}: LineFilter): string =>
	operator.startsWith('!')
		? terms.map(term => `${operator} ${formatTerm(term)}`).join(' ')
		: `${operator} ${terms.map(term => formatTerm(term)).join(' or ')}`;

const formatLabelFilter = (filter: LabelFilter): string => {
	switch (filter.type) {
		case 'string': {
			return formatMatcher(filter.matcher);
		}

		case 'ip': {
			return `${filter.name}${filter.operator === '=' ? '==' : '!='}ip(${quote(filter.text)})`;
		}

		case 'and':
		case 'or': {
			const junction = filter.type === 'and' ? ',' : 'or';
			return `( ${formatLabelFilter(filter.left)} ${junction} ${formatLabelFilter(filter.right)} )`;
		}

		case 'duration': {
			return `${filter.name}${filter.operator}${formatGoDuration(filter.value)}`;
		}

		case 'bytes': {
			return `${filter.name}${filter.operator}${formatBytes(filter.value)}`;
		}

		case 'number': {
			return `${filter.name}${filter.operator}${formatGoFloat(filter.value)}`;
		}
	}
};

const formatExtractions = (extractions: readonly Extraction[]): string =>
	extractions.map(({name, expression}) => `${name}=${quote(expression)}`).join(',');

const formatNames = (names: readonly NamedMatcher[]): string =>
	names.map(({name, matcher}) => (matcher ? formatMatcher(matcher) : name)).join(',');

/** A stage as Loki prints it. */
export const formatStage = (stage: Stage): string => {
	switch (stage.type) {
		case 'line-filter': {
			return stage.filters.map(filter => formatLineFilter(filter)).join(' ');
		}

		case 'label-filter': {
			return `| ${formatLabelFilter(stage.filter)}`;
		}

		case 'json': {
			return stage.extractions.length > 0 ? `| json ${formatExtractions(stage.extractions)}` : '| json';
		}

		case 'logfmt': {
			const flags = `${stage.isStrict ? ' --strict' : ''}${stage.isKeepingEmpty ? ' --keep-empty' : ''}`;
			return `| logfmt${flags}${stage.extractions.length > 0 ? ` ${formatExtractions(stage.extractions)}` : ''}`;
		}

		case 'regexp':
		case 'pattern': {
			return `| ${stage.type} ${quote(stage.expression)}`;
		}

		case 'line-format': {
			return `| line_format ${quote(stage.template)}`;
		}

		case 'label-format': {
			const formats = stage.formats.map(format => `${format.name}=${format.type === 'rename' ? format.from : quote(format.template)}`);
			return `| label_format ${formats.join(',')}`;
		}

		case 'drop':
		case 'keep': {
			return `| ${stage.type} ${formatNames(stage.names)}`;
		}

		case 'unpack':
		case 'decolorize': {
			return `| ${stage.type}`;
		}
	}
};

export const formatUnwrap = ({name, conversion, filters}: Unwrap): string => {
	const unwrap = conversion ? `| unwrap ${conversion}(${name})` : `| unwrap ${name}`;
	return [unwrap, ...filters.map(filter => `| ${formatLabelFilter(filter)}`)].join(' ');
};
