import * as z from 'zod';
import {ToolInputError} from './tool-errors.js';
import type {
	CallPlan,
	Tool,
	ToolContext,
	ToolDefinition,
} from './types.js';

const maxIssues = 5;

const describeIssues = (error: z.ZodError): string => error.issues.slice(0, maxIssues).map(({path, message}) => `${path.length === 0 ? 'input' : path.join('.')}: ${message}`).join('; ');

const schemaOf = (schema: z.ZodType): ToolDefinition['input_schema'] => {
	const {$schema: _, ...rest} = z.toJSONSchema(schema, {io: 'input'});
	return {...rest, type: 'object'};
};

/** A tool from one schema: what the API is told of its arguments and what is checked when they come are the same. */
export const defineTool = <Schema extends z.ZodObject>({name, description, schema, plan}: {
	readonly name: string;
	readonly description: string;
	readonly schema: Schema;
	readonly plan: (input: z.infer<Schema>, context: ToolContext) => CallPlan;
}): Tool => ({
	definition: {name, description, input_schema: schemaOf(schema)},
	plan(input, context) {
		const read = schema.safeParse(input);
		if (!read.success) {
			throw new ToolInputError(describeIssues(read.error));
		}

		return plan(read.data, context);
	},
});
