import type {TreeNode} from '../../../detect/incidents/call-tree.js';
import type {LinkKind} from '../../../detect/connections/types.js';
import type {Incident} from '../../../detect/incidents/incident.js';
import {byLead} from '../../../detect/lead.js';
import {isErrorRate} from '../../../detect/kinds/registry.js';
import type {Anomaly} from '../../../detect/types.js';
import {fit} from '../../../terminal/width.js';
import {isOutsideFirst} from '../../../words/first.js';
import {factorOf, formatObserved, kindWords} from '../../../words/kinds.js';
import {formatFactor, formatOffset} from '../../../words/numbers.js';
import {templateText} from '../../../words/template.js';
import type {StyledRow} from '../../components/line.js';
import {fitRow} from '../../layout/row.js';
import {severityTone} from '../../theme.js';

const delayColumns = 18;
const minNameColumns = 16;

/** What connects a service to another one where no call is known. */
const besides: Readonly<Record<LinkKind, (service: string) => string>> = {
	named: service => `its errors name ${service}`,
	calls: service => `calls ${service}`,
	trace: service => `same requests as ${service}`,
	host: service => `same host fails as for ${service}`,
	pattern: service => `same new line as ${service}`,
	node: service => `same node as ${service}`,
	rollout: service => `same new version as ${service}`,
	relayed: service => `something that it calls fails: ${service}`,
	outside: service => `its errors name ${service}`,
};

/** How wide the column of names is: the widest of them, but no more than two fifths of the row. */
export const nameColumns = (nodes: readonly TreeNode[], columns: number): number =>
	Math.min(Math.floor(columns * 0.4), Math.max(minNameColumns, ...nodes.map(node => (2 * node.depth) + nameOf(node).length + 2)));

const nameOf = (node: TreeNode): string => node.type === 'member' ? node.member.service : node.host;

type RowOptions = {
	readonly incident: Incident;
	readonly names: number;
	readonly columns: number;
	readonly isSelected: boolean;
};

/** `└ orders       +40 s   errors 21/min, 45x   payment call failed: 503` */
export function treeRow(node: TreeNode, {incident, names, columns, isSelected}: RowOptions): StyledRow {
	const branch = node.depth === 0 ? '' : `${'  '.repeat(node.depth - 1)}└ `;
	const head: StyledRow = [[isSelected ? '>' : ' ', 'selected'], [branch, 'dim'], [fit(nameOf(node), names - branch.length), isSelected ? 'selected' : 'bold'], [' ']];
	if (node.type === 'outside') {
		const by = incident.outside?.by ?? [];
		const isFirst = isOutsideFirst({service: incident.suspected, outside: incident.outside});
		return fitRow([...head, [fit(isFirst ? 'likely first' : '', delayColumns), 'bold'], ['not in Loki', 'warning'], [by.length > 1 ? `, named by the errors of ${by.join(', ')}` : '', 'dim']], columns);
	}

	const {service, delayMs, anomalies} = node.member;
	const [lead] = anomalies.toSorted((a, b) => byLead(a, b));
	const template = anomalies.find(({pattern}) => pattern)?.pattern?.template;
	return fitRow([
		...head,
		[fit(delayOf(service, delayMs, incident), delayColumns), 'bold'],
		...lead ? [[shortMeasure(lead), severityTone[lead.severity]] as const] : [],
		...node.besides ? [[`   ${besides[node.besides.by](node.besides.service)}`] as const] : [],
		...template === undefined ? [] : [[`   ${templateText(template)}`, 'dim'] as const],
	], columns);
}

/** `errors 37/min, 42x`: the row has to hold what the lines say as well. */
function shortMeasure(lead: Anomaly): string {
	if (!isErrorRate(lead.kind)) {
		return kindWords[lead.kind].measure(lead);
	}

	const factor = factorOf(lead);
	return `errors ${formatObserved(lead)}${factor === undefined ? '' : `, ${formatFactor(factor)}`}`;
}

/** Of most of the fleet at once, none is the first; what several name stands before the first of them. */
const delayOf = (service: string, delayMs: number, {suspected, isFleetWide, confidence, outside}: Incident): string => {
	if (service !== suspected || isFleetWide) {
		return formatOffset(delayMs);
	}

	if (isOutsideFirst({service, outside})) {
		return 'names it first';
	}

	return confidence?.type === 'unclear' ? 'first?' : 'first';
};
