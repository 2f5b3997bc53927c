import {capLine} from '../cap-line.js';
import {cleanLine} from '../clean-line.js';
import {maskLine} from '../scan/mask-line.js';
import {splitKey, stands, type KeyWords} from './key-words.js';
import {keyWildcard} from './key-marks.js';
import {keyOfTemplate} from './normal-key.js';

/**
Tells which lines one of some templates stands for, as the miner that made them would: by the words of the masked line, not by texts that stand somewhere in it.
A template does not say its level, so that a line may have any.
*/
export function createTemplateTest(templates: readonly string[]): (line: string) => boolean {
	const wanted = templates.flatMap(template => keysOf(template));
	return line => {
		const forms = formsOf(line);
		return wanted.some(general => forms.some(words => stands(general, words)));
	};
}

/** The key, and the template as it is: a key that is made of a template leaves out repeats which the wildcards put in later have made. */
const keysOf = (template: string): readonly KeyWords[] => [keyOfTemplate(template), template.replaceAll('<*>', () => keyWildcard)].map(key => splitKey('', key));

/** A line without and with its component: a template has it only where all its lines came from one. */
function formsOf(line: string): readonly KeyWords[] {
	const {text, mark} = capLine(line);
	const {template, component} = maskLine(cleanLine(text), mark, undefined);
	return (component === '' ? [template] : [template, `${component}: ${template}`]).flatMap(form => keysOf(form));
}
