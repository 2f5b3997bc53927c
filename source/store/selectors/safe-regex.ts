const backReference = /\\[1-9k]/;
/** Each more multiplies the steps by the length of a name. */
const maxRepeats = 4;

/** What somebody typed as a regular expression, in any case; `unsafe` where it does not parse, or could take for ever. */
export function compileRegex(source: string): RegExp | 'unsafe' {
	const repeats = source.replaceAll(/\\./g, '').match(/[*+{]/g)?.length ?? 0;
	if (repeats > maxRepeats || hasNestedRepeat(source) || backReference.test(source)) {
		return 'unsafe';
	}

	try {
		return new RegExp(source, 'iu');
	} catch {
		return 'unsafe';
	}
}

/** Whether a group repeats that repeats or chooses inside: the shape of what takes exponential time. */
function hasNestedRepeat(source: string): boolean {
	const plain = source.replaceAll(/\\./g, '');
	const groups: boolean[] = [];
	for (const [index, character] of [...plain].entries()) {
		if (character === '(') {
			groups.push(false);
		} else if (character === ')') {
			const isVaried = groups.pop() ?? false;
			if (isVaried && '*+{'.includes(plain[index + 1] ?? ' ')) {
				return true;
			}

			groups.splice(-1, 1, ...groups.slice(-1).map(isOuter => isOuter || isVaried));
		} else if ('*+{|'.includes(character)) {
			groups.splice(-1, 1, ...groups.slice(-1).map(() => true));
		}
	}

	return false;
}
