/** The stream selector of a namespace, quoted so that any name stays a name. Go reads JSON's escapes, but no halves of surrogate pairs. */
export function namespaceSelector(namespace: string): string {
	return `{namespace=${JSON.stringify(namespace.replaceAll(/\p{Surrogate}/gu, '\u{FFFD}'))}}`;
}
