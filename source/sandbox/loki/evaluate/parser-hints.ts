import type {
	Grouping,
	LogRange,
	Stage,
	NamedMatcher,
} from '../../../logql/ast.js';
import {templateFieldNames} from '../template/fields.js';
import {filteredNames} from '../pipeline/label-filter.js';
import type {ParserHints} from '../pipeline/line-state.js';

const duplicateSuffix = '_extracted';

const namesOf = (names: readonly NamedMatcher[]): string[] => names.filter(({matcher}) => matcher !== undefined).map(({name}) => name);

const stageNames = (stage: Stage): readonly string[] => {
	switch (stage.type) {
		case 'label-filter': {
			return filteredNames(stage.filter);
		}

		case 'line-format': {
			return templateFieldNames(stage.template);
		}

		case 'label-format': {
			return stage.formats.flatMap(format => (format.type === 'rename' ? [format.from] : templateFieldNames(format.template)));
		}

		case 'drop':
		case 'keep': {
			return namesOf(stage.names);
		}

		case 'line-filter':
		case 'json':
		case 'logfmt':
		case 'unpack':
		case 'decolorize':
		case 'regexp':
		case 'pattern': {
			return [];
		}
	}
};

/**
What a metric query's parsers have to find, as Loki works it out. It is more than speed: a parser that is not
asked for anything does not fail on a line that it could not read.
*/
export const parserHints = (range: LogRange, grouping: Grouping | undefined): ParserHints => {
	const names = [
		...range.query.stages.flatMap(stage => stageNames(stage)),
		...(range.unwrap?.filters.flatMap(filter => filteredNames(filter)) ?? []),
		...(grouping?.names ?? []),
		...(range.unwrap ? [range.unwrap.name] : []),
	];
	const required = new Set<string>();
	for (const name of names) {
		required.add(name);
		if (name.endsWith(duplicateSuffix)) {
			required.add(name.slice(0, -duplicateSuffix.length));
		}
	}

	const hasNoLabels = grouping?.names.length === 0 && !grouping.isWithout;
	if (hasNoLabels) {
		return required.size > 0 ? {isIdle: false, required} : {isIdle: true};
	}

	return grouping && !grouping.isWithout ? {isIdle: false, required} : {isIdle: false};
};
