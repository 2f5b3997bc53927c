import type {LabelFormat} from '../logql/ast.js';
import {compileTemplate} from '../template/execute.js';
import {errorLabel, type LineState, type Step} from './line-state.js';

const fieldsOf = (state: LineState) => (name: string): string | undefined => state.valueOf(name);

/** Writes the line anew from a template. Throws where the template is bad. */
export const lineFormatStep = (source: string): Step => {
	const template = compileTemplate(source);
	return state => {
		try {
			state.line = template(fieldsOf(state), state);
		} catch (error) {
			state.fail('TemplateFormatErr', (error as Error).message);
		}

		return true;
	};
};

type Format = {
	readonly name: string;
	readonly apply: (state: LineState) => void;
};

const formatOf = (format: LabelFormat): Format => {
	const {name} = format;
	if (format.type === 'rename') {
		return {
			name,
			apply(state) {
				const value = state.get(format.from);
				if (value === undefined) {
					return;
				}

				state.set(name, value);
				state.delete(format.from);
			},
		};
	}

	const template = compileTemplate(format.template);
	return {
		name,
		apply(state) {
			try {
				state.set(name, template(fieldsOf(state), state));
			} catch (error) {
				state.fail('TemplateFormatErr', (error as Error).message);
			}
		},
	};
};

/** Renames labels and writes them from templates. Throws where a template is bad or a label set twice. */
export const labelFormatStep = (formats: readonly LabelFormat[]): Step => {
	const seen = new Set<string>();
	for (const {name} of formats) {
		if (name === errorLabel) {
			throw new Error(`${name} cannot be formatted`);
		}

		if (seen.has(name)) {
			throw new Error(`multiple label name '${name}' not allowed in a single format operation`);
		}

		seen.add(name);
	}

	const compiled = formats.map(format => formatOf(format));
	return state => {
		for (const {apply} of compiled) {
			apply(state);
		}

		return true;
	};
};
