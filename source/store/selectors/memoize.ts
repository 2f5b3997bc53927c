/** Remembers the last result for as long as what it was made of is the same. */
export function memoizeLast<Input, Result>(compute: (input: Input) => Result, dependencies: (input: Input) => readonly unknown[]): (input: Input) => Result {
	let last: {readonly on: readonly unknown[]; readonly result: Result} | undefined;
	return input => {
		const on = dependencies(input);
		if (!last || on.some((value, index) => value !== last?.on[index])) {
			last = {on, result: compute(input)};
		}

		return last.result;
	};
}
