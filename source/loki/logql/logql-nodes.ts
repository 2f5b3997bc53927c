import {parser} from '@grafana/lezer-logql';

export type QueryNode = {
	readonly name: string;
	readonly from: number;
	readonly to: number;
	readonly isError: boolean;
};

/** The syntax tree as a list, outer nodes first. */
export function nodesOf(query: string): readonly QueryNode[] {
	const nodes: QueryNode[] = [];
	parser.parse(query).iterate({
		enter({name, from, to, type}) {
			nodes.push({
				name,
				from,
				to,
				isError: type.isError,
			});
		},
	});
	return nodes;
}
