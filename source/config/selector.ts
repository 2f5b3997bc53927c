/** The label that Kubernetes shippers set for the service where the user names none. */
const defaultServiceLabel = 'app';

export type ScopeSettings = {
	readonly namespace: string | undefined;
	readonly services: readonly string[] | undefined;
	readonly serviceLabel: string | undefined;
};

/** The stream selector for a namespace and some services, quoted so that any name stays a name; undefined where neither is given. */
export function buildSelector({namespace, services = [], serviceLabel = defaultServiceLabel}: ScopeSettings): string | undefined {
	const matchers = [
		...(namespace === undefined ? [] : [`namespace=${quote(namespace)}`]),
		...(services.length === 1 ? [`${serviceLabel}=${quote(services[0] ?? '')}`] : []),
		...(services.length > 1 ? [`${serviceLabel}=~${quote(services.map(service => escapeRegex(service)).join('|'))}`] : []),
	];
	return matchers.length === 0 ? undefined : `{${matchers.join(', ')}}`;
}

/** Go reads JSON's escapes, but no halves of surrogate pairs. */
function quote(value: string): string {
	return JSON.stringify(value.replaceAll(/\p{Surrogate}/gu, '\u{FFFD}'));
}

function escapeRegex(value: string): string {
	return value.replaceAll(/[$()*+.?[\\\]^{|}]/g, String.raw`\$&`);
}
