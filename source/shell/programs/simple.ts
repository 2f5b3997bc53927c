import {
	reads,
	showsSecrets,
	unknown,
	type Judge,
} from '../judgement.js';
import {readOptions, type Options} from '../options.js';
import {isSecretPath} from '../secret-paths.js';

export const unknownOption = unknown('it has an option or a form that is not on the list of those that read');

type Limits = {
	/** How many operands it may have. */
	readonly operands?: number;
	/** Operands that are texts, not files, at the front. */
	readonly texts?: number;
	/** What more it must hold to. */
	readonly when?: (options: Options) => boolean;
};

/** A program that reads with these options (`-n: -f --tail:`) and nothing else; its operands are files, names or numbers. */
export const withOptions = (spec: string, {operands: maxOperands = Infinity, texts = 0, when = () => true}: Limits = {}): Judge => ({args}) => {
	const options = readOptions(args, spec);
	if (!options || options.operands.length > maxOperands || !when(options)) {
		return unknownOption;
	}

	const words = [...options.operands.slice(texts), ...Array.from(options.values.values(), values => [...values]).flat()];
	return words.some(word => isSecretPath(word)) ? showsSecrets : reads;
};

/** A program that only reads whatever its options are; its operands may be files. */
export const anyOptions: Judge = ({args}) => args.some(word => isSecretPath(word) || isSecretPath(word.replace(/^-[\w-]+=/, ''))) ? showsSecrets : reads;
