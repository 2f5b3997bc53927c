import {
	domains,
	notCountries,
	outcomes,
	packageRoots,
	placeWords,
	tellingKeys,
	verbLeaders,
	verbLeadersWithTo,
	verdicts,
} from './vocabulary.js';

const longestKey = 40;
const maxRemembered = 4000;
const remembered = new Map<string, boolean>();

/** Whether the value of a key belongs to what happened rather than to whom or where. */
export function isTelling(key: string): boolean {
	if (key.length > longestKey) {
		return false;
	}

	let answer = remembered.get(key);
	if (answer === undefined) {
		answer = tellingKeys.has(key.toLowerCase()) || tellingKeys.has(lastPart(key));
		if (remembered.size >= maxRemembered) {
			remembered.clear();
		}

		remembered.set(key, answer);
	}

	return answer;
}

/** Words at an end of a compound count from this length on: `not_ready`, but not `check-in`. */
const shortestCompoundEnd = 4;
/** Exceptions; errors of the operating system and signals by their names; compounds that begin with a failure. */
const failureNames: readonly RegExp[] = [
	/(?:^|[\d._a-z])(?:Exception|Error|Failure|Fault|Warning|Timeout)s?$/,
	/^(?:E[A-Z]{3,14}|SIG[A-Z]{2,8})$/,
	/^(?:Failed|Err|Not|No|Invalid|Missing|Unknown|Unable|Cannot|Bad|Illegal)[A-Z]/,
];

/** Whether a word says how it went, what was done, or holds the sentence together. */
export function isOutcome(word: string): boolean {
	const end = lastPart(word);
	return outcomes.has(word.toLowerCase()) || (end.length >= shortestCompoundEnd && outcomes.has(end)) || failureNames.some(expression => expression.test(word));
}

/** Whether a verb stands behind two words: it says what was done or not. */
export const isBeforeVerb = (last: string, lastButOne: string): boolean => verbLeaders.has(last.toLowerCase())
	|| (last.toLowerCase() === 'to' && verbLeadersWithTo.has(lastButOne.toLowerCase()));

/** Whether true and false behind this word say how it went. */
export const isVerdict = (word: string): boolean => verdicts.has(lastPart(word));

/** Whether a name is likely to follow this word. */
export const isWordOfPlace = (word: string): boolean => placeWords.has(word.toLowerCase());

/** Whether a name with dots, without its port, is the name of a host. */
export function isHostName(name: string, hasPort: boolean): boolean {
	const last = name.slice(name.lastIndexOf('.') + 1);
	const isCountry = last.length === 2 && !notCountries.has(last);
	if ((!domains.has(last) && !isCountry && !hasPort) || packageRoots.has(name.slice(0, name.indexOf('.')))) {
		return false;
	}

	// Small letters throughout, or a first label in capitals: `Order.Created.com` is no host.
	const labels = /^(?:[\d\-A-Z]+|[\d\-a-z]+)(?:\.[\d\-a-z]+)*\.[a-z]{2,}$/.test(name) ? name.split('.').length : 0;
	return labels > 1 && (domains.has(last) || (labels > 2 ? hasPort || isCountry : hasPort && isCountry));
}

/** A reversed domain without a class in it (`com.example.shop`) names an application; with one it may be an exception. */
export const isPackageName = (name: string): boolean => packageRoots.has(name.slice(0, name.indexOf('.'))) && name.split('.').length > 2 && name === name.toLowerCase();

const isSmall = (text: string, index: number): boolean => text.charAt(index) >= 'a' && text.charAt(index) <= 'z';
const isCapital = (text: string, index: number): boolean => text.charAt(index) >= 'A' && text.charAt(index) <= 'Z';

/** `httpStatus`, `http_status`, `http.status`, `http-status` and `@status` end in `status`. */
function lastPart(key: string): string {
	let start = key.length;
	while (start > 0 && isSmall(key, start - 1)) {
		start--;
	}

	if (start === key.length) {
		while (start > 0 && isCapital(key, start - 1)) {
			start--;
		}
	} else if (start > 0 && isCapital(key, start - 1)) {
		start--;
	}

	return key.slice(start).toLowerCase();
}
