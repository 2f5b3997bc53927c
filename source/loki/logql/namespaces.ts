import type {Matcher} from '../../logql/ast.js';
import {anyOf, matcher} from '../../logql/write-matcher.js';
import {readMatchers, writeMatchers} from './selector-matchers.js';

/** The labels that name a namespace, as log shippers write them; the usual one first. */
export const namespaceLabels: readonly string[] = ['namespace', 'k8s_namespace_name', 'kubernetes_namespace', 'kubernetes_namespace_name'];

/** Added where nobody says what to watch; a namespace says more. */
const isDefault = ({operator, value}: Matcher): boolean => (operator === '=~' && value === '.+') || (operator === '!=' && value === 'loki-sentinel');

const selects = ({operator, value}: Matcher): boolean => (operator === '=' && value !== '') || (operator === '=~' && !/^(?:\.\*)?$/.test(value));

/**
A stream selector that asks for these namespaces in place of those that it asks for; for all of them where none is named.
Throws LokiQueryError for what is no selector.
*/
export function withNamespaces(selector: string, label: string, names: readonly string[]): string {
	const others = readMatchers(selector).filter(other => other.name !== label && (names.length === 0 || !isDefault(other)));
	// Loki takes no selector that selects everything.
	const wanted = names.length > 0 ? [anyOf(label, names)] : (others.some(other => selects(other)) ? [] : [matcher(label, '=~', '.+')]);
	return `{${[...wanted, ...writeMatchers(others)].join(', ')}}`;
}

/** The namespaces that a selector asks for by name; empty where it asks for all, or for what a list cannot say. Throws LokiQueryError for what is no selector. */
export function namespacesOf(selector: string, label: string): readonly string[] {
	const [asked, ...more] = readMatchers(selector).filter(({name, value}) => name === label && value !== '');
	if (!asked || more.length > 0 || (asked.operator !== '=' && asked.operator !== '=~')) {
		return [];
	}

	const names = asked.operator === '=' ? [asked.value] : asked.value.split('|');
	// Anything else than words joined by `|` is an expression of its own.
	return names.every(name => asked.operator === '=' || /^(?:[\w-]|\\\.)+$/.test(name)) ? names.map(name => name.replaceAll(String.raw`\.`, '.')) : [];
}
