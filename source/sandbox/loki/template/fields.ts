import type {Node, Operand, Pipeline} from './ast.js';
import {parseTemplate} from './parse.js';

const operandNames = (operand: Operand): string[] => {
	if (operand.type === 'field') {
		return [operand.path[0]!];
	}

	return operand.type === 'pipeline' ? pipelineNames(operand.pipeline) : [];
};

const pipelineNames = ({commands}: Pipeline): string[] => commands.flat().flatMap(operand => operandNames(operand));

const nodeNames = (node: Node): string[] => {
	switch (node.type) {
		case 'text': {
			return [];
		}

		case 'action': {
			return pipelineNames(node.pipeline);
		}

		case 'if':
		case 'with':
		case 'range': {
			return [...pipelineNames(node.pipeline), ...[...node.body, ...node.otherwise].flatMap(inner => nodeNames(inner))];
		}
	}
};

/** The labels that a template reads; none where it is no template. */
export const templateFieldNames = (template: string): string[] => {
	try {
		return [...new Set(parseTemplate(template).flatMap(node => nodeNames(node)))];
	} catch {
		return [];
	}
};
