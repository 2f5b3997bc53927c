import type {
	Extraction,
	LabelFormat,
	LineFilter,
	LineOperator,
	NamedMatcher,
	Stage,
} from '../ast.js';
import {childNamed, childrenOf, listItems} from '../nodes.js';
import type {SyntaxNode, SyntaxTree} from '../syntax-tree.js';
import type {Token} from '../tokens.js';
import {readLabelFilter, readMatcher} from './parse-label-filter.js';

const readTerms = (tokens: readonly Token[]): LineFilter['terms'] => {
	const terms: Array<{isIp: boolean; text: string}> = [];
	let isIp = false;
	for (const token of tokens) {
		if (token.name === 'ip') {
			isIp = true;
		} else if (token.name === 'STRING') {
			terms.push({isIp, text: token.text});
			isIp = false;
		}
	}

	return terms;
};

const readLineFilters = (tree: SyntaxTree, list: SyntaxNode): LineFilter[] => {
	const filters: LineFilter[] = [];
	for (const node of listItems(list, 'LineFilter')) {
		const [operator, ...rest] = tree.tokensOf(node);
		filters.push({operator: operator!.name as LineOperator, terms: readTerms(rest)});
	}

	return filters;
};

const readExtractions = (tree: SyntaxTree, parser: SyntaxNode): Extraction[] => {
	const list = childNamed(parser, 'LabelExtractionExpressionList');
	const items = list ? listItems(list, 'LabelExtractionExpression') : [];
	return items.map(item => {
		const [name, , expression] = tree.tokensOf(item);
		return {name: name!.text, expression: expression?.text ?? name!.text};
	});
};

const readLabelParser = (tree: SyntaxTree, node: SyntaxNode): Stage => {
	const [parser, ...rest] = tree.tokensOf(node);
	switch (parser!.name) {
		case 'json': {
			return {type: 'json', extractions: readExtractions(tree, node)};
		}

		case 'logfmt': {
			const flags = new Set(rest.map(({canonical}) => canonical));
			return {
				type: 'logfmt', extractions: readExtractions(tree, node), isStrict: flags.has('--strict'), isKeepingEmpty: flags.has('--keep-empty'),
			};
		}

		case 'unpack': {
			return {type: 'unpack'};
		}

		default: {
			return {type: parser!.name === 'regexp' ? 'regexp' : 'pattern', expression: rest[0]!.text};
		}
	}
};

const readLabelFormats = (tree: SyntaxTree, node: SyntaxNode): LabelFormat[] =>
	listItems(childNamed(node, 'LabelsFormat')!, 'LabelFormatMatcher').map(item => {
		const [name, , value] = tree.tokensOf(item);
		return value!.name === 'STRING'
			? {type: 'template', name: name!.text, template: value!.text}
			: {type: 'rename', name: name!.text, from: value!.text};
	});

const readNamedMatchers = (tree: SyntaxTree, items: readonly SyntaxNode[]): NamedMatcher[] => items.map(item => {
	const matcher = childNamed(item, 'Matcher');
	return matcher ? {name: tree.tokenAt(item).text, matcher: readMatcher(tree, matcher)} : {name: tree.tokenAt(item).text};
});

/** One stage of a pipeline. */
export const readStage = (tree: SyntaxTree, stage: SyntaxNode): Stage => {
	const node = childrenOf(stage).find(child => child.name !== 'Pipe')!;
	switch (node.name) {
		case 'LineFilters': {
			return {type: 'line-filter', filters: readLineFilters(tree, node)};
		}

		case 'LabelFilter': {
			return {type: 'label-filter', filter: readLabelFilter(tree, node)};
		}

		case 'LineFormatExpr': {
			return {type: 'line-format', template: tree.tokensOf(node)[1]!.text};
		}

		case 'LabelFormatExpr': {
			return {type: 'label-format', formats: readLabelFormats(tree, node)};
		}

		case 'DecolorizeExpr': {
			return {type: 'decolorize'};
		}

		case 'DropLabelsExpr': {
			return {type: 'drop', names: readNamedMatchers(tree, listItems(childNamed(node, 'DropLabels')!, 'DropLabel'))};
		}

		case 'KeepLabelsExpr': {
			return {type: 'keep', names: readNamedMatchers(tree, listItems(childNamed(node, 'KeepLabels')!, 'KeepLabel'))};
		}

		default: {
			return readLabelParser(tree, node);
		}
	}
};
