import type {LabelFormat} from '../../../logql/ast.js';
import {compileTemplate, type Template} from '../template/execute.js';
import {errorLabel, type LineState, type Step} from './line-state.js';

const fail = (state: LineState, error: unknown): void => {
	state.fail('TemplateFormatErr', (error as Error).message);
};

const compile = (source: string, name: 'line' | 'label', problem: string): Template => {
	try {
		return compileTemplate(source, name);
	} catch (error) {
		throw new Error(`${problem}: ${(error as Error).message}`, {cause: error});
	}
};

/** Writes the line anew from a template. Throws where the template is bad. */
export const lineFormatStep = (source: string): Step => {
	const template = compile(source, 'line', 'invalid line template');
	return state => {
		try {
			state.line = template(name => state.valueOf(name), state);
		} catch (error) {
			fail(state, error);
		}

		return true;
	};
};

/** The labels as they are before the first template of a stage sets one. */
type Snapshot = () => ReadonlyMap<string, string>;

type Format = (state: LineState, snapshot: Snapshot) => void;

const renameFormat = (to: string, from: string): Format => state => {
	const value = state.get(from);
	if (value === undefined) {
		return;
	}

	state.set(to, value);
	state.delete(from);
};

const templateFormat = (name: string, source: string): Format => {
	const template = compile(source, 'label', `invalid template for label '${name}'`);
	return (state, snapshot) => {
		const labels = snapshot();
		try {
			state.set(name, template(field => labels.get(field), state));
		} catch (error) {
			fail(state, error);
		}
	};
};

const requireDistinct = (formats: readonly LabelFormat[]): void => {
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
};

/** Renames labels and writes them from templates. Throws where a template is bad or a label is set twice. */
export const labelFormatStep = (formats: readonly LabelFormat[]): Step => {
	requireDistinct(formats);
	const compiled = formats.map(format => format.type === 'rename'
		? renameFormat(format.name, format.from)
		: templateFormat(format.name, format.template));
	return state => {
		let labels: ReadonlyMap<string, string> | undefined;
		const snapshot = (): ReadonlyMap<string, string> => {
			labels ??= new Map(state.allLabels());
			return labels;
		};

		for (const apply of compiled) {
			apply(state, snapshot);
		}

		return true;
	};
};
