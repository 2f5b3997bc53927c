/** Ends a switch whose cases are all that there are: a forgotten one does not compile. */
export function assertNever(value: never): never {
	throw new Error(`nothing is known of ${JSON.stringify(value)}`);
}
