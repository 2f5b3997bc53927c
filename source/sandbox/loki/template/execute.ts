import type {
	Branch,
	Command,
	Node,
	Operand,
	Pipeline,
} from './ast.js';
import {templateFunctions} from './functions.js';
import {parseTemplate} from './parse.js';
import {TemplateError} from './template-error.js';
import type {TemplateScope} from './template-function.js';
import {isTruthy, printValue, type Value} from './value.js';

/** Prints a template for a line's labels. Throws TemplateError where it fails. */
export type Template = (fields: (name: string) => string | undefined, scope: TemplateScope) => string;

const maxOutput = 1_000_000;

const memberOf = (value: Value, path: readonly string[]): Value => {
	let member = value;
	for (const name of path) {
		if (!(member instanceof Map)) {
			throw new TemplateError(`can't evaluate field ${name} in type ${typeof member}`);
		}

		member = (member as ReadonlyMap<string, Value>).get(name);
	}

	return member;
};

/** One run of a template. */
class Run {
	/** What a dot stands for; undefined for the labels. */
	#dot: {value: Value} | undefined;
	#variables = new Map<string, Value>();
	output = '';

	constructor(
		private readonly fields: (name: string) => string | undefined,
		private readonly scope: TemplateScope,
	) {}

	#branch({type, pipeline, body, otherwise}: Branch): void {
		const variables = this.#variables;
		this.#variables = new Map(variables);
		const value = this.#pipeline(pipeline);
		if (type === 'range') {
			this.#range(value, pipeline, body, otherwise);
		} else if (!isTruthy(value)) {
			this.print(otherwise);
		} else if (type === 'with') {
			this.#withDot(value, () => {
				this.print(body);
			});
		} else {
			this.print(body);
		}

		this.#variables = variables;
	}

	#range(value: Value, {variables}: Pipeline, body: readonly Node[], otherwise: readonly Node[]): void {
		const items: Array<[Value, Value]> = value instanceof Map
			? [...value as ReadonlyMap<string, Value>].toSorted(([a], [b]) => (a < b ? -1 : 1))
			: (Array.isArray(value) ? (value as readonly Value[]).map((item, index): [Value, Value] => [index, item]) : []);
		if (items.length === 0) {
			this.print(otherwise);
			return;
		}

		for (const [key, item] of items) {
			if (variables.length === 2) {
				this.#variables.set(variables[0]!, key);
			}

			if (variables.length > 0) {
				this.#variables.set(variables.at(-1)!, item);
			}

			this.#withDot(item, () => {
				this.print(body);
			});
		}
	}

	#withDot(value: Value, action: () => void): void {
		const before = this.#dot;
		this.#dot = {value};
		action();
		this.#dot = before;
	}

	#pipeline({variables, commands}: Pipeline): Value {
		let value: Value;
		for (const [index, command] of commands.entries()) {
			value = this.#command(command, index === 0 ? [] : [value]);
		}

		if (variables.length === 1) {
			this.#variables.set(variables[0]!, value);
		}

		return value;
	}

	#command(command: Command, piped: readonly Value[]): Value {
		const [first, ...rest] = command as readonly [Operand, ...Operand[]];
		if (first.type !== 'function') {
			if (rest.length > 0 || piped.length > 0) {
				throw new TemplateError('can\'t give argument to non-function');
			}

			return this.#operand(first);
		}

		const values = [...rest.map(operand => this.#operand(operand)), ...piped];
		const {least, most, call} = templateFunctions.get(first.name)!;
		if (values.length < least || values.length > most) {
			throw new TemplateError(`wrong number of args for ${first.name}: want ${most > least ? 'at least ' : ''}${least} got ${values.length}`);
		}

		return call(values, this.scope);
	}

	#operand(operand: Operand): Value {
		switch (operand.type) {
			case 'constant': {
				return operand.value;
			}

			case 'dot': {
				return this.#dot?.value;
			}

			case 'field': {
				return this.#field(operand.path);
			}

			case 'variable': {
				return operand.name === '$' ? this.#label(operand.path) : memberOf(this.#variables.get(operand.name), operand.path);
			}

			case 'pipeline': {
				return memberOf(this.#pipeline(operand.pipeline), operand.path);
			}

			case 'function': {
				return this.#command([operand], []);
			}
		}
	}

	#field(path: readonly string[]): Value {
		return this.#dot ? memberOf(this.#dot.value, path) : this.#label(path);
	}

	#label([name, ...rest]: readonly string[]): Value {
		return memberOf(name === undefined ? undefined : (this.fields(name) ?? ''), rest);
	}

	print(nodes: readonly Node[]): void {
		for (const node of nodes) {
			if (node.type === 'text') {
				this.output += node.text;
			} else if (node.type === 'action') {
				const value = this.#pipeline(node.pipeline);
				if (node.pipeline.variables.length === 0) {
					this.output += printValue(value);
				}
			} else {
				this.#branch(node);
			}

			if (this.output.length > maxOutput) {
				throw new TemplateError(`the output is longer than ${maxOutput} characters`);
			}
		}
	}
}

const withPlace = <T>(name: string, action: () => T): T => {
	try {
		return action();
	} catch (error) {
		throw new TemplateError(`template: ${name}:1: ${(error as Error).message}`);
	}
};

/**
Compiles a template of line_format or label_format, which have names of their own in Loki's messages.

@throws TemplateError where Go would refuse it.
*/
export const compileTemplate = (source: string, name: 'line' | 'label'): Template => {
	const nodes = withPlace(name, () => parseTemplate(source));
	return (fields, scope) => withPlace(name, () => {
		const run = new Run(fields, scope);
		run.print(nodes);
		return run.output;
	});
};
