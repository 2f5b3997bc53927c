import type {Stage} from '../../../logql/ast.js';
import {formatStage} from '../../../logql/format-stage.js';
import {ParseError} from '../../../logql/parse/parse-error.js';
import {jsonStep} from './json.js';
import {jsonExpressionStep} from './json-expression.js';
import {labelFilterStep} from './label-filter.js';
import {labelFormatStep, lineFormatStep} from './format.js';
import {decolorizeStep, dropStep, keepStep} from './label-stages.js';
import {lineFilterStep, lineTest, type LineTest} from './line-filter.js';
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

/** A pipeline that is ready to run. */
export type CompiledPipeline = {
	/** What a line has to pass before its labels are looked at. */
	readonly test: LineTest;
	readonly steps: readonly Step[];
	/** The stages that the steps were made of. */
	readonly stages: readonly Stage[];
};

const withReason = <T>(stage: Stage, compile: () => T): T => {
	try {
		return compile();
	} catch (error) {
		throw new ParseError(`stage '${formatStage(stage)}' : ${(error as Error).message}`);
	}
};

/**
Makes a pipeline ready to run.

@throws ParseError for a stage that Loki would refuse, with the stage and the reason.
*/
export const compilePipeline = (stages: readonly Stage[]): CompiledPipeline => {
	const [first, ...others] = stages;
	const isTestedFirst = first?.type === 'line-filter';
	const rest = isTestedFirst ? others : stages;
	return {
		test: isTestedFirst ? withReason(first, () => lineTest(first.filters)) : () => true,
		steps: rest.map(stage => withReason(stage, () => stepOf(stage))),
		stages: rest,
	};
};
