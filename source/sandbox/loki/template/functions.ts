import {builtinFunctions} from './functions-builtin.js';
import {numberFunctions} from './functions-number.js';
import {textFunctions} from './functions-text.js';
import {timeFunctions} from './functions-time.js';
import type {TemplateFunction} from './template-function.js';

/** All functions of line_format and label_format. */
export const templateFunctions: ReadonlyMap<string, TemplateFunction> = new Map([
	...Object.entries(builtinFunctions),
	...Object.entries(textFunctions),
	...Object.entries(numberFunctions),
	...Object.entries(timeFunctions),
]);
