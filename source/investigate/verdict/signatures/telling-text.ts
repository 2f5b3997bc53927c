import type {Signature} from './type.js';
import {signatures} from './index.js';

/** What is tested of a line: its front, where programs say what happened. */
const maxTested = 6000;

/** Classes that carry their meaning in their message, and words that only lead to it. */
const wrappers = /(?:\b[$_a-z][\w$]{0,60}\.){0,8}\b(?:IllegalState|Runtime|Nested(?:Runtime)?|NestedServlet|Servlet|Execution|Completion|UndeclaredThrowable|InvocationTarget|UncheckedIO|UncheckedExecution|BeanCreation|RemoteInvocation)(?:Exception|Error)\b|\b(?:Nested|nested) exception is:?|\b[Cc]aused by:?|\b[Rr]oot cause:?/g;

/** Where a text is cut into a wrapper and what stands behind it. A scheme, a port and a time are no such colon. */
const joint = /: /g;
/** What stands behind a colon decides where it fits at least as much as this. */
const decidingWeight = 2;

/** A line without the names of wrappers: those say that something failed, not what. */
const withoutWrappers = (line: string): string => line.slice(0, maxTested).replaceAll(wrappers, ' ');

/**
The signatures that fit a line. What stands behind the last colons outweighs its wrapper:
where something as heavy fits what is behind (`Login failed: connection to redis timed out`), what fits only the words before it is left out.
*/
export function fittingSignatures(line: string): readonly Signature[] {
	const text = withoutWrappers(line);
	const found = signatures.flatMap(signature => {
		const match = signature.pattern.exec(text);
		return match ? [{signature, endIndex: match.index + match[0].length}] : [];
	});
	if (found.length < 2) {
		return found.map(({signature}) => signature);
	}

	const joints = Array.from(text.matchAll(joint), ({index}) => index);
	const behind = (index: number): readonly Signature[] => found.filter(({signature}) => signature.weight >= decidingWeight && signature.pattern.test(text.slice(index))).map(({signature}) => signature);
	const deciding = joints.findLast(index => behind(index).length > 0) ?? -1;
	// `Lost connection to redis: connection refused`: the words before say what refuses.
	const isOfNeighbour = behind(deciding).every(({isAboutNeighbour}) => isAboutNeighbour === true);
	const decidingMax = Math.max(0, ...behind(deciding).map(({weight}) => weight));
	const left = found
		.filter(({signature, endIndex}) => endIndex > deciding || signature.pattern.test(text.slice(Math.max(0, deciding))) || (isOfNeighbour && signature.isAboutNeighbour === true) || (signature.weight > decidingMax && !signature.isWeakAhead))
		.map(({signature}) => signature);
	const outweighed = new Set(left.flatMap(({outweighs = []}) => outweighs));
	return left.filter(({name}) => !outweighed.has(name));
}

/** The one that says most of a line. */
export const firstSignature = (line: string): Signature | undefined => fittingSignatures(line).toSorted((a, b) => b.weight - a.weight)[0];
