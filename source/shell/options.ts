export type Options = {
	readonly operands: readonly string[];
	/** By name with its dashes, in order; a flag has an empty value. */
	readonly values: ReadonlyMap<string, readonly string[]>;
};

type Known = ReadonlyMap<string, boolean>;

const specs = new Map<string, Known>();

/** `-n: --namespace: -A` names what is known; a colon says that a value follows. */
function known(spec: string): Known {
	const parsed = specs.get(spec) ?? new Map(spec.split(/\s+/).filter(name => name !== '').map(name => name.endsWith(':') ? [name.slice(0, -1), true] : [name, false]));
	specs.set(spec, parsed);
	return parsed;
}

/**
Reads arguments by a list of options; undefined where one is not in it. `-abc` is `-a -b -c`, `-n5` is `-n 5`, `--x=y` is `--x y`.
With `untilOperand` all that follows the first operand is one too, as for what runs another program.
*/
export function readOptions(args: readonly string[], spec: string, {untilOperand = false}: {readonly untilOperand?: boolean} = {}): Options | undefined {
	const options = known(spec);
	const operands: string[] = [];
	const values = new Map<string, string[]>();
	const add = (name: string, value: string) => {
		values.set(name, [...values.get(name) ?? [], value]);
	};

	for (let index = 0; index < args.length; index++) {
		const arg = args[index] ?? '';
		if (arg === '--' || (untilOperand && !arg.startsWith('-'))) {
			operands.push(...args.slice(arg === '--' ? index + 1 : index));
			break;
		}

		if (!arg.startsWith('-') || arg === '-') {
			operands.push(arg);
			continue;
		}

		const takesValue = options.get(arg);
		if (takesValue !== undefined) {
			if (takesValue && index + 1 >= args.length) {
				return undefined;
			}

			add(arg, takesValue ? args[++index] ?? '' : '');
			continue;
		}

		const [, name = '', value] = /^(-[\w-]+)=(.*)$/s.exec(arg) ?? [];
		if (options.has(name)) {
			add(name, value ?? '');
		} else {
			const wanting = arg.startsWith('--') ? undefined : readCluster(arg, options, add);
			if (wanting === undefined || (wanting !== '' && index + 1 >= args.length)) {
				return undefined;
			}

			if (wanting !== '') {
				add(wanting, args[++index] ?? '');
			}
		}
	}

	return {operands, values};
}

/** The values of an option that has several names, by name and in order; none where the arguments could not be read. */
export const valuesOf = (options: Options | undefined, ...names: readonly string[]): readonly string[] => names.flatMap(name => options?.values.get(name) ?? []);

/** `-tnp`, `-n50`, and `-xeu` whose value is the next word: then the option that wants it, else an empty text; undefined where one is not known. */
function readCluster(arg: string, options: Known, add: (name: string, value: string) => void): string | undefined {
	for (let index = 1; index < arg.length; index++) {
		const name = `-${arg[index] ?? ''}`;
		const takesValue = options.get(name);
		if (takesValue === undefined) {
			return undefined;
		}

		if (takesValue) {
			const value = arg.slice(index + 1);
			if (value === '') {
				return name;
			}

			add(name, value);
			return '';
		}

		add(name, '');
	}

	return '';
}
