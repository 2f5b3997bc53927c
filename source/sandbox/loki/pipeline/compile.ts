import type {Stage} from '../logql/ast.js';
import {formatStage} from '../logql/format-stage.js';
import {ParseError} from '../logql/parse-error.js';
import {jsonStep} from './json.js';
import {jsonExpressionStep} from './json-expression.js';
import {labelFilterStep} from './label-filter.js';
import {labelFormatStep, lineFormatStep} from './format.js';
import {decolorizeStep, dropStep, keepStep} from './label-stages.js';
import {lineFilterStep} from './line-filter.js';
import type {Step} from './line-state.js';
import {logfmtExpressionStep, logfmtStep} from './logfmt.js';
import {patternStep} from './pattern.js';
import {regexpStep} from './regexp.js';
import {unpackStep} from './unpack.js';

const stepOf = (stage: Stage): Step => {
	switch (stage.type) {
		case 'line-filter': {
			return lineFilterStep(stage.filters);
		}

		case 'json': {
			return stage.extractions.length > 0 ? jsonExpressionStep(stage.extractions) : jsonStep;
		}

		case 'logfmt': {
			return stage.extractions.length > 0 ? logfmtExpressionStep(stage.extractions, stage) : logfmtStep(stage);
		}

		case 'unpack': {
			return unpackStep;
		}

		case 'decolorize': {
			return decolorizeStep;
		}

		case 'regexp': {
			return regexpStep(stage.expression);
		}

		case 'pattern': {
			return patternStep(stage.expression);
		}

		case 'label-filter': {
			return labelFilterStep(stage.filter);
		}

		case 'line-format': {
			return lineFormatStep(stage.template);
		}

		case 'label-format': {
			return labelFormatStep(stage.formats);
		}

		case 'drop': {
			return dropStep(stage.names);
		}

		case 'keep': {
			return keepStep(stage.names);
		}
	}
};

/**
The steps of a pipeline, in order.

@throws ParseError for a stage that Loki would refuse, with the stage and the reason.
*/
export const compileStages = (stages: readonly Stage[]): Step[] => stages.map(stage => {
	try {
		return stepOf(stage);
	} catch (error) {
		throw new ParseError(`stage '${formatStage(stage)}' : ${(error as Error).message}`);
	}
});
