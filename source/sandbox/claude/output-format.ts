import {type Fields, isFields} from './fields.js';
import {type ApiError, invalidRequest} from './wire.js';

/** JSON Schema keywords that the API's structured output does not take, by type. */
const unsupported: ReadonlyMap<unknown, readonly string[]> = new Map([
	['string', ['minLength', 'maxLength']],
	['number', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
	['integer', ['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf']],
	['array', ['maxItems', 'uniqueItems']],
]);
const deepest = 20;
const nestedLists = ['anyOf', 'allOf'];
const nestedMaps = ['properties', '$defs', 'definitions'];

const nestedIn = (schema: Fields): readonly unknown[] => [
	schema.items,
	...nestedMaps.flatMap(key => (isFields(schema[key]) ? Object.values(schema[key]) : [])),
	...nestedLists.flatMap(key => (Array.isArray(schema[key]) ? schema[key] as readonly unknown[] : [])),
];

const problemOf = (schema: Fields): string | undefined => {
	const {type} = schema;
	if (type === 'object' && schema.additionalProperties !== false) {
		return 'For \'object\' type, \'additionalProperties\' must be explicitly set to false';
	}

	if (type === 'array' && schema.minItems !== undefined && schema.minItems !== 0 && schema.minItems !== 1) {
		return 'For \'array\' type, \'minItems\' values other than 0 or 1 are not supported';
	}

	const keyword = unsupported.get(type)?.find(name => schema[name] !== undefined);
	return keyword === undefined ? undefined : `For '${String(type)}' type, property '${keyword}' is not supported`;
};

const firstProblem = (schema: unknown, depth = 0): string | undefined => {
	if (!isFields(schema) || depth > deepest) {
		return undefined;
	}

	const own = problemOf(schema);
	if (own !== undefined) {
		return own;
	}

	for (const nested of nestedIn(schema)) {
		const problem = firstProblem(nested, depth + 1);
		if (problem !== undefined) {
			return problem;
		}
	}

	return undefined;
};

/** Whether a request asks for JSON of a schema, or what the API would say of how it asks. */
export const readOutputFormat = (outputConfig: unknown): ApiError | {readonly isJson: boolean} => {
	const format = isFields(outputConfig) ? outputConfig.format : undefined;
	if (format === undefined || format === null) {
		return {isJson: false};
	}

	if (!isFields(format) || format.type !== 'json_schema') {
		return invalidRequest('output_config.format.type: Input should be \'json_schema\'');
	}

	if (!isFields(format.schema)) {
		return invalidRequest('output_config.format.schema: Field required');
	}

	const problem = firstProblem(format.schema);
	return problem === undefined ? {isJson: true} : invalidRequest(`output_config.format.schema: ${problem}`);
};
